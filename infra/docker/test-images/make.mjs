// node infra/docker/test-images/make.mjs: images for tests and examples, made of programs of this machine and without
// any registry. switchyard-test/busybox is a static busybox; switchyard-test/node is that with node and git.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Docker from 'dockerode';

const docker = new Docker();

/** What is in both: users, places, and busybox under each of its names. */
const base = root => {
  const busybox = ['/bin/busybox', '/usr/bin/busybox'].find(path => existsSync(path));
  if (!busybox) throw new Error('there is no busybox on this machine: install busybox-static');
  for (const folder of ['bin', 'usr', 'etc', 'root', 'home/tester']) mkdirSync(join(root, folder), { recursive: true });
  for (const folder of ['tmp', 'var/tmp']) mkdirSync(join(root, folder), { recursive: true });
  execFileSync('chmod', ['1777', join(root, 'tmp'), join(root, 'var/tmp')]);
  symlinkSync('../bin', join(root, 'usr/bin'));
  copyFileSync(busybox, join(root, 'bin/busybox'));
  for (const name of execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n'))
    if (name !== 'busybox') symlinkSync('busybox', join(root, 'bin', name));
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\ntester:x:1000:1000::/home/tester:/bin/sh\n');
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\ntester:x:1000:\n');
};

const put = (root, from, to = from) => {
  mkdirSync(dirname(join(root, to)), { recursive: true });
  rmSync(join(root, to), { force: true });
  copyFileSync(realpathSync(from), join(root, to));
};

/** A program and the libraries it is linked with, where its loader looks for them. */
const program = (root, from, to = from) => {
  put(root, from, to);
  for (const [, library] of execFileSync('ldd', [from], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g))
    put(root, library);
};

const withNode = root => {
  base(root);
  program(root, process.execPath, '/bin/node');
  program(root, execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim(), '/bin/git');
};

const make = async (name, fill) => {
  const root = mkdtempSync(join(tmpdir(), 'yard-image-'));
  try {
    fill(root);
    const archive = `${root}.tar`;
    execFileSync('tar', ['-C', root, '--numeric-owner', '--owner=0', '--group=0', '-cf', archive, '.']);
    const changes = ['ENV PATH=/bin', 'CMD ["/bin/sh"]', 'LABEL switchyard.test=1'];
    const [repo, tag] = name.split(':');
    const answer = await docker.importImage(archive, { repo, tag, changes });
    for await (const _ of answer);
    rmSync(archive);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

/** Makes those that are not there. */
export const makeTestImages = async () => {
  for (const [name, fill] of [
    ['switchyard-test/busybox:1', base],
    ['switchyard-test/node:1', withNode],
  ])
    if (
      !(await docker
        .getImage(name)
        .inspect()
        .catch(() => undefined))
    )
      await make(name, fill);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await makeTestImages();
