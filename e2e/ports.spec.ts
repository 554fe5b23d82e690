import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionId, ExecutionView, WhyAnswer } from '@switchyard/contracts';
import { eventually, House, root } from './house.js';

/** Says its word on its port until it is told to end. */
const serve = `node -e "require('http').createServer((request, answer) => answer.end(process.env.WORD, () =>
  request.url === '/end' && process.exit())).listen(process.env.YARD_PORT_HTTP, '127.0.0.1')"`;
const serving = (words: string[]) =>
  JSON.stringify({
    name: 'serving',
    stages: [
      {
        name: 'side by side',
        parallel: true,
        steps: words.map(word => ({ name: word, run: serve, env: { WORD: word }, ports: 'http' })),
      },
    ],
  });

describe('ports of steps on a machine', () => {
  let house: House;
  const begun: ExecutionId[] = [];
  beforeAll(async () => (house = await House.start({ processes: true, environment: { BEAT_MS: '200' } })));
  afterAll(async () => {
    for (const id of begun) await house?.cancel(id).catch(() => undefined);
    await house?.stop();
  });

  const begin = async (yaml: string) => {
    const id = await house.begin(yaml);
    begun.push(id);
    return id;
  };
  const portOf = (view: ExecutionView, step: string) =>
    view.steps
      .find(one => one.name === step)
      ?.attempts.at(-1)
      ?.ports?.find(one => one.name === 'http')?.port;
  /** As the API tells, once all of them have one. */
  const portsOf = (id: ExecutionId, steps: string[]) =>
    eventually(`ports of ${steps.join(' and ')}`, async () => {
      const view = await house.get(id);
      const ports = steps.flatMap(step => portOf(view, step) ?? []);
      return ports.length === steps.length ? ports : undefined;
    });
  const answerOf = (port: number | undefined, path = '/') =>
    eventually(`an answer on ${port}`, () =>
      fetch(`http://127.0.0.1:${port}${path}`).then(
        answer => answer.text(),
        () => undefined,
      ),
    );
  const connector = async () =>
    (await house.agents()).findLast(agent => agent.service === 'connector-shell' && agent.alive)?.pid;

  it('are their own while they run, also when their connector is killed with -9, and are free after their end', async () => {
    const words = ['one', 'other'];
    const id = await begin(serving(words));
    const ports = await portsOf(id, words);
    expect(new Set(ports).size).toBe(2);
    expect(await Promise.all(ports.map(port => answerOf(port)))).toEqual(words);
    const why = await house.json<WhyAnswer>(`/api/ci/executions/${id}/why`);
    expect(JSON.stringify(why)).toContain(`reached at http → 127.0.0.1:${ports[0]}`);

    const [before, sessions] = [await connector(), (await house.get(id)).steps.map(one => one.attempts[0]?.session)];
    process.kill(before ?? 0, 'SIGKILL');
    await eventually('both taken up by another session', async () =>
      (await house.get(id)).steps.every((one, index) => one.attempts[0]?.session !== sessions[index]),
    );
    expect(await portsOf(id, words)).toEqual(ports);
    expect(await Promise.all(ports.map(port => answerOf(port)))).toEqual(words);

    const late = await begin(serving(['late']));
    const [own] = await portsOf(late, ['late']);
    expect(ports).not.toContain(own);
    expect(await answerOf(own, '/end')).toBe('late');

    for (const port of ports) await answerOf(port, '/end');
    const ended = await house.ended(id);
    expect(ended.steps.map(({ status, attempts }) => [status, attempts.length])).toEqual([
      ['success', 1],
      ['success', 1],
    ]);
    for (const { attempts } of ended.steps) expect(attempts[0]).not.toHaveProperty('ports');
    const again = await house.run(
      JSON.stringify({
        name: 'again',
        steps: [{ name: 'a', run: 'echo "$YARD_PORT_HTTP"', ports: { http: ports[0] } }],
      }),
    );
    expect(await house.output(again, 'a')).toBe(`${ports[0]}\n`);
    expect((await house.ended(late)).status).toBe('success');
  });

  it('are found by a step beside, as the page for users shows', async () => {
    const page = readFileSync(join(root, 'docs/ports.md'), 'utf8');
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    const execution = await house.run(yaml);
    expect(execution.status).toBe('success');
    expect(await house.output(execution, 'asks')).toMatch(/hello$/);
  });

  it('that somebody else has keep a step that names them from starting', async () => {
    const id = await begin(serving(['holds']));
    const [port] = await portsOf(id, ['holds']);
    const refused = await house.run(
      JSON.stringify({ name: 'refused', steps: [{ name: 'a', run: 'echo ran', ports: { http: port } }] }),
    );
    expect(refused.steps[0]).toMatchObject({
      status: 'failed',
      failure: 'platform',
      reason: expect.stringContaining(`port ${port} of this machine cannot be had`) as string,
    });
    expect(await house.output(refused, 'a')).not.toContain('ran');
    await answerOf(port, '/end');
    expect((await house.ended(id)).status).toBe('success');
  });
});
