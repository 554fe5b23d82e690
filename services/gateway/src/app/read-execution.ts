import type { ExecutionId, ExecutionView } from '@switchyard/contracts';
import { viewOfTrigger } from '../domain/trigger.js';
import type { HandOver } from './hand-over.js';
import type { ExecutionService, Inbox } from './ports.js';

/** One execution, also in the moment between its trigger's acceptance and its creation. */
export class ReadExecution {
  constructor(
    private readonly executions: ExecutionService,
    private readonly inbox: Inbox,
    private readonly underWay: Pick<HandOver, 'find'> = { find: () => undefined },
  ) {}

  /**
   * For those who wait for it in any case: of a trigger that is on its way from here nobody is asked, though its execution
   * may have begun already.
   */
  async begun(id: ExecutionId): Promise<ExecutionView | undefined> {
    const trigger = this.underWay.find(id);
    return trigger ? viewOfTrigger(trigger) : this.run(id);
  }

  async run(id: ExecutionId): Promise<ExecutionView | undefined> {
    const execution = await this.executions.get(id);
    if (execution) return execution;
    const trigger = await this.inbox.find(id);
    return trigger && viewOfTrigger(trigger);
  }
}
