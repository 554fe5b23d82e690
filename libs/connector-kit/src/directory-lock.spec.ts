import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDirectory } from './directory-lock.js';

/** Somebody else's process, and what a lock of it says. */
const another = async () => {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  const end = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { lock: `${child.pid} ${startTime}`, pid: child.pid, end };
};

describe('the lock of a data directory', () => {
  let folder: string;
  let directory: string;
  let lock: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yard-lock-'));
    directory = join(folder, 'deep/data');
    lock = join(directory, 'lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes the directory for its user only, names this process, and is gone when it is released', async () => {
    const release = await lockDirectory(directory);
    expect(readFileSync(lock, 'utf8')).toMatch(new RegExp(`^${process.pid} \\d+$`));
    expect(statSync(directory).mode & 0o077).toBe(0);
    await release();
    expect(existsSync(lock)).toBe(false);
  });

  it('is refused while another process holds it, and says which', async () => {
    await (
      await lockDirectory(directory)
    )();
    const { lock: held, pid, end } = await another();
    writeFileSync(lock, held);
    await expect(lockDirectory(directory)).rejects.toMatchObject({
      code: 'directory-taken',
      message: expect.stringContaining(`process ${pid}`) as string,
    });
    expect(readFileSync(lock, 'utf8')).toBe(held);
    await end();
  });

  it('is taken over from a process that is gone', async () => {
    await (
      await lockDirectory(directory)
    )();
    const { lock: held, end } = await another();
    writeFileSync(lock, held);
    await end();
    await lockDirectory(directory);
    expect(readFileSync(lock, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
  });

  it('is taken over when its pid belongs to a younger process now', async () => {
    await (
      await lockDirectory(directory)
    )();
    const { pid, end } = await another();
    writeFileSync(lock, `${pid} 1`);
    await lockDirectory(directory);
    expect(readFileSync(lock, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
    await end();
  });

  it.each(['', 'nonsense', '\0\0\0\0', '-1 5'])('is taken over when a crash left %j in it', async left => {
    await (
      await lockDirectory(directory)
    )();
    writeFileSync(lock, left);
    await lockDirectory(directory);
    expect(readFileSync(lock, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
  });

  it('says so when the directory cannot be made', async () => {
    writeFileSync(join(folder, 'deep'), 'a file');
    await expect(lockDirectory(directory)).rejects.toMatchObject({ code: 'directory-not-writable' });
  });
});
