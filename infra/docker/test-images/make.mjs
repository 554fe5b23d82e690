// node infra/docker/test-images/make.mjs: images for tests and examples, made of programs of this machine and without
// any registry. switchyard-test/busybox is a static busybox; switchyard-test/node is that with node and git, and so on:
// those whose programs are not on this machine are left out.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Docker from 'dockerode';
import { putStore, storeHash } from './store-image.mjs';

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

const libraries = (root, ...files) => {
  for (const [, library] of execFileSync('ldd', files, { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g))
    put(root, library);
};

/** A program and the libraries it is linked with, where its loader looks for them. */
const program = (root, from, to = from) => {
  put(root, from, to);
  const isStatic = spawnSync('ldd', [from]).status !== 0;
  if (!isStatic) libraries(root, from);
};

/** Where a program of this machine is. */
const found = (...paths) => paths.find(path => existsSync(path));
const python = found('/usr/bin/python3');
const redis = found('/usr/bin/redis-server');
const nats = found('/usr/sbin/nats-server', '/usr/bin/nats-server');

/** What nobody needs to run programs. */
const withoutWeight = path => !/\/(test|dist-packages|idlelib|tkinter|ensurepip|config-[^/]+|__pycache__)$/.test(path);

const withPython = root => {
  base(root);
  const real = realpathSync(python);
  const library = join('/usr/lib', basename(real));
  program(root, real, '/bin/python3');
  cpSync(library, join(root, library), { recursive: true, filter: withoutWeight });
  libraries(root, ...globSync(join(library, 'lib-dynload/*.so')));
};

const withRedis = root => {
  base(root);
  program(root, redis, '/bin/redis-server');
  program(root, '/usr/bin/redis-cli', '/bin/redis-cli');
};

const withNats = root => {
  base(root);
  program(root, nats, '/bin/nats-server');
};

const withNode = root => {
  base(root);
  program(root, process.execPath, '/bin/node');
  program(root, execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim(), '/bin/git');
};

const withStore = root => {
  base(root);
  program(root, process.execPath, '/bin/node');
  libraries(root, ...putStore(root));
};

const make = async ({ name, fill, changes: more = [] }) => {
  const root = mkdtempSync(join(tmpdir(), 'yard-image-'));
  try {
    fill(root);
    const archive = `${root}.tar`;
    execFileSync('tar', ['-C', root, '--numeric-owner', '--owner=0', '--group=0', '-cf', archive, '.']);
    const changes = ['ENV PATH=/bin', 'CMD ["/bin/sh"]', 'LABEL switchyard.test=1', ...more];
    const [repo, tag] = name.split(':');
    const answer = await docker.importImage(archive, { repo, tag, changes });
    for await (const _ of answer);
    rmSync(archive);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

/** The store is our own, and changes. */
const madeOf = storeHash();

const images = [
  { name: 'switchyard-test/busybox:1', fill: base },
  { name: 'switchyard-test/node:1', fill: withNode },
  { name: 'switchyard-test/python:1', fill: withPython, of: python, changes: ['ENV PYTHONHOME=/usr'] },
  {
    ...{ name: 'switchyard-test/redis:1', fill: withRedis, of: redis },
    // As images of Redis have it: it is reached from other containers.
    changes: ['EXPOSE 6379', 'CMD ["redis-server", "--protected-mode", "no", "--save", ""]'],
  },
  {
    ...{ name: 'switchyard-test/nats:1', fill: withNats, of: nats },
    changes: ['EXPOSE 4222', 'CMD ["nats-server", "-js", "-sd", "/tmp"]'],
  },
  {
    ...{ name: 'switchyard-test/store:1', fill: withStore, madeOf },
    changes: ['EXPOSE 27017', `LABEL switchyard.of=${madeOf}`, 'CMD ["node", "/store/store.js"]'],
  },
];

/** Makes those that are not there, or are made of something else than is there now. */
export const makeTestImages = async () => {
  for (const image of images) {
    const isPossible = !('of' in image) || image.of !== undefined;
    const known = await docker
      .getImage(image.name)
      .inspect()
      .catch(() => undefined);
    const isOld = image.madeOf !== undefined && known?.Config.Labels['switchyard.of'] !== image.madeOf;
    if (isPossible && (!known || isOld)) await make(image);
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await makeTestImages();
