import { YardClient } from '@switchyard/client';
import type { ExecutionView } from '@switchyard/contracts';
import { askPatiently, fuzz, targetsOf } from './fuzz/fuzz.js';
import { Judge } from './fuzz/judge.js';
import { operatorRequests } from './fuzz/operators.js';
import type { Operation } from './fuzz/requests.js';
import { House } from './house.js';

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: object;
}
interface Seen {
  method: string;
  url: URL;
  body: string | undefined;
  status: number;
  text: string;
}

const file = 'name: documented\nsteps:\n  - { name: one, null: {} }\n  - { name: two, null: {}, approval: true }\n';
/** Not of the API's own: they are built from the requests that are. */
const withoutRequest = ['constructor', 'url', 'text', 'review'];

describe('the API as its document says it', () => {
  let house: House;
  let document: Document;
  let judge: Judge;
  const seen: Seen[] = [];
  beforeAll(async () => {
    house = await House.start();
    document = await house.json<Document>('/api/openapi.json');
    judge = new Judge(document);
  });
  afterAll(() => house.stop());

  /** Keeps what is sent and answered; streams are not read here. */
  const watching: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
    const body = typeof init?.body === 'string' ? init.body : undefined;
    const text = isStream ? '' : await response.clone().text();
    seen.push({ method: init?.method ?? 'GET', url: new URL(String(input)), body, status: response.status, text });
    return response;
  };

  const operationOf = ({ method, url }: Seen) => {
    const fits = (path: string) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(url.pathname);
    // A path of fixed words is nearer than one with parts to fill in.
    const paths = Object.keys(document.paths).filter(fits);
    const [path = ''] = paths.sort((a, b) => a.split('{').length - b.split('{').length);
    return document.paths[path]?.[method.toLowerCase()];
  };

  it('is what the typed client speaks: each of its requests, and each answer', async () => {
    const client = new YardClient({
      url: house.url,
      token: house.authorization.authorization.slice(7),
      fetch: watching,
    });
    const called = new Set<string>();
    const noting = <Of extends object>(of: Of): Of =>
      new Proxy(of, {
        get: (target, name) => {
          called.add(String(name));
          const value = Reflect.get(target, name) as unknown;
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
    await everything(noting(client), noting(client.catalogue));
    for (const Class of [client, client.catalogue]) {
      const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(Class));
      expect(methods.filter(name => !called.has(name) && !withoutRequest.includes(name))).toEqual([]);
    }
    for (const one of seen) {
      const operation = operationOf(one);
      const what = `${one.method} ${one.url.pathname}${one.url.search}`;
      expect({ what, known: operation !== undefined }).toEqual({ what, known: true });
      expect({ what, mistakes: operation && mistakesOf(one, operation) }).toEqual({ what, mistakes: [] });
    }
    expect(new Set(seen.map(operationOf)).size).toBeGreaterThan(35);
  });

  const mistakesOf = ({ url, body, status, text }: Seen, operation: Operation): string[] => {
    const named = operation.parameters.filter(one => one.in === 'query');
    const unknown = [...url.searchParams.keys()].filter(name => !named.some(one => one.name === name));
    const wrong = named.flatMap(({ name, schema, required }) => {
      const given = url.searchParams.get(name);
      if (given === null) return required ? [`${name} is missing`] : [];
      const value = schema.type === 'integer' ? Number(given) : given;
      return [judge.mistakeIn(schema, value)].filter(mistake => mistake !== undefined);
    });
    const shape = operation.requestBody?.content['application/json']?.schema;
    const ofBody = shape && body !== undefined ? judge.mistakeIn(shape, JSON.parse(body)) : undefined;
    const answer = operation.responses[status]?.content;
    const json = answer?.['application/json']?.schema;
    const ofAnswer = answer === undefined ? `no answer ${status}` : json && judge.mistakeIn(json, JSON.parse(text));
    return [...unknown, ...wrong, ...[ofBody, ofAnswer].filter(mistake => mistake !== undefined)];
  };

  const everything = async (client: YardClient, catalogue: YardClient['catalogue']): Promise<void> => {
    await Promise.all([client.health(), client.agents(), client.openapi(), client.pipelineSchema()]);
    await client.detect({ 'package.json': '{"name":"app"}', 'src/a.ts': null }, 'app');
    await client.validatePipeline(file);
    const { pipeline } = await client.applyPipeline(file);
    await catalogue.apply({ yaml: file, project: 'default' });
    await Promise.all([client.pipelines(), client.pipeline(pipeline.id), catalogue.get(pipeline.id)]);
    await catalogue.list({ name: 'doc', enabled: true, deleted: true, sort: 'updated', limit: 5 });
    await executions(client, pipeline.id);
    await catalogue.replace(pipeline.id, { yaml: `${file}# again\n`, message: 'again' }, { ifVersion: 1 });
    await catalogue.rollBack(pipeline.id, 1, 'back');
    await catalogue.disable(pipeline.id, 'rest');
    await catalogue.enable(pipeline.id);
    await Promise.all([catalogue.yaml(pipeline.id, 1), catalogue.versions(pipeline.id, { before: 9, limit: 5 })]);
    await Promise.all([catalogue.version(pipeline.id, 1), catalogue.versionYaml(pipeline.id, 1)]);
    await Promise.all([
      catalogue.diff(pipeline.id, { from: 1, to: 2 }),
      catalogue.deliveries(pipeline.id, { limit: 5 }),
    ]);
    await catalogue.makeWebhookToken(pipeline.id);
    await catalogue.removeWebhookToken(pipeline.id);
    await catalogue.remove(pipeline.id);
    await catalogue.putTemplate('shared', 'steps: []\n', { message: 'first' });
    await Promise.all([catalogue.template('shared', { version: 1 }), catalogue.templates({ after: 'a', limit: 5 })]);
    await catalogue.templateVersions('shared', { limit: 5 });
    await catalogue.removeTemplate('shared', { ifVersion: 1 });
  };

  let execution: ExecutionView;
  const executions = async (client: YardClient, pipeline: ExecutionView['pipelineId']): Promise<void> => {
    const { execution_id: id } = await client.trigger(pipeline, { branch: 'main', commit_hash: 'abc' }, 'once');
    const [two] = await waiting(client, id);
    await client.pause(id, 'rest');
    await client.resume(id);
    await client.approve(id, two, 'good');
    for await (const frame of client.follow(id, { logs: true })) if (frame.event === 'end') break;
    execution = await client.execution(id);
    await Promise.all([client.executionAt(id, 1), client.why(id), client.events(id, 1), client.feed({ limit: 5 })]);
    await client.trace(id);
    const [page] = await Promise.all([
      client.executions({ branch: 'main', trigger: 'manual', author: 'owner', text: 'DOCUM', limit: 5 }),
      client.executions({ since: '2020-01-01T00:00:00Z', until: '2100-01-01T00:00:00Z', status: 'success' }),
    ]);
    expect(page.executions.map(one => one.id)).toEqual([id]);
    const tried = execution.steps[0]?.attempts[0]?.id;
    await (await client.log(id, tried, 0)).cancel();
    await client.logPart(id, { ...(tried ? { attempt: tried } : {}), tail: 3 });
    await client.searchLog(id, 'x', { limit: 3 });
    const leave = new AbortController();
    for await (const _ of client.followFeed({ since: execution.createdAt, signal: leave.signal })) break;
    leave.abort();
    const again = await client.rerun(id, two, 'twice');
    await waiting(client, again.execution_id);
    await client.reject(again.execution_id, two, 'bad');
    const whole = await client.rerunAll(id, 'thrice');
    await waiting(client, whole.execution_id);
    await client.cancel(whole.execution_id, 'enough');
    const third = await client.trigger(pipeline, {});
    await waiting(client, third.execution_id);
    await client.cancel(third.execution_id, 'enough');
  };

  const waiting = async (client: YardClient, id: ExecutionView['id']) => {
    for await (const frame of client.follow(id)) {
      const view = frame.event === 'execution' ? frame.data : await client.execution(id);
      const asks = view.steps.filter(step => step.status === 'waiting-approval').map(step => step.id);
      if (asks[0] !== undefined) return [asks[0]] as const;
    }
    throw new Error(`${id} ended without asking`);
  };

  it('pages both ways, and finds by time', async () => {
    const { pipeline } = await house.apply('name: paged\nsteps:\n  - { name: one, null: {} }\n');
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.unshift(await house.trigger(pipeline.id, { branch: `b${n}` }));
    for (const id of ids) await house.ended(id as ExecutionView['id']);
    const list = (query: string) =>
      house.json<{ executions: { id: string; createdAt: string }[]; next?: string; previous?: string }>(
        `/api/ci/executions?pipeline=${pipeline.id}&limit=2${query}`,
      );
    const first = await list('');
    const second = await list(`&before=${first.next}`);
    const third = await list(`&before=${second.next}`);
    expect([first, second, third].flatMap(page => page.executions.map(one => one.id))).toEqual(ids);
    expect(third.next).toBeUndefined();
    const back = await list(`&after=${third.previous}`);
    expect(back.executions.map(one => one.id)).toEqual(second.executions.map(one => one.id));
    expect((await list(`&after=${first.previous}`)).executions).toEqual([]);
    expect((await list('&branch=b3')).executions.map(one => one.id)).toEqual([ids[1]]);
    expect((await list('&text=B4')).executions.map(one => one.id)).toEqual([ids[0]]);
    expect((await list('&since=2100-01-01T00:00:00Z')).executions).toEqual([]);
    expect((await list('&until=2020-01-01T00:00:00Z')).executions).toEqual([]);
  });

  it('gives output by range, by its last lines, as a file, and looks through it', async () => {
    const view = await house.run('name: lines\nsteps:\n  - { name: one, run: "seq 1 1000; echo An Error here" }\n');
    const attempt = view.steps[0]?.attempts[0]?.id ?? '';
    const ask = (query: string, headers: Record<string, string> = {}) =>
      house.request(`/api/ci/executions/${view.id}/logs?attempt=${attempt}${query}`, { headers });
    expect(await (await ask('&tail=2')).text()).toBe('1000\nAn Error here\n');
    expect(await (await ask('&offset=2&limit=3')).text()).toBe('2\n3');
    const part = await ask('', { range: 'bytes=0-3' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      'bytes 0-3/3907',
      '1\n2\n',
    ]);
    const beyond = await ask('', { range: 'bytes=5000-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */3907']);
    const kept = await ask('&download=true');
    expect(kept.headers.get('content-disposition')).toBe(`attachment; filename="${attempt}.log"`);
    expect((await house.request(`/api/ci/executions/${view.id}/logs?tail=2`)).status).toBe(400);
    const found = await house.json(`/api/ci/executions/${view.id}/logs/search?q=an%20error`);
    expect(found).toEqual({ matches: [{ attempt, line: 1001, offset: 3893, text: 'An Error here' }], bytes: 3907 });
    const cut = await house.json(`/api/ci/executions/${view.id}/logs/search?q=1&limit=2`);
    expect(cut).toMatchObject({ stopped: 'limit', matches: [{ line: 1 }, { line: 10 }] });
  });

  it('takes no operator for a question in any input of any route', async () => {
    const requests = operatorRequests(targetsOf(document), ['default', 'main']);
    const wrong: string[] = [];
    const inputs = new Set(requests.map(({ input }) => input));
    const left = requests.values();
    const lane = async () => {
      for (const attempt of left) {
        const told = await askPatiently(house, attempt);
        const complaint = judge.complaint(attempt, told);
        const isTaken = attempt.isNonsense && told.status < 400;
        if (complaint !== undefined || isTaken)
          wrong.push(
            `${attempt.input}: ${complaint ?? `taken with ${told.status}`} (${attempt.url} ${attempt.body ?? ''}): ${told.text.slice(0, 300)}`,
          );
      }
    };
    await Promise.all(Array.from({ length: 4 }, lane));
    expect(wrong).toEqual([]);
    expect(inputs.size).toBeGreaterThan(150);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  }, 120_000);

  it('answers ten seconds of hostile requests without a fault of its own', async () => {
    const { requests, findings } = await fuzz(house, { ms: 10_000, seed: 6, asking: askPatiently });
    expect(findings).toEqual([]);
    expect(requests).toBeGreaterThan(100);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
