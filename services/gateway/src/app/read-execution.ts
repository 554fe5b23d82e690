import type { ExecutionId, ExecutionView } from '@switchyard/contracts';
import { viewOfTrigger } from '../domain/trigger.js';
import type { ExecutionService, Inbox } from './ports.js';

/** One execution, also in the moment between its trigger's acceptance and its creation. */
export class ReadExecution {
  constructor(
    private readonly executions: ExecutionService,
    private readonly inbox: Inbox,
  ) {}

  async run(id: ExecutionId): Promise<ExecutionView | undefined> {
    const execution = await this.executions.get(id);
    if (execution) return execution;
    const trigger = await this.inbox.find(id);
    return trigger && viewOfTrigger(trigger);
  }
}
