import type { Bus } from '@switchyard/bus';
import { type DeliverToProject, type DeliverToProjectReply, rpc } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { ProjectDeliveries } from '../app/hooks/ports.js';

/** Nobody waits for it, and a project may have many pipelines. */
const timeoutMs: Millis = 30_000;

export class NatsProjectDeliveries extends ProjectDeliveries {
  constructor(private readonly bus: Bus) {
    super();
  }

  deliver(message: Omit<DeliverToProject, 'v'>): Promise<DeliverToProjectReply> {
    return this.bus.call(rpc.pipeline.deliverToProject, { v: 1, ...message }, { timeoutMs });
  }
}
