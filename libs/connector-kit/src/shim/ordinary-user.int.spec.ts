import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const nobody = 65_534;
const asNobody = (command: string[], env: Record<string, string> = {}) =>
  spawnSync('setpriv', [`--reuid=${String(nobody)}`, `--regid=${String(nobody)}`, '--clear-groups', ...command], {
    cwd: root,
    // Root's own PATH may name folders that others cannot look into.
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', ...env },
    encoding: 'utf8',
  });

const canTry =
  process.getuid?.() === 0 && asNobody([process.execPath, '--print', `require('./package.json').name`]).status === 0;

describe('the shim of an ordinary user', () => {
  (canTry ? it : it.skip)(
    'keeps the same promises as that of root',
    () => {
      const home = mkdtempSync(join(tmpdir(), 'home-'));
      chmodSync(home, 0o700);
      chownSync(home, nobody, nobody);
      const { status, stderr } = asNobody(
        [
          process.execPath,
          ...['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'],
          ...[
            '--selectProjects',
            'integration',
            '--cacheDirectory',
            join(home, 'cache'),
            '--runInBand',
            '--testPathPatterns',
          ],
          'connector-kit/src/shim/(orphans|outcomes|output|self-fencing|stopping|survival)',
        ],
        { HOME: home, TMPDIR: home },
      );
      rmSync(home, { recursive: true });
      expect(stderr).toMatch(/Tests: .* passed/);
      const failed = stderr.split('\n').filter(line => line.includes('●'));
      expect([status, failed]).toEqual([0, []]);
    },
    300_000,
  );
});
