import type { Bus } from '@switchyard/bus';
import { type ProjectId, rpc, type ValidatePipelineReply } from '@switchyard/contracts';
import { FileChecks } from '../app/ports.js';

export class NatsFileChecks extends FileChecks {
  constructor(private readonly bus: Bus) {
    super();
  }

  validate(project: ProjectId, yaml: string, files: Record<string, string>): Promise<ValidatePipelineReply> {
    return this.bus.call(rpc.pipeline.validate, { v: 1, project, yaml, files });
  }
}
