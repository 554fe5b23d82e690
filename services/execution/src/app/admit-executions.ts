import type { ExecutionId, ProjectId } from '@switchyard/contracts';
import { isFinal } from '@switchyard/contracts';
import { sleep, waitBefore } from '@switchyard/kernel';
import { admit, type Member } from '../domain/admission.js';
import { Committed, type ExecutionWriter } from './execution-writer.js';
import { Executions, Groups, type StoredExecution } from './ports.js';

/** What became of a failed admission: the sweep tries again. */
export abstract class AdmissionTrouble {
  abstract note(group: string, error: unknown): void;
}

const mostTries = 20;

/** Lets the executions of each concurrency group in, in order. Running it twice, or in several processes, is harmless. */
export class AdmitExecutions extends Committed {
  private readonly working = new Map<string, Promise<void>>();
  private readonly again = new Set<string>();
  private writer: ExecutionWriter | undefined;

  constructor(
    private readonly executions: Executions,
    private readonly groups: Groups,
    private readonly trouble: AdmissionTrouble,
    private readonly chance: () => number,
  ) {
    super();
  }

  serve(writer: ExecutionWriter): void {
    this.writer = writer;
  }

  /** A new member, or the end of one. */
  tell({ execution: { view } }: StoredExecution): void {
    if (view.group && (!view.group.admitted || isFinal(view.status))) this.begin(view.project, view.group.name);
  }

  begin(project: ProjectId, group: string): void {
    const key = `${project}/${group}`;
    if (this.working.has(key)) return void this.again.add(key);
    const work = this.run(project, group)
      .catch((error: unknown) => this.trouble.note(key, error))
      .finally(() => {
        this.working.delete(key);
        if (this.again.delete(key)) this.begin(project, group);
      });
    this.working.set(key, work);
  }

  async idle(): Promise<void> {
    while (this.working.size > 0) await Promise.all(this.working.values());
  }

  private async run(project: ProjectId, group: string): Promise<void> {
    for (let attempt = 1; attempt <= mostTries; attempt += 1) {
      const before = await this.groups.read(project, group);
      const members = await this.executions.inGroup(project, group);
      const { holders, superseded } = admit(members, before.holders);
      const same = holders.join() === before.holders.join();
      if (same || (await this.groups.replace(project, group, before, holders)))
        return this.carryOut(members, holders, superseded);
      await sleep(waitBefore(attempt, { initialMs: 2, factor: 2, maxMs: 100 }, this.chance()));
    }
    throw new Error('the group changes too fast');
  }

  private async carryOut(
    members: Member[],
    holders: ExecutionId[],
    superseded: { id: ExecutionId; by: ExecutionId }[],
  ): Promise<void> {
    const outside = members.filter(one => !one.admitted && holders.includes(one.id));
    await Promise.all([
      ...outside.map(({ id }) => this.writer?.submit(id, { type: 'admit' })),
      ...superseded.map(({ id, by }) =>
        this.writer?.submit(id, {
          type: 'cancel',
          actor: 'switchyard',
          reason: `superseded by execution ${by}`,
          cause: { kind: 'execution', ref: by },
        }),
      ),
    ]);
  }
}
