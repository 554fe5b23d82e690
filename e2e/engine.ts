import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './house.js';

/** Why no step can run in a container here; undefined where it can. Starts an engine where there is none and may be one. */
export const noEngine = (): string | undefined => {
  const started = spawnSync(join(root, 'infra/docker/engine.sh'), { encoding: 'utf8' });
  if (started.status !== 0) return started.stderr.trim().split('\n')[0] ?? 'no engine';
  const made = spawnSync(process.execPath, [join(root, 'infra/docker/test-images/make.mjs')], { encoding: 'utf8' });
  return made.status === 0 ? undefined : 'the images for tests cannot be made';
};
