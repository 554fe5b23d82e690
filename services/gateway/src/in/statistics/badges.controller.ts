import { createHash } from 'node:crypto';
import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import { type BadgeAnswer, BadgeParams, BadgeQuery, type PipelineId, PipelineParams } from '@switchyard/contracts';
import type { FastifyReply } from 'fastify';
import { PipelineService } from '../../app/ports.js';
import { ReadBadge } from '../../app/statistics/read-badge.js';
import { Needs } from '../access/needs.js';
import { Public } from '../access.guard.js';
import { unknownPipeline } from '../pipeline-answers.js';

/** Seconds for which a badge may be shown without a question. */
const keptSeconds = 30;

/** How pipelines are, as small pictures for pages elsewhere. */
@Controller('/api')
export class BadgesController {
  constructor(
    private readonly reading: ReadBadge,
    private readonly pipelines: PipelineService,
  ) {}

  /** Shows the last end, of `branch` where it is named; `unknown` to those without the pipeline's token. */
  @Public()
  @Get('/badges/:file')
  async badge(
    @Param() { file }: BadgeParams,
    @Query() { token, branch }: BadgeQuery,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const svg = await this.reading.run(file.slice(0, -'.svg'.length) as PipelineId, token, branch);
    const tag = `"${createHash('sha256').update(svg).digest('base64url').slice(0, 22)}"`;
    void reply.type('image/svg+xml; charset=utf-8').headers({
      etag: tag,
      'cache-control': `public, max-age=${keptSeconds}`,
      'content-security-policy': "default-src 'none'; style-src 'none'",
      'cross-origin-resource-policy': 'cross-origin',
    });
    if (known?.split(',').some(one => one.trim().replace(/^W\//, '') === tag)) {
      void reply.status(304);
      return '';
    }
    return svg;
  }

  /** Where the badge is, with the token that shows it. */
  @Needs('pipelines.read')
  @Get('/ci/pipelines/:id/badge')
  async address(@Param() { id }: PipelineParams): Promise<BadgeAnswer> {
    if ((await this.pipelines.get(id)).result === 'missing') throw unknownPipeline(id);
    const token = this.reading.tokenOf(id);
    return { path: `/api/badges/${id}.svg?token=${token}`, token };
  }
}
