import { readFileSync, writeFileSync } from 'node:fs';
import { type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Bus } from '@switchyard/bus';
import { type ExecutionId, type PipelineId, type ProjectId, rpc } from '@switchyard/contracts';
import { HttpFault } from '@switchyard/http';
import { sortableId } from '@switchyard/kernel';
import type { Store } from '@switchyard/store';
import { platformPrincipal } from '../../domain/access/principal.js';
import { aProject, aUser, MemoryAdministrators, MemoryProjects } from '../../app/access/projects.story.js';
import { Authenticator } from '../../app/identity/authenticator.js';
import { type Permission, roles } from '../../domain/access/permissions.js';
import type { Principal } from '../../domain/access/principal.js';
import { GatewayConfig } from '../../config.js';
import { GatewayModule } from '../../gateway.module.js';
import { auditInMemory } from '../../app/audit/audit.story.js';
import { startHttpServer } from '../../http-server.js';
import { partsOf } from '../../parts.js';
import { type DeclaredRoute, RouteCheck } from './route-check.js';

export const alpha = 'alpha' as ProjectId;
export const beta = 'beta' as ProjectId;
const idOf = (n: number) => sortableId(Date.UTC(2026, 0, 1) + n, new Uint8Array(16));
/** One of each project. */
export const pipelines: Record<string, PipelineId> = { alpha: idOf(1) as PipelineId, beta: idOf(2) as PipelineId };
export const executions: Record<string, ExecutionId> = { alpha: idOf(3) as ExecutionId, beta: idOf(4) as ExecutionId };
export const unknownId = idOf(5);

/** What every call behind the guard ends with, unless the fakes know more: whoever sees it was let in. */
const reached = () => new HttpFault(418, 'internal', { code: 'reached', message: 'the route was reached' });

const projectIn = (ids: Record<string, string>, id: unknown) => Object.keys(ids).find(project => ids[project] === id);

/** Knows one pipeline and one execution of each project, and nothing else. */
export class FakeBus {
  readonly connected = true;
  readonly asked: [subject: string, message: Record<string, unknown>][] = [];

  async call(subject: string, message: Record<string, unknown>): Promise<unknown> {
    this.asked.push([subject, message]);
    if (subject === rpc.pipeline.get) {
      const project = projectIn(pipelines, message['pipelineId']);
      const pipeline = { id: message['pipelineId'], project, name: 'web', version: 1 };
      return project ? { result: 'found', pipeline, yaml: 'name: web' } : { result: 'missing' };
    }
    if (subject === rpc.execution.get) {
      const project = projectIn(executions, message['executionId']);
      const execution = { id: message['executionId'], project, status: 'running', steps: [], rev: 1 };
      return project ? { result: 'found', execution } : { result: 'missing' };
    }
    throw reached();
  }
  subscribe(): never {
    throw reached();
  }
  async callForBytes(subject: string, message: Record<string, unknown>): Promise<never> {
    this.asked.push([subject, message]);
    throw reached();
  }
  async rtt(): Promise<never> {
    throw reached();
  }
}

/** A store in which nothing is found: every question to a model was let in by the guard. */
export const emptyStore = () => {
  const model: unknown = new Proxy(() => undefined, {
    get: (_, name) => () => {
      if (name === 'model') return model;
      throw reached();
    },
  });
  return { connection: { model: () => model }, ping: async () => 0 } as unknown as Store;
};

const scopes = new Set<Permission>(['executions.read']);

/** Everybody, by what they send as their token. */
export const principals: Record<string, Principal> = {
  ...Object.fromEntries(roles.map(role => [role, aUser(role, { alpha: role })])),
  outsider: aUser('outsider', { beta: 'owner' }),
  nobody: aUser('nobody', {}),
  administrator: aUser('administrator', {}, { administrator: true }),
  scoped: aUser('scoped', { alpha: 'owner' }, { kind: 'token', scopes }),
  'scoped-administrator': aUser('scoped-administrator', {}, { kind: 'token', administrator: true, scopes }),
  platform: platformPrincipal,
  both: aUser('both', { alpha: 'developer', beta: 'viewer' }),
};

