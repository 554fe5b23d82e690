import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { summaryOf } from './figures.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The whole of `yard run`, from a warm checkout: a platform is started for one execution, and stopped. */
export const hello = ({ sizes: { coldStarts }, emit }) => {
  const folder = mkdtempSync(join(tmpdir(), 'yard-bench-'));
  try {
    const times = [];
    for (let i = 0; i <= coldStarts; i += 1) {
      const from = performance.now();
      const command = ['run', join(root, 'examples/hello/pipeline.yaml')];
      const { status, stderr } = spawnSync(join(root, 'yard'), command, { cwd: folder, encoding: 'utf8' });
      if (status !== 0) throw new Error(`yard run exited with ${status}: ${stderr}`);
      if (i > 0) times.push(performance.now() - from);
    }
    emit({ w: 'hello', whole_ms: summaryOf(times) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
