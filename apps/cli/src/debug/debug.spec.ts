import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttemptId, ConnectorType, ExecutionId, Hold, StepId, StepScene } from '@switchyard/contracts';
import { dockerWords } from './docker-words.js';
import { findScene, heldIn, hold } from './held.js';
import { spanOf } from './span.js';

const executionId = '01m84ywyccwh2egkrpyg85s86c' as ExecutionId;
const attemptId = `${executionId}.test.1` as AttemptId;

describe('a span of time', () => {
  it.each([
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['24h', 86_400_000],
  ])('%s is %d ms', (text, ms) => expect(spanOf(text)).toBe(ms));
  it.each(['', '30', '0m', '-1m', '25h', '1d', '1.5h', '99999999999s', '1m30s'])('%j is none', text =>
    expect(spanOf(text)).toBeUndefined(),
  );
});

describe('a workspace', () => {
  let data: string;
  let folder: string;
  const aScene = (): StepScene => ({
    v: 1,
    executionId,
    stepId: 'test' as StepId,
    attemptId,
    connector: 'shell' as ConnectorType,
    workspace: join(folder, executionId),
    directory: join(folder, executionId),
    environment: {},
    withheld: [],
  });
  const writeHold = (note: object) => writeFileSync(join(folder, `${executionId}.hold`), JSON.stringify(note));
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'yard-held-'));
    folder = join(data, 'connectors/shell/workspaces');
    mkdirSync(join(folder, executionId), { recursive: true });
    mkdirSync(join(folder, `${executionId}.scenes`));
    writeFileSync(join(folder, `${executionId}.scenes`, `${attemptId}.json`), JSON.stringify(aScene()));
  });
  afterEach(() => rmSync(data, { recursive: true, force: true }));
  const found = () =>
    findScene([join(data, 'connectors/null'), join(data, 'connectors/shell')], executionId, attemptId);

  it('is found by the scene beside it, as long as it is there', async () => {
    expect(await found()).toEqual({ scene: aScene(), folder });
    rmSync(join(folder, executionId), { recursive: true });
    expect(await found()).toBeUndefined();
  });

  it('is held by one at a time, and said to be, until it is released', async () => {
    const one = { scene: aScene(), folder };
    const until = Date.now() + 60_000;
    const held = await hold(one, until);
    expect([...(await heldIn(data))]).toEqual([[attemptId, { v: 1, attemptId, until, pid: process.pid }]]);
    await expect(hold(one, until)).rejects.toThrow('looks at that workspace already');
    await held.release();
    expect(await heldIn(data)).toEqual(new Map());
    expect(readdirSync(folder).filter(name => name.endsWith('.hold'))).toEqual([]);
  });

  it.each<[string, Partial<Hold>]>([
    ['whose time is over', { until: 1, pid: process.pid }],
    ['that has died', { until: Date.now() + 60_000, pid: 2 ** 22 + 1 }],
  ])('is not held by somebody %s', async (_, note) => {
    writeHold({ v: 1, attemptId, ...note });
    expect(await heldIn(data)).toEqual(new Map());
    await (await hold({ scene: aScene(), folder }, Date.now() + 1_000)).release();
  });
});

it('a container for a shell is like that of its step, and says for how long it is held', () => {
  const container = {
    engine: 'unix:///run/docker.sock',
    image: 'sha256:abc',
    user: '0:0',
    network: 'bridge',
    workspace: '/workspace',
    readOnly: true,
    pidsMax: 512,
    capabilities: ['NET_RAW'],
    memory: 1_024,
    labels: { 'switchyard.attempt': attemptId },
  };
  const scene = { container, attemptId, workspace: '/data/a,"b', directory: '/workspace/src' } as unknown as StepScene;
  const words = dockerWords(scene, { program: '/bin/sh', until: 5, isTerminal: false, variables: { A: 'x y' } });
  expect(words.join(' ')).toBe(
    `-H unix:///run/docker.sock run --rm -i --pull never --name yard-${attemptId}-.debug --no-healthcheck ` +
      `--label switchyard.attempt=${attemptId} --label switchyard.held-until=5 --user 0:0 --network bridge --workdir /workspace/src ` +
      '--cap-drop ALL --security-opt no-new-privileges --pids-limit 512 --cap-add NET_RAW --memory 1024 --memory-swap 1024 ' +
      '--read-only --tmpfs /tmp --mount type=bind,"source=/data/a,""b","target=/workspace" --env A=x y --entrypoint /bin/sh sha256:abc',
  );
});
