// How cost grows. Each curve starts a platform of its own, and each point of it has a time bound.
import { followers } from './followers.mjs';
import { lines } from './lines.mjs';
import { queued } from './queued.mjs';
import { replicas } from './replicas.mjs';
import { steps } from './steps.mjs';
import { stored } from './stored.mjs';

export const fullSizes = {
  queued: [10_000],
  stored: [100, 1_000, 10_000],
  originals: 1_000,
  steps: [1, 10, 100, 1_000],
  lines: [1_000, 10_000, 100_000, 1_000_000],
  followers: [1, 50, 500],
  replicas: [1, 2, 3],
  tailLines: 500,
  samples: 30,
  burst: 200,
  settleMs: 25_000,
};

/** What takes long on top, with `--far`. */
export const farSizes = {
  ...fullSizes,
  stored: [...fullSizes.stored, 100_000],
  lines: [...fullSizes.lines, 10_000_000],
};

export const tinySizes = {
  queued: [20],
  stored: [3, 6],
  originals: 3,
  steps: [1, 3],
  lines: [100, 1_000],
  followers: [1, 3],
  replicas: [1, 2],
  tailLines: 20,
  samples: 2,
  burst: 8,
  settleMs: 100,
};

export const curves = { queued, stored, steps, lines, followers, replicas };
