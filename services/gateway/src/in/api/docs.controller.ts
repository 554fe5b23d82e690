import { Controller, Get, Res } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { CheckHealth } from '../../app/check-health.js';
import { Public } from '../access.guard.js';
import type { Document } from './document.js';
import { docsPage, docsScript, docsStyle } from './docs-page.js';

/** Everything comes from here, and nothing of it is written into the page. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const brief = 'public, max-age=60';

/** The API as it describes itself: for programs, and for people. */
@Controller('/api')
export class DocsController {
  private made: Promise<string> | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly health: CheckHealth,
  ) {}

  /** The API as an OpenAPI 3.1 document. */
  @Public()
  @Get('/openapi.json')
  document(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type('application/json; charset=utf-8').header('cache-control', brief);
    return (this.made ??= this.make());
  }

  /** The API for people to read. */
  @Public()
  @Get('/docs')
  page(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.type('text/html; charset=utf-8').headers({ 'content-security-policy': policy, 'cache-control': brief });
    return docsPage;
  }

  /** What fills the page. */
  @Public()
  @Get('/docs/page.js')
  script(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.type('text/javascript; charset=utf-8').header('cache-control', brief);
    return docsScript;
  }

  /** How the page looks. */
  @Public()
  @Get('/docs/page.css')
  style(@Res({ passthrough: true }) reply: FastifyReply): string {
    void reply.type('text/css; charset=utf-8').header('cache-control', brief);
    return docsStyle;
  }

  /** Made when somebody asks for it first. */
  private async make(): Promise<string> {
    const [{ documentOf }, { routesOf }, { told }] = await Promise.all([
      import('./document.js'),
      import('./route-facts.js'),
      import('./told.generated.js'),
    ]);
    const classes = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => (metatype ? [metatype as Controlling] : []));
    const document: Document = documentOf(routesOf(classes), told, this.health.version);
    return JSON.stringify(document);
  }
}

type Controlling = abstract new (...args: never[]) => object;
