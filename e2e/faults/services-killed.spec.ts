import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionId, ExecutionView } from '@switchyard/contracts';
import { eventually, House } from '../house.js';

/** Each start of a step leaves a line outside of its workspace. */
const yaml = `name: counted
stages:
  - name: first
    parallel: true
    steps:
      - { name: a, run: 'echo a >> "$MARKS/$YARD_EXECUTION_ID"; sleep 0.3; echo said by a' }
      - { name: b, run: 'echo b >> "$MARKS/$YARD_EXECUTION_ID"; sleep 0.2; echo said by b' }
  - name: second
    steps: [{ name: c, run: 'echo c >> "$MARKS/$YARD_EXECUTION_ID"; echo said by c' }]
`;

describe('executions under way', () => {
  let house: House;
  let marks: string;
  beforeEach(async () => {
    house = await House.start({ processes: true });
    marks = mkdtempSync(join(tmpdir(), 'yard-marks-'));
  });
  afterEach(async () => {
    await house.stop();
    rmSync(marks, { recursive: true });
  });

  const begin = async (count: number): Promise<ExecutionId[]> => {
    const { pipeline } = await house.apply(yaml);
    const ids: ExecutionId[] = [];
    for (let i = 0; i < count; i += 1) ids.push(await house.trigger(pipeline.id, { environment: { MARKS: marks } }));
    return ids;
  };

  /** Asked for again and again: whoever answers may have been killed. */
  const ended = (id: ExecutionId): Promise<ExecutionView> =>
    eventually(
      `the end of ${id}`,
      async () => {
        const view = await house.get(id).catch(() => undefined);
        return view?.finishedAt ? view : undefined;
      },
      120_000,
    );

  const checkAll = async (ids: ExecutionId[]) => {
    for (const id of ids) {
      const execution = await ended(id);
      expect({ id, status: execution.status, reason: execution.reason }).toEqual({ id, status: 'success' });
      expect(readFileSync(join(marks, id), 'utf8').split('\n').sort().join('')).toBe('abc');
      for (const step of ['a', 'b', 'c']) expect(await house.output(execution, step)).toBe(`said by ${step}\n`);
      const { events } = await house.json<{ events: { data: { rev: number } }[] }>(`/api/ci/executions/${id}/events`);
      expect(events.map(event => event.data.rev)).toEqual(events.map((_, index) => index + 1));
    }
  };

  const pidOf = (service: string) =>
    eventually(`a living ${service}`, async () => {
      const agents = await house.agents().catch(() => []);
      return agents.findLast(agent => agent.service === service && agent.alive)?.pid;
    });

  it.each(['execution', 'pipeline', 'service-registry', 'gateway', 'connector-shell'])(
    'all end well, each step started once and its output whole, when %s is killed with -9',
    async service => {
      const pid = await pidOf(service);
      const ids = await begin(12);
      process.kill(pid, 'SIGKILL');
      await checkAll(ids);
    },
    150_000,
  );

  it('all end well when nats-server is killed with -9 and its whole store is gone', async () => {
    const ids = await begin(24);
    const [pid] = spawnSync('pgrep', ['-x', '-f', `\\S*nats-server -c ${house.data}.*`], { encoding: 'utf8' })
      .stdout.split('\n')
      .map(Number);
    expect(pid).toBeGreaterThan(1);
    rmSync(join(house.data, 'nats/jetstream'), { recursive: true });
    process.kill(pid ?? 0, 'SIGKILL');
    await checkAll(ids);
  }, 150_000);
});
