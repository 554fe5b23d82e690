import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionView, ListCachesReply, WebhookAnswer } from '@switchyard/contracts';
import { yard } from './command.js';
import { House } from './house.js';
import { type Ask, asking } from './pipelines/asking.js';

const caching = `name: caching
steps:
  - name: prepare
    run: echo "$LOCK" > lock
  - name: install
    cache: { key: "deps-\${{ hashFiles('lock') }}", fallbacks: deps-, paths: deps/** }
    run: |
      if [ -e deps/a ]; then echo "found $(cat deps/a)"; else echo made; fi
      mkdir -p deps && echo "$LOCK" > deps/a
`;

const building = `name: building
steps:
  - name: prepare
    run: mkdir src && echo "$INPUT" > src/a
  - name: build
    cache: { result: true, inputs: src/**, outputs: dist/** }
    outputs: [version]
    env: { LEDGER: LEDGER_FILE }
    run: |
      echo "$YARD_ATTEMPT" >> "$LEDGER"
      mkdir dist && cp src/a dist/a
      echo "version=of $(cat src/a)" >> "$YARD_OUTPUT"
  - name: use
    env: { VERSION: "\${{ steps.build.outputs.version }}" }
    run: echo "$VERSION, $(cat dist/a)"
`;

const shared = `name: shared
on: [pull_request]
steps:
  - name: install
    cache: { key: shared, paths: deps/** }
    run: |
      if [ -e deps/by ]; then echo "found $(cat deps/by)"; else mkdir deps && echo "$YARD_TRIGGER" > deps/by; fi
`;

describe('caches on a real platform', () => {
  let house: House;
  let ask: Ask;
  beforeAll(async () => {
    house = await House.start();
    ask = asking(house);
  });
  afterAll(() => house.stop());

  const command = (...words: string[]) =>
    yard(['cache', ...words], {
      cwd: house.data,
      environment: { YARD_URL: house.url, YARD_TOKEN: house.authorization.authorization.slice('Bearer '.length) },
    });
  const listed = () => house.json<ListCachesReply>('/api/ci/projects/default/caches');

  it('bring back what an earlier run kept, by the key or by the beginning of one', async () => {
    const install = async (LOCK: string) => house.output(await house.run(caching, { LOCK }), 'install');
    const first = await install('one');
    expect(first).toMatch(/^cache deps-[0-9a-f]{64}: miss\nmade\ncache deps-\w+: saved \(1 file, /);
    expect(await install('one')).toMatch(/^cache deps-\w+: hit \(\d+ B, \d+\.\d s\)\nfound one\n$/);
    expect(await install('two')).toMatch(/: partial hit by deps-\w+ \([^)]+\)\nfound one\ncache deps-\w+: saved/);
    expect(await install('two')).toMatch(/: hit \([^)]+\)\nfound two\n$/);
  });

  it('are listed with their use, and removed', async () => {
    const { caches, count } = await listed();
    expect(count).toBe(2);
    expect(caches.map(({ hits, files, kind, scope }) => [hits, files, kind, scope])).toEqual([
      [1, 1, 'files', 'trusted'],
      [2, 1, 'files', 'trusted'],
    ]);
    const { stdout } = await command('list');
    expect(stdout).toContain(caches[0]?.id);
    expect(await command('remove', caches[0]?.id ?? '')).toMatchObject({ code: 0 });
    expect((await ask('DELETE', `/api/ci/projects/default/caches/${caches[0]?.id}`)).status).toBe(404);
    expect((await command('clear', '--prefix', 'nothing')).stdout).toMatch(/: 0 removed/);
    expect((await command('clear', '--prefix', 'deps-')).stdout).toMatch(/: 1 removed/);
    expect((await listed()).count).toBe(0);
    expect((await ask('GET', '/api/ci/projects/default/caches?limit=0')).status).toBe(400);
  });

  it('keep a step whose input is the same from running, and it ends with the files and outputs it had', async () => {
    const ledger = join(house.data, 'ledger');
    const yaml = building.replace('LEDGER_FILE', ledger);
    const of = ({ steps }: ExecutionView, name: string) => steps.find(step => step.name === name);
    const first = await house.run(yaml, { INPUT: 'one' });
    expect(first.status).toBe('success');
    expect(of(first, 'build')?.cached).toBeUndefined();
    const second = await house.run(yaml, { INPUT: 'one' });
    expect(of(second, 'build')).toMatchObject({
      status: 'success',
      cached: true,
      exitCode: 0,
      outputs: { version: 'of one' },
      attempts: [{ cached: true }],
    });
    expect(await house.output(second, 'use')).toBe('of one, one\n');
    expect(await house.output(second, 'build')).toMatch(/^result: cached, of .*; the step is not run\n$/);
    expect(readFileSync(ledger, 'utf8').trim().split('\n')).toHaveLength(1);
    const { events } = await house.json<{ events: { type: string; data: { cached?: boolean } }[] }>(
      `/api/ci/executions/${second.id}/events`,
    );
    expect(events.filter(({ type, data }) => type === 'step.finished' && data.cached)).toHaveLength(1);
    const third = await house.run(yaml, { INPUT: 'two' });
    expect(of(third, 'build')?.cached).toBeUndefined();
    expect(await house.output(third, 'use')).toBe('of two, two\n');
    expect(readFileSync(ledger, 'utf8').trim().split('\n')).toHaveLength(2);
  });

  it('of a pull request from a fork are read by no other run', async () => {
    const { pipeline } = await house.apply(shared);
    const { body } = await ask<{ token: string }>('POST', `/api/ci/pipelines/${pipeline.id}/webhook-token`, {});
    const fromFork = async (number: number) => {
      const head = { ref: 'change', sha: String(number).repeat(40), repo: { id: 2 } };
      const request = {
        action: 'opened',
        number,
        pull_request: { number, head, base: { ref: 'main', repo: { id: 1 } } },
      };
      const headers = { 'x-github-event': 'pull_request', 'x-yard-token': body.token };
      const path = `/api/ci/pipelines/${pipeline.id}/webhook`;
      const answer = await ask<WebhookAnswer>('POST', path, request, headers);
      if (!answer.body.execution_id) throw new Error(JSON.stringify(answer.body));
      const ended = await house.ended(answer.body.execution_id);
      expect(ended.trigger.fork).toBe(true);
      return house.output(ended, 'install');
    };
    const own = async () => house.output(await house.ended(await house.trigger(pipeline.id)), 'install');
    expect(await fromFork(7)).toMatch(/shared: miss\n(.*\n)*cache shared: saved/);
    expect(await fromFork(8)).toMatch(/shared: miss\n/);
    expect(await own()).toMatch(/shared: miss\n(.*\n)*cache shared: saved/);
    expect(await own()).toMatch(/shared: hit .*\nfound manual\n$/);
    expect(await fromFork(9)).toMatch(/shared: hit .*\nfound manual\n$/);
  });
});