/** Believes what is sent: as a bearer token, or as the cookie `session`. */
class Believing extends Authenticator {
  async principalOf({ authorization, cookie }: { authorization?: string; cookie?: string }) {
    const [, name] = /^Bearer (.+)$/.exec(authorization ?? '') ?? /session=([^;]+)/.exec(cookie ?? '') ?? [];
    return name === undefined ? undefined : principals[name];
  }
}

const partsWith = async (bus: FakeBus) => {
  const config = Object.assign(new GatewayConfig(), { YARD_TOKEN: 'x'.repeat(32), NATS_PASSWORD: 'x' });
  const parts = await partsOf(bus as unknown as Bus, emptyStore(), config);
  parts.ports.inbox.find = async () => undefined;
  parts.limiting.audit = auditInMemory();
  const members = Object.fromEntries(roles.map(role => [role, role]));
  const projects = new MemoryProjects(aProject(alpha, members), aProject(beta, { outsider: 'owner' }));
  const administrators = new MemoryAdministrators();
  return { ...parts, access: { ...parts.access, authenticator: new Believing(), projects, administrators } };
};

/** The gateway as it is, over HTTP, with nothing behind it. */
export const startHouse = async () => {
  const bus = new FakeBus();
  const server = await startHttpServer(await partsWith(bus), '127.0.0.1', 0);
  const ask = async (route: string, headers: Record<string, string>, body?: RequestInit['body']): Promise<Told> => {
    const [method = '', path = ''] = route.split(' ');
    const response = await fetch(`${server.url}${path}`, { method, headers, ...(body ? { body } : {}) });
    const text = await response.text();
    const answer = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, code: String(answer['code']), answer, text };
  };
  return { ask, asked: bus.asked, stop: server.stop };
};

export interface Told {
  status: number;
  code: string;
  answer: Record<string, unknown>;
  text: string;
}

/** Every route as it says about itself. */
export const declaredRoutes = async (): Promise<DeclaredRoute[]> => {
  const application = await contextOf(GatewayModule.of(await partsWith(new FakeBus())));
  const routes = application.get(RouteCheck).routes();
  await application.close();
  return routes;
};

export const contextOf = (module: DynamicModule) =>
  NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });

const page = new URL('../../../../../docs/access.md', import.meta.url);
const heading = '| Route ';

export interface Row {
  route: string;
  permission: string;
  least: string;
}

/** What users read: which route needs what. */
export const documented = (): Row[] =>
  readFileSync(page, 'utf8')
    .split('\n')
    .flatMap(line => {
      const [, route, permission = '', least = ''] = /^\| `([A-Z]+ \/\S*)` +\| (\S+) +\| (.+?) +\|$/.exec(line) ?? [];
      return route === undefined ? [] : [{ route, permission: permission.replaceAll('`', ''), least }];
    });

/** Writes the table at the end of docs/access.md anew; what has changed in it is for people to judge. */
export const document = (rows: Row[]): void => {
  const text = readFileSync(page, 'utf8');
  const cells = rows.map(({ route, permission, least }) => [
    `\`${route}\``,
    permission === '–' ? permission : `\`${permission}\``,
    least,
  ]);
  const all = [['Route', 'Permission', 'At least'], ...cells];
  const widths = [0, 1, 2].map(column => Math.max(...all.map(row => row[column]?.length ?? 0)));
  const lineOf = (row: string[]) => `| ${row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = all;
  const rule = widths.map(width => '-'.repeat(width));
  const table = [head, rule, ...body].map(lineOf).join('\n');
  writeFileSync(page, `${text.slice(0, text.indexOf(heading, text.indexOf('## Every route')))}${table}\n`);
};
