import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { FakePlatform } from './fake-platform.story.js';
import { Place } from './yard.story.js';

const yard = fileURLToPath(new URL('../../../yard', import.meta.url));
const id = '01k7n5pa000000000000000000';
const at = '2026-11-23T12:30:00.000Z';
const step = {
  id: 'compile',
  name: 'compile',
  stage: 'build',
  status: 'running',
  continueOnError: false,
  needs: [],
  attempts: [],
  startedAt: at,
};
const running = {
  id,
  rev: 3,
  project: 'web',
  pipelineId: id,
  pipelineName: 'web',
  pipelineVersion: 2,
  status: 'running',
  trigger: { type: 'manual', actor: 'ann', at },
  createdAt: at,
  startedAt: at,
  stages: [{ id: 'build', name: 'build', parallel: false, status: 'running', steps: ['compile'] }],
  steps: [step],
};
const done = {
  ...running,
  rev: 4,
  status: 'success',
  finishedAt: at,
  stages: [{ ...running.stages[0], status: 'success' }],
  steps: [{ ...step, status: 'success', finishedAt: at }],
};
const frame = (event: string, data: unknown, rev: number) =>
  `id: ${rev}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
const isThere = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

describe('yard watch', () => {
  let place: Place;
  let platform: FakePlatform;
  beforeAll(async () => {
    [place, platform] = await Promise.all([Place.make(), FakePlatform.start()]);
    platform.routes = {
      [`GET /api/ci/executions/${id}`]: { json: done },
      [`GET /api/ci/executions/${id}/stream`]: {
        text: frame('execution', running, 3) + frame('end', { status: 'success' }, 4),
        type: 'text/event-stream',
      },
    };
  });
  afterAll(async () => {
    await platform.stop();
    await place.leave();
  });

  it('says lines where there is no terminal, and its exit code is that of the execution', async () => {
    const { code, stdout } = await place.run(['watch', id], platform.environment);
    expect(code).toBe(0);
    expect(stdout).toContain('✓ web: success');
    expect(stdout).not.toContain('\u001b');
  });

  it('gives programs the frames and the result', async () => {
    const { stdout } = await place.run(['watch', id, '--json'], platform.environment);
    const lines = stdout
      .trim()
      .split('\n')
      .map(line => (JSON.parse(line) as { event: string }).event);
    expect([lines[0], lines.at(-1)]).toEqual(['execution', 'result']);
  });

  // script (util-linux) gives it a terminal of its own.
  (isThere('script') ? it : it.skip)(
    'draws a tree on a terminal, hides the cursor meanwhile, and shows it again',
    async () => {
      const env = { ...process.env, ...platform.environment, TERM: 'xterm', NO_COLOR: '' };
      const child = spawn('script', ['-qec', `stty cols 60 rows 20; ${yard} watch ${id}`, '/dev/null'], {
        cwd: place.folder,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [screen, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
      expect(code).toBe(0);
      const [hidden, shown] = ['\u001b[?25l', '\u001b[?25h'].map(sequence => screen.indexOf(sequence));
      expect(hidden).toBeGreaterThanOrEqual(0);
      expect(shown).toBeGreaterThan(hidden ?? 0);
      expect(screen.slice(hidden, shown).replace(/\u001b\[[0-9;]*m/g, '')).toMatch(
        /▸ web: running[^]*└─ ▸ build[^]*└─ ▸ compile/,
      );
    },
  );
});
