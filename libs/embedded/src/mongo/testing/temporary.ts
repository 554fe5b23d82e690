import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory of its own for a test, and the way to remove it. */
export const temporaryDirectory = (): { directory: string; remove(): void } => {
  const directory = mkdtempSync(join(tmpdir(), 'embedded-store-'));
  return {
    directory,
    remove: () => {
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
