import { createHmac } from 'node:crypto';
import type { PipelineId } from '@switchyard/contracts';
import { badgeOf, wordOf } from '../../domain/badge.js';
import type { PipelineService } from '../ports.js';
import { isSameText } from '../same-text.js';
import type { StatisticsService } from './ports.js';

/** Executions that are looked at: many may wait before the last one that has ended. */
const looked = 50;

/**
 * The badge of a pipeline. It is for pages that nobody signs in to, and tells whether a pipeline is well: so it is shown to
 * who has the pipeline's own token. Everybody else gets the badge of a pipeline that is not there.
 */
export class ReadBadge {
  constructor(
    private readonly pipelines: Pick<PipelineService, 'get'>,
    private readonly statistics: Pick<StatisticsService, 'latest'>,
    private readonly key: string,
  ) {}

  /** The same as long as the platform's key is. */
  tokenOf(id: PipelineId): string {
    return `ybt_${createHmac('sha256', this.key).update(`badge\n${id}`).digest('base64url')}`;
  }

  /** @returns an SVG */
  async run(id: PipelineId, token: string | undefined, branch: string | undefined): Promise<string> {
    if (token === undefined || !isSameText(token, this.tokenOf(id))) return unknown;
    const found = await this.pipelines.get(id);
    if (found.result === 'missing' || found.pipeline.deleted) return unknown;
    const { pipelines } = await this.statistics.latest({
      pipelineIds: [id],
      limit: looked,
      ...(branch === undefined ? {} : { branch }),
    });
    return badgeOf(found.pipeline.name, wordOf(pipelines[0]?.runs ?? []));
  }
}

const unknown = badgeOf('pipeline', 'unknown');
