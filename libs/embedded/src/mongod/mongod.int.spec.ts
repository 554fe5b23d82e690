import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import mongoose from 'mongoose';
import { findMongod, startMongod } from './mongod.js';

const embedded = fileURLToPath(new URL('../../dist/mongo/index.js', import.meta.url));

/** Takes mongod's own options, and serves the embedded store on them: what is tested is how it is run. */
const standIn = `#!${process.execPath}
const options = process.argv.slice(2);
const valueOf = name => options[options.indexOf(name) + 1];
if (!options.includes('--nounixsocket')) throw new Error('a socket file would stay behind');
import(${JSON.stringify(embedded)}).then(({ startEmbeddedStore }) =>
  startEmbeddedStore({ directory: valueOf('--dbpath'), port: Number(valueOf('--port')), host: valueOf('--bind_ip') }));
`;

describe('a mongod of this machine', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yard-mongod-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  const program = (text: string): string => {
    const path = join(folder, 'mongod');
    writeFileSync(path, text);
    chmodSync(path, 0o755);
    return path;
  };

  it('is found in the folders of programs, or not at all', async () => {
    const path = program('#!/bin/sh\n');
    expect(await findMongod(['/nowhere', folder])).toBe(path);
    expect(await findMongod(['/nowhere'])).toBeUndefined();
  });

  it('is started on a free port of loopback, used, and stopped', async () => {
    const mongod = await startMongod(program(standIn), join(folder, 'data'));
    const connection = await mongoose.createConnection(mongod.uri).asPromise();
    await connection.collection('things').insertOne({ name: 'one' });
    expect(await connection.collection('things').countDocuments()).toBe(1);
    await connection.close();
    await mongod.stop();
    expect(spawnSync('pgrep', ['-f', folder]).status).toBe(1);
  });

  it('says its last word when it does not start', async () => {
    const starting = startMongod(
      program('#!/bin/sh\necho "the cellar is flooded" >&2\nexit 14\n'),
      join(folder, 'data'),
    );
    await expect(starting).rejects.toMatchObject({ code: 'store-not-started', retry: false });
    await expect(starting).rejects.toThrow('the cellar is flooded');
  });

  it('says when it dies later', async () => {
    const mongod = await startMongod(program(standIn), join(folder, 'data'));
    spawnSync('pkill', ['-9', '-f', `${join(folder, 'mongod')} --dbpath`]);
    expect((await mongod.died).message).toContain('mongod died');
  });
});
