import type { ExecutionId } from '@switchyard/contracts';
import { House } from '../house.js';
import { Control } from './house-control.js';

/** The second step fails until somebody has repaired it. */
const yaml = `name: repaired
steps:
  - { name: build, run: 'echo built > artifact; echo build >> "$LEDGER"' }
  - { name: test, run: 'cat artifact; [ -e "$LEDGER.repaired" ]' }
  - { name: deploy, run: 'cat artifact' }
always:
  - { name: clean, run: 'echo cleaned' }
`;

describe('an execution that failed', () => {
  let house: House;
  let control: Control;
  beforeAll(async () => {
    house = await House.start();
    control = new Control(house);
  });
  afterAll(() => house.stop());

  const statuses = async (id: ExecutionId) =>
    Object.fromEntries((await house.ended(id)).steps.map(step => [step.name, step.status]));

  it('is repeated from what failed: finished steps are kept, with their files', async () => {
    const ledger = `${house.data}/ledger`;
    const failed = await house.run(yaml, { LEDGER: ledger });
    expect(failed.status).toBe('failed');
    const { writeFile, readFile } = await import('node:fs/promises');
    await writeFile(`${ledger}.repaired`, '');
    const again = await control.rerun(failed.id);
    expect(await statuses(again)).toEqual({ build: 'success', test: 'success', deploy: 'success', clean: 'success' });
    const view = await house.get(again);
    expect(view.rerunOf).toMatchObject({ executionId: failed.id, from: 'failed' });
    expect(view.steps[0]).toMatchObject({ name: 'build', keptFrom: failed.id, attempts: [] });
    expect(await house.output(view, 'deploy')).toBe('built\n');
    expect(await readFile(ledger, 'utf8')).toBe('build\n');
  });

  it('is repeated from a step that is named, also when all went well', async () => {
    const ledger = `${house.data}/ledger`;
    const { readFile } = await import('node:fs/promises');
    const good = await house.run(yaml, { LEDGER: ledger });
    expect(good.status).toBe('success');
    const before = (await readFile(ledger, 'utf8')).length;
    const again = await house.ended(await control.rerun(good.id, 'build'));
    expect(again.steps.map(step => [step.name, step.attempts.length])).toEqual([
      ['build', 1],
      ['test', 1],
      ['deploy', 1],
      ['clean', 1],
    ]);
    expect((await readFile(ledger, 'utf8')).length).toBe(before + 'build\n'.length);
  });

  it('is repeated once under one idempotency key', async () => {
    const failed = await house.run('name: bad\nsteps: [{ name: a, run: exit 3 }]\n');
    const headers = { 'idempotency-key': 'once' };
    const first = await control.post<{ execution_id: ExecutionId }>(failed.id, 'rerun', {}, headers);
    expect(await control.post(failed.id, 'rerun', {}, headers)).toEqual(first);
    expect((await house.ended(first.execution_id)).steps[0]).toMatchObject({ status: 'failed', exitCode: 3 });
  });

  it('says clearly what cannot be repeated', async () => {
    const good = await house.run('name: good\nsteps: [{ name: a, run: "true" }]\n');
    const post = (id: string, body: object) =>
      control.refusal(`/api/ci/executions/${id}/rerun`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect(await post(good.id, {})).toEqual({ status: 409, code: 'nothing-failed' });
    expect(await post(good.id, { from_step: 'nowhere' })).toEqual({ status: 404, code: 'unknown-step' });
    expect(await post('01m84ywyccwh2egkrpyg85s86c', {})).toEqual({ status: 404, code: 'unknown-execution' });
    expect(await post(good.id, { from: 'a' })).toEqual({ status: 400, code: 'bad-request' });
    const running = await house.begin('name: long\nsteps: [{ name: a, run: sleep 60 }]\n');
    await house.running(running);
    expect(await post(running, {})).toEqual({ status: 409, code: 'not-ended' });
    await control.post(running, 'cancel');
    expect((await house.ended(running)).status).toBe('cancelled');
  });
});
