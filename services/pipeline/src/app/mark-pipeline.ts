import type { ChangePipelineReply, RemovePipeline, SwitchPipeline } from '@switchyard/contracts';
import { type Clock, isoTime } from '@switchyard/kernel';
import type { AnnounceChange } from './announce-change.js';
import { refusalOf } from './change-pipeline.js';
import { untilWritten } from './contention.js';
import { viewOf } from './pipeline-view.js';
import type { Pipelines, StoredPipeline } from './ports.js';

type Decided = ChangePipelineReply | Promise<ChangePipelineReply | undefined>;

/** Enables, disables or deletes a pipeline. No version changes by that, and none goes. */
export class MarkPipeline {
  constructor(
    private readonly pipelines: Pipelines,
    private readonly announcing: AnnounceChange,
    private readonly clock: Clock,
  ) {}

  switch({ enabled, reason, actor, ...wish }: SwitchPipeline): Promise<ChangePipelineReply> {
    return this.decide(wish, async current => {
      const isSame = enabled
        ? !current.disabled
        : current.disabled?.reason === reason && current.disabled !== undefined;
      if (isSame) return unchanged(current);
      const mark = { actor, at: this.now(), ...(reason === undefined ? {} : { reason }) };
      const stored = await this.pipelines.mark(current, { disabled: enabled ? undefined : mark });
      return this.done(stored, enabled ? 'enabled' : 'disabled', actor);
    });
  }

  /** Deleting what was deleted already changes nothing. */
  remove({ actor, ...wish }: RemovePipeline): Promise<ChangePipelineReply> {
    return this.decide(wish, async current =>
      this.done(await this.pipelines.mark(current, { deleted: { actor, at: this.now() } }), 'deleted', actor),
    ).then(async reply => {
      if (reply.result !== 'deleted') return reply;
      const gone = await this.pipelines.find(wish.pipelineId);
      return gone ? unchanged(gone) : reply;
    });
  }

  private decide(
    { pipelineId, ifVersion }: Pick<SwitchPipeline, 'pipelineId' | 'ifVersion'>,
    act: (current: StoredPipeline) => Decided,
  ): Promise<ChangePipelineReply> {
    return untilWritten<ChangePipelineReply>(`the pipeline ${pipelineId}`, async () => {
      const current = await this.pipelines.find(pipelineId);
      const refusal = refusalOf(current, ifVersion);
      return !current || refusal ? (refusal ?? { result: 'missing' }) : act(current);
    });
  }

  private async done(
    stored: StoredPipeline | undefined,
    change: 'enabled' | 'disabled' | 'deleted',
    actor: string,
  ): Promise<ChangePipelineReply | undefined> {
    if (!stored) return undefined;
    await this.announcing.run(stored, change, actor);
    return { result: 'updated', pipeline: viewOf(stored), findings: [] };
  }

  private now(): string {
    return isoTime(this.clock.now());
  }
}

const unchanged = (current: StoredPipeline): ChangePipelineReply => ({
  result: 'unchanged',
  pipeline: viewOf(current),
  findings: [],
});
