import { type Bus, insist } from '@switchyard/bus';
import { type CreateExecution, type CreateExecutionReply, rpc } from '@switchyard/contracts';
import { ExecutionService } from '../app/ports.js';

/** Less than its own callers wait. */
const patienceMs = 4_000;

export class NatsExecutions extends ExecutionService {
  constructor(private readonly bus: Bus) {
    super();
  }

  create(message: CreateExecution): Promise<CreateExecutionReply> {
    return insist(() => this.bus.call<CreateExecutionReply>(rpc.execution.create, message), { patienceMs });
  }
}
