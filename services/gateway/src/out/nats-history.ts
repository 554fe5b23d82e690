import type { Bus } from '@switchyard/bus';
import {
  type ChangePipelineReply,
  type DiffPipeline,
  type DiffPipelineReply,
  type GetVersion,
  type GetVersionReply,
  type ListVersions,
  type ListVersionsReply,
  type RemovePipeline,
  type ReplacePipeline,
  type RollBackPipeline,
  rpc,
  type SwitchPipeline,
} from '@switchyard/contracts';
import { PipelineHistory } from '../app/ports.js';
import { patience } from './patience.js';

export class NatsHistory extends PipelineHistory {
  constructor(private readonly bus: Bus) {
    super();
  }

  replace(message: Omit<ReplacePipeline, 'v'>): Promise<ChangePipelineReply> {
    return this.bus.call(rpc.pipeline.replace, { v: 1, ...message });
  }

  rollBack(message: Omit<RollBackPipeline, 'v'>): Promise<ChangePipelineReply> {
    return this.bus.call(rpc.pipeline.rollBack, { v: 1, ...message });
  }

  switch(message: Omit<SwitchPipeline, 'v'>): Promise<ChangePipelineReply> {
    return this.bus.call(rpc.pipeline.switch, { v: 1, ...message }, patience);
  }

  remove(message: Omit<RemovePipeline, 'v'>): Promise<ChangePipelineReply> {
    return this.bus.call(rpc.pipeline.remove, { v: 1, ...message }, patience);
  }

  versions(query: Omit<ListVersions, 'v'>): Promise<ListVersionsReply> {
    return this.bus.call(rpc.pipeline.versions, { v: 1, ...query }, patience);
  }

  version(query: Omit<GetVersion, 'v'>): Promise<GetVersionReply> {
    return this.bus.call(rpc.pipeline.version, { v: 1, ...query }, patience);
  }

  diff(query: Omit<DiffPipeline, 'v'>): Promise<DiffPipelineReply> {
    return this.bus.call(rpc.pipeline.diff, { v: 1, ...query });
  }
}
