import { setTimeout as sleep } from 'node:timers/promises';
import type { House } from '../house.js';
import { Chance } from '../chance.js';
import { Judge, type Told } from './judge.js';
import { type Attempt, type Operation, type Pools, requestFor, type Target } from './requests.js';

export interface Finding {
  complaint: string;
  request: string;
}
export interface Fuzzed {
  requests: number;
  /** By operation and status. */
  answers: Map<string, Map<number, number>>;
  findings: Finding[];
}

const files = [
  'name: fuzzed\nsteps:\n  - { name: one, null: {} }\n',
  'name: other\ninputs:\n  level: { type: number }\nsteps:\n  - { name: one, null: {} }\n',
  'name: asks\nsteps:\n  - { name: one, null: {}, approval: true }\n',
  'steps: [',
  'a: &a [*a]',
  `${'- '.repeat(5_000)}x`,
  'name: "\\u0000"\nsteps: []',
];
const patienceMs = 20_000;
const between = 150;

/** Sends requests made from the document until the time is over; the same seed sends the same ones in the same order. */
export const fuzz = async (
  house: Pick<House, 'request' | 'json'>,
  { ms, seed, lanes = 2, asking = ask }: { ms: number; seed: number; lanes?: number; asking?: typeof ask },
): Promise<Fuzzed> => {
  const document = await house.json<{ paths: Record<string, Record<string, Operation>>; components: object }>(
    '/api/openapi.json',
  );
  const targets = targetsOf(document);
  const judge = new Judge(document);
  const fuzzed: Fuzzed = { requests: 0, answers: new Map(), findings: [] };
  const until = performance.now() + ms;
  const lane = async (number: number) => {
    const chance = new Chance(seed + number);
    let pools: Pools = { ids: [], files };
    for (let n = 0; performance.now() < until; n += 1) {
      if (n % between === 0) pools = await filled(house);
      const attempt = requestFor(targets[(n + number * 7) % targets.length] ?? chance.of(targets), chance, pools);
      await one(asking(house, attempt), attempt, judge, fuzzed);
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  return fuzzed;
};

export const targetsOf = ({ paths }: { paths: Record<string, Record<string, Operation>> }): Target[] =>
  Object.entries(paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, operation]): Target => ({ verb, path, operation })),
  );

const largestBody = 1_048_576;

const one = async (asked: Promise<Told>, attempt: Attempt, judge: Judge, fuzzed: Fuzzed): Promise<void> => {
  const told = await asked.catch((error: unknown) => String(error instanceof Error ? (error.cause ?? error) : error));
  fuzzed.requests += 1;
  // A server may hang up on a body that it does not read to its end (RFC 9110, section 15.5.14).
  if (typeof told === 'string' && String(attempt.body ?? '').length > largestBody) return;
  const complaint = typeof told === 'string' ? `no answer: ${told}` : judge.complaint(attempt, told);
  if (typeof told !== 'string') {
    const counts = fuzzed.answers.get(attempt.target.operation.operationId) ?? new Map<number, number>();
    fuzzed.answers.set(
      attempt.target.operation.operationId,
      counts.set(told.status, (counts.get(told.status) ?? 0) + 1),
    );
  }
  if (complaint !== undefined) fuzzed.findings.push({ complaint, request: shown(attempt, told) });
};

export const ask = async (house: Pick<House, 'request'>, { method, url, headers, body }: Attempt): Promise<Told> => {
  const leave = AbortSignal.timeout(patienceMs);
  const stop = new AbortController();
  const response = await house.request(url, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.any([leave, stop.signal]),
    ...(body === undefined || method === 'GET' ? {} : { body }),
  });
  const type = response.headers.get('content-type') ?? '';
  const facts = { status: response.status, type, requestId: response.headers.get('yard-request-id') };
  // A stream has no end of its own.
  if (type.startsWith('text/event-stream')) {
    stop.abort();
    return { ...facts, text: '' };
  }
  return { ...facts, text: await response.text() };
};

/** As a client does that is told to come back; what failed by an error nobody planned is no such answer. */
export const askPatiently: typeof ask = async (house, attempt) => {
  for (let tries = 1; ; tries += 1) {
    const told = await ask(house, attempt);
    if (told.status !== 503 || told.text.includes('"code":"internal"') || tries === 5) return told;
    await sleep(1_000);
  }
};

const shown = ({ method, url, headers, body }: Attempt, told: Told | string): string =>
  JSON.stringify({
    method,
    url: url.slice(0, 400),
    headers,
    body: body?.slice(0, 400),
    told: typeof told === 'string' ? told : told.text.slice(0, 300),
  });

/** Things that exist, made anew where they were deleted. */
const filled = async (house: Pick<House, 'request'>): Promise<Pools> => {
  const ids = ['default', 'shared', 'main', 'one'];
  const post = (path: string, body: object) =>
    house.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  for (const yaml of files.slice(0, 3)) {
    const applied = (await (await post('/api/ci/pipelines', { yaml })).json()) as { pipeline?: { id: string } };
    if (!applied.pipeline) continue;
    ids.push(applied.pipeline.id);
    const answer = await post(`/api/ci/pipelines/${applied.pipeline.id}/trigger`, {});
    const { execution_id: id } = (await answer.json()) as { execution_id?: string };
    if (id) ids.push(id, `${id}.one.1`);
  }
  const template = { method: 'PUT', headers: { 'content-type': 'text/yaml' }, body: 'steps: []' };
  await (await house.request('/api/ci/templates/shared', template)).text();
  return { ids, files };
};
