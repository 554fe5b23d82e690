import { randomBytes } from 'node:crypto';
import type { PipelineChange } from '@switchyard/contracts';
import { type Clock, isoTime, sortableId } from '@switchyard/kernel';
import type { CurrentPipelines } from './current-pipelines.js';
import type { PipelineNews, PipelineWatcher, StoredPipeline } from './ports.js';

/** Says that a pipeline changed: here at once, everywhere else before whoever changed it is answered. */
export class AnnounceChange {
  constructor(
    private readonly current: CurrentPipelines,
    private readonly news: PipelineNews,
    private readonly clock: Clock,
    private readonly watcher: PipelineWatcher,
  ) {}

  /** Resolves when what starts the pipeline by itself is as it should be now. */
  async run(pipeline: StoredPipeline, change: PipelineChange, actor: string): Promise<void> {
    const { id, project, name, version } = pipeline;
    this.current.drop(id);
    const now = this.clock.now();
    this.news.tell({
      specversion: '1.0',
      id: sortableId(now, randomBytes(16)),
      source: '/switchyard/pipeline',
      type: 'pipeline.changed',
      subject: id,
      time: isoTime(now),
      datacontenttype: 'application/json',
      data: { v: 1, project, pipelineId: id, name, version, change, actor },
    });
    await this.watcher.changed(pipeline);
  }
}
