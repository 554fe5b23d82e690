import { setTimeout as after } from 'node:timers/promises';
import type { ErrorAnswer } from '@switchyard/contracts';
import { eventually, House } from '../../house.js';
import { hurried, long } from '../profile.js';
import { FaultProxy } from '../proxy.js';
import { StoreProcess } from '../store-process.js';

const outages = long ? [3, 30, 120] : [3];
/** What a caller may have to wait for a clear answer. */
const answerWithinMs = 3_000;

const lasting = (seconds: number, name = 'lasting') => `name: ${name}
stages:
  - name: all
    steps:
      - { name: counts, run: 'for i in $(seq ${seconds * 10}); do echo "line $i"; sleep 0.1; done' }
      - { name: after, run: 'echo after' }
`;

const lines = (seconds: number) => Array.from({ length: seconds * 10 }, (_, i) => `line ${i + 1}\n`).join('');

interface Answer {
  status: number;
  retryAfter: string | null;
  withinMs: number;
  body: string;
}

describe('the store', () => {
  let store: StoreProcess;
  let line: FaultProxy;
  let house: House;
  beforeAll(async () => {
    store = await StoreProcess.start();
    line = await FaultProxy.to(store.uri);
    const environment = { ...hurried, MONGODB_URI: line.through(store.uri), LEASE_TTL_MS: long ? '180000' : '90000' };
    house = await House.start({ processes: true, environment });
  });
  afterAll(async () => {
    await house.stop();
    await line.stop();
    await store.stop();
  });

  afterEach(() => line.pass());

  const ask = async (path: string, init?: RequestInit): Promise<Answer> => {
    const start = performance.now();
    const response = await house.request(path, init);
    const body = await response.text();
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      withinMs: performance.now() - start,
      body,
    };
  };

  const askWhile = async (seconds: number, asked: () => Promise<Answer>[]): Promise<Answer[]> => {
    const answers: Answer[] = [];
    for (const until = performance.now() + seconds * 1_000; performance.now() < until; await after(300))
      answers.push(...(await Promise.all(asked())));
    return answers;
  };

  const ways = [
    { way: 'cut off', begin: () => line.cut(), refusals: [503] },
    // Who waits for an answer that does not come is told that, too.
    { way: 'silent', begin: () => line.blackHole(), refusals: [503, 504] },
  ];

  it.each(outages.flatMap(seconds => ways.map(way => ({ ...way, seconds }))))(
    'is $way for $seconds s: running steps go on, callers are told to come back, and everything ends well',
    async ({ seconds, begin, refusals }) => {
      const { pipeline } = await house.apply(lasting(seconds + 2));
      const { pipeline: brief } = await house.apply(lasting(1, 'brief'));
      const id = await house.trigger(pipeline.id);
      await house.until(id, frame => frame.event === 'log' && frame.data.text.includes('line 3\n'));
      begin();
      const trigger = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
      const answers = await askWhile(seconds, () => [
        ask(`/api/ci/executions/${id}`),
        ask('/api/ci/executions'),
        ask(`/api/ci/pipelines/${pipeline.id}/trigger`, trigger),
      ]);
      line.pass();
      for (const { status, retryAfter, withinMs, body } of answers) {
        expect({ body, refused: refusals.includes(status), told: retryAfter !== null }).toEqual({
          body,
          refused: true,
          told: true,
        });
        const { code } = JSON.parse(body) as ErrorAnswer;
        expect({ body, known: ['store-away', 'store-silent', 'bus-timeout'].includes(code) }).toEqual({
          body,
          known: true,
        });
        expect(withinMs).toBeLessThan(answerWithinMs);
      }
      expect(answers.length).toBeGreaterThan(2);
      const next = await eventually('a trigger that is taken', () => house.trigger(brief.id).catch(() => undefined));
      for (const [one, printed] of [
        [id, seconds + 2],
        [next, 1],
      ] as const) {
        const execution = await eventually(
          'the end',
          async () => {
            const view = await house.get(one).catch(() => undefined);
            return view?.finishedAt ? view : undefined;
          },
          60_000 + seconds * 1_000,
        );
        expect({ status: execution.status, reason: execution.reason }).toEqual({ status: 'success' });
        expect(execution.steps.map(step => step.attempts.length)).toEqual([1, 1]);
        expect(await house.output(execution, 'counts')).toBe(lines(printed));
      }
    },
    400_000,
  );

  it('takes 100 ms for each answer: everything still ends well', async () => {
    line.slow({ latencyMs: 100 });
    const ids = await Promise.all(Array.from({ length: 5 }, () => house.begin(lasting(1))));
    for (const id of ids) expect((await house.ended(id)).status).toBe('success');
    line.pass();
  }, 90_000);
});
