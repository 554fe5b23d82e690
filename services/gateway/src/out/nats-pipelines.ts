import type { Bus } from '@switchyard/bus';
import {
  type ApplyPipeline,
  type ApplyPipelineReply,
  type DetectProjects,
  type DetectReply,
  type CheckInputs,
  type CheckInputsReply,
  type DeliverEvent,
  type DeliverEventReply,
  type GetPipelineReply,
  type ListDeliveries,
  type ListDeliveriesReply,
  type ListPipelines,
  type ListPipelinesReply,
  type PipelineId,
  type ProjectId,
  rpc,
  type RunPipelineReply,
} from '@switchyard/contracts';
import { contextFrom, within } from '@switchyard/telemetry';
import { reach } from '@switchyard/kernel';
import { PipelineService } from '../app/ports.js';
import { patience } from './patience.js';
import type { Trigger } from '../domain/trigger.js';

export class NatsPipelines extends PipelineService {
  constructor(private readonly bus: Bus) {
    super();
  }

  async apply(
    project: ProjectId,
    yaml: string,
    author: string,
    more: Pick<ApplyPipeline, 'files' | 'message'> = {},
  ): Promise<ApplyPipelineReply> {
    reach('gateway.apply.beforeCall');
    const reply = await this.bus.call<ApplyPipelineReply>(rpc.pipeline.apply, { v: 1, project, yaml, author, ...more });
    reach('gateway.apply.afterCall');
    return reply;
  }

  get(pipelineId: PipelineId): Promise<GetPipelineReply> {
    return this.bus.call(rpc.pipeline.get, { v: 1, pipelineId }, patience);
  }

  list(query: Omit<ListPipelines, 'v'>): Promise<ListPipelinesReply> {
    return this.bus.call(rpc.pipeline.list, { v: 1, ...query }, patience);
  }

  detect(checkout: Omit<DetectProjects, 'v'>): Promise<DetectReply> {
    return this.bus.call(rpc.pipeline.detect, { v: 1, ...checkout });
  }

  /** Belongs to the trace of the request that was accepted, whenever and wherever it is handed over. */
  run(trigger: Trigger): Promise<RunPipelineReply> {
    const { executionId, pipelineId, pipelineVersion, facts, environment, inputs, traceparent } = trigger;
    const given = inputs === undefined ? {} : { inputs };
    const message = { v: 1, executionId, pipelineId, pipelineVersion, trigger: facts, environment, ...given };
    return within(contextFrom(traceparent), () => this.bus.call<RunPipelineReply>(rpc.pipeline.run, message));
  }

  checkInputs(pipelineId: PipelineId, given: Pick<CheckInputs, 'inputs' | 'repository'>): Promise<CheckInputsReply> {
    return this.bus.call(rpc.pipeline.inputs, { v: 1, pipelineId, ...given }, patience);
  }

  deliver(message: Omit<DeliverEvent, 'v'>): Promise<DeliverEventReply> {
    return this.bus.call(rpc.pipeline.deliver, { v: 1, ...message });
  }

  deliveries(query: Omit<ListDeliveries, 'v'>): Promise<ListDeliveriesReply> {
    return this.bus.call(rpc.pipeline.deliveries, { v: 1, ...query }, patience);
  }
}
