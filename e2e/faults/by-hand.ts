import { randomBytes, randomUUID } from 'node:crypto';
import type { AttemptId, ClaimReply, ExecutionId, ExecutionView, ReportReply, YardEvent } from '@switchyard/contracts';
import { changeOf, evolve } from '@switchyard/contracts/evolve';
import { sortableId } from '@switchyard/kernel';
import { aPlan, aStage, aStep, aTrigger } from '@switchyard/testkit';
import type { House } from '../house.js';
import type { Wire } from './wire.js';

/** One who may claim: a session with the nonce of its claim. */
export interface Claimant {
  session: string;
  nonce: string;
}

export const aClaimant = (): Claimant => ({ session: randomUUID(), nonce: randomUUID() });

const outcomeOf = (logBytes: number) => ({
  kind: 'exited',
  exitCode: 0,
  startedAt: new Date().toISOString(),
  finishedAt: new Date().toISOString(),
  logBytes,
  droppedBytes: 0,
});

/** Speaks for a connector that no process runs, so that each of its messages is the test's own. */
export class ByHand {
  constructor(
    private readonly house: House,
    /** As the user `pipeline`. */
    private readonly planner: Wire,
    /** As the user `connector-azure`. */
    private readonly connector: Wire,
  ) {}

  /** An execution of side-by-side steps. */
  async create(steps: number): Promise<{ id: ExecutionId; attempts: AttemptId[] }> {
    const id = sortableId(Date.now(), randomBytes(16)) as ExecutionId;
    const names = Array.from({ length: steps }, (_, i) => `s${i}`);
    const stage = aStage(
      'all',
      names.map(name => aStep(name, { connector: 'azure' })),
      { parallel: true },
    );
    const message = { v: 1, executionId: id, plan: aPlan([stage]), trigger: aTrigger() };
    await this.planner.ask('yard.rpc.execution.create', message);
    return { id, attempts: names.map(name => `${id}.${name}.1` as AttemptId) };
  }

  claim(attemptId: AttemptId, by: Claimant): Promise<ClaimReply> {
    return this.connector.ask('yard.rpc.execution.claim', { v: 1, attemptId, ...by });
  }

  adopt(attemptId: AttemptId, { session, nonce }: Claimant): Promise<unknown> {
    const message = { v: 1, session, connector: 'azure', attempts: [{ attemptId, nonce }] };
    return this.connector.ask('yard.rpc.execution.adopt', message);
  }

  report(attemptId: AttemptId, by: Claimant, logBytes = 0): Promise<ReportReply> {
    const message = { v: 1, attemptId, ...by, outcome: outcomeOf(logBytes) };
    return this.connector.ask('yard.rpc.execution.report', message);
  }

  chunk(attemptId: AttemptId, offset: number, text: string): Promise<void> {
    const facts = { 'Yard-Attempt': attemptId, 'Yard-Offset': String(offset) };
    return this.connector.keep(`yard.log.default.${attemptId}`, text, { facts });
  }

  /** Every event, page by page. */
  async eventsOf(id: ExecutionId): Promise<YardEvent[]> {
    const events: YardEvent[] = [];
    for (;;) {
      const after = events.at(-1)?.data.rev ?? 0;
      const page = await this.house.json<{ events: YardEvent[] }>(`/api/ci/executions/${id}/events?after=${after}`);
      if (page.events.length === 0) return events;
      events.push(...page.events);
    }
  }

  /** Proves that the state is the fold of its events, whose numbers have no gap. @returns how many there are. */
  async checkFold(id: ExecutionId): Promise<number> {
    const events = await this.eventsOf(id);
    expect(events.map(event => event.data.rev)).toEqual(events.map((_, index) => index + 1));
    const folded = events.map(changeOf).reduce<ExecutionView | undefined>(evolve, undefined);
    expect(folded).toEqual(await this.house.get(id));
    return events.length;
  }
}
