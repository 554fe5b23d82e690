import { mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DockerConnector } from './docker.connector.js';
import { describeEngine, ended, eventually, Ground, outputOf } from './engine.story.js';

describeEngine('a step on an engine that sees none of this machine’s folders', () => {
  let ground: Ground;
  let connector: DockerConnector;
  beforeAll(async () => {
    ground = await Ground.open();
    connector = await ground.connector({ copies: true });
  });
  afterAll(() => ground.close());
  const at = (path: string) => join(ground.workspace, path);

  it('has its workspace, its script and its outputs all the same, and brings back what it changed', async () => {
    mkdirSync(at('sub'));
    for (const name of ['gone', 'sub/kept']) writeFileSync(at(name), name);
    const script =
      '#!/bin/sh\ncat gone sub/kept\nrm gone\necho made > sub/made\nln -s kept sub/link\nln -s /etc/passwd out\necho a=b >> "$YARD_OUTPUT"\n';
    expect(await ground.run(connector, { script })).toMatchObject({
      exitCode: 0,
      output: 'gonesub/kept',
      outputs: { a: 'b' },
    });
    expect(readdirSync(ground.workspace)).toEqual(['sub']);
    expect(readdirSync(at('sub')).sort()).toEqual(['kept', 'link', 'made']);
    expect(readFileSync(at('sub/link'), 'utf8')).toBe('sub/kept');
  });

  it('writes through no link of the workspace', async () => {
    const outside = join(ground.folder, 'outside');
    writeFileSync(outside, 'untouched');
    symlinkSync(outside, at('trap'));
    await ground.run(connector, { command: 'rm -f trap; echo changed > trap' });
    expect(readFileSync(outside, 'utf8')).toBe('untouched');
    expect(readFileSync(at('trap'), 'utf8')).toBe('changed\n');
    rmSync(at('trap'));
  });

  it('lives as long as it is fed, and no longer', async () => {
    const grant = ground.grant({ command: 'echo up; sleep 600' }, { leaseMs: 3_000 });
    const running = await connector.start(grant, ground.place(grant));
    await eventually('output', async () => (await outputOf(running)) === 'up\n');
    await running.feed();
    expect(await ended(running)).toMatchObject({ kind: 'fenced', failure: 'platform' });
    await eventually('an engine without it', async () => (await ground.left()).length === 0);
  });
});
