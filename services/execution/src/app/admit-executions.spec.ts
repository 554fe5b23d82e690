import type { ExecutionId, ProjectId } from '@switchyard/contracts';
import { aPlan, aStage, aStep, aTrigger, anExecutionId } from '@switchyard/testkit';
import { AdmissionTrouble, AdmitExecutions } from './admit-executions.js';
import { aProcess, MemoryExecutions } from './engine.story.js';
import { Groups, type Holders } from './ports.js';

class MemoryGroups extends Groups {
  readonly rows = new Map<string, Holders>();

  async read(project: ProjectId, group: string): Promise<Holders> {
    return this.rows.get(`${project}/${group}`) ?? { rev: 0, holders: [] };
  }

  async replace(project: ProjectId, group: string, before: Holders, holders: ExecutionId[]): Promise<boolean> {
    const key = `${project}/${group}`;
    if ((this.rows.get(key)?.rev ?? 0) !== before.rev) return false;
    this.rows.set(key, { rev: before.rev + 1, holders });
    return true;
  }
}

class Loud extends AdmissionTrouble {
  note(group: string, error: unknown): void {
    throw new Error(group, { cause: error });
  }
}

const create = (n: number, onFull: 'queue' | 'cancel-oldest') => {
  const plan = aPlan([aStage('s', [aStep('a')])], { concurrency: { group: 'deploy', limit: 2, onFull } });
  return { type: 'create', message: { v: 1, executionId: anExecutionId(n), plan, trigger: aTrigger() } } as const;
};

const aHouse = (replicas: number) => {
  const [executions, groups] = [new MemoryExecutions(), new MemoryGroups()];
  const services = Array.from({ length: replicas }, () => {
    const service = aProcess(executions);
    const admissions = new AdmitExecutions(executions, groups, new Loud(), () => 0.5);
    admissions.serve(service.writer);
    return { ...service, admissions };
  });
  const settle = async () => {
    for (const { admissions } of services) admissions.begin('default' as ProjectId, 'deploy');
    await Promise.all(services.map(one => one.admissions.idle()));
  };
  const admitted = () =>
    [...executions.rows.values()]
      .filter(({ execution: { view } }) => view.group?.admitted && view.status !== 'cancelled')
      .map(({ execution }) => execution.view.id);
  return { executions, groups, services, settle, admitted };
};

const cancel = { type: 'cancel', actor: 'alice', reason: 'enough' } as const;

describe('executions of one concurrency group', () => {
  it.each([1, 3])('run two at once and in order, whoever looks after them (%i processes)', async replicas => {
    const { services, settle, admitted } = aHouse(replicas);
    for (let n = 0; n < 6; n += 1) await services[n % replicas]?.writer.submit(anExecutionId(n), create(n, 'queue'));
    await settle();
    expect(admitted()).toEqual([anExecutionId(0), anExecutionId(1)]);
    await services[0]?.writer.submit(anExecutionId(0), cancel);
    await settle();
    expect(admitted()).toEqual([anExecutionId(1), anExecutionId(2)]);
  });

  it('are let in again when a process died between the group and the execution', async () => {
    const { groups, services, settle, admitted } = aHouse(1);
    await services[0]?.writer.submit(anExecutionId(0), create(0, 'queue'));
    groups.rows.set('default/deploy', { rev: 7, holders: [anExecutionId(0), anExecutionId(99)] });
    await settle();
    expect(admitted()).toEqual([anExecutionId(0)]);
    expect(groups.rows.get('default/deploy')?.holders).toEqual([anExecutionId(0)]);
  });

  it('make way for the newest one where it says so, and are told which', async () => {
    const { executions, services, settle } = aHouse(1);
    for (let n = 0; n < 3; n += 1) await services[0]?.writer.submit(anExecutionId(n), create(n, 'cancel-oldest'));
    await settle();
    await settle();
    const view = executions.rows.get(anExecutionId(0))?.execution.view;
    expect(view).toMatchObject({ status: 'cancelled', reason: `superseded by execution ${anExecutionId(2)}` });
    expect(view?.steps[0]?.cause).toEqual({ kind: 'execution', ref: anExecutionId(2) });
    expect(executions.rows.get(anExecutionId(2))?.execution.view.group?.admitted).toBe(true);
  });
});
