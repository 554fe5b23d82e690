import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shimKinds, until, wholeLog, Yard } from './shim.story.js';

describe.each(shimKinds)('a run of the $name shim', kind => {
  let yard: Yard;
  beforeEach(async () => (yard = await new Yard(kind).open()));
  afterEach(() => yard.close());

  it.each([0, 1, 7, 126, 127, 255])('ends with exit code %i', async code => {
    const run = await yard.run(`exit ${String(code)}`);
    expect(await run.outcome()).toMatchObject({ kind: 'exited', exitCode: code, totalBytes: 0, droppedBytes: 0 });
  });

  it.each(['KILL', 'SEGV', 'TERM'])('that dies of SIG%s says so', async signal => {
    const outcome = await (await yard.run(`kill -${signal} $$`)).outcome();
    expect(outcome).toMatchObject({ kind: 'signalled', signal: `SIG${signal}` });
    expect(outcome).not.toHaveProperty('exitCode');
  });

  it('of an unknown program is not an exit with 127', async () => {
    const run = await yard.run('', { argv: ['no-such-program', 'x'] });
    const outcome = await run.outcome();
    expect(outcome).toMatchObject({ kind: 'spawn-failed', error: 'ENOENT', failedAt: 'command' });
    expect(outcome).not.toHaveProperty('exitCode');
  });

  it('of a file that may not be executed says so', async () => {
    const path = join(yard.root, 'plain.txt');
    writeFileSync(path, 'echo hello');
    chmodSync(path, 0o644);
    const run = await yard.run('', { argv: [path] });
    expect(await run.outcome()).toMatchObject({ kind: 'spawn-failed', error: 'EACCES', failedAt: 'command' });
  });

  it('in a folder that is not there says that it is the folder', async () => {
    const run = await yard.run('echo never', { workingDirectory: join(yard.root, 'absent') });
    expect(await run.outcome()).toMatchObject({ kind: 'spawn-failed', error: 'ENOENT', failedAt: 'directory' });
  });

  it('gets its arguments, folder and environment byte for byte, and an empty input', async () => {
    const odd = ['', ' ', '"', "'", 'a\nb', '=x', 'größe', '$HOME', '*'];
    const script = 'printf "[%s]" "$@"; echo; cat; pwd; echo "$ODD"; env -0 | cut -z -d= -f1 | sort -z | tr "\\0" " "';
    const environment = { PATH: '/usr/bin:/bin', ODD: 'a=b\n"c"' };
    const run = await yard.run('', { argv: ['sh', '-c', script, 'sh', ...odd], environment });
    expect(await run.outcome()).toMatchObject({ exitCode: 0 });
    const words = odd.map(one => `[${one}]`).join('');
    const names = 'ODD PATH PWD SWITCHYARD_STEP_DIRECTORY ';
    expect(await wholeLog(run)).toBe([words, yard.root, environment.ODD, names].join('\n'));
  });

  it('finds its program on the path of its own environment', async () => {
    const path = join(yard.root, 'own-program');
    writeFileSync(path, '#!/bin/sh\necho found\n');
    chmodSync(path, 0o755);
    const run = await yard.run('', { argv: ['own-program'], environment: { PATH: yard.root } });
    expect(await run.outcome()).toMatchObject({ exitCode: 0 });
    expect(await wholeLog(run)).toBe('found\n');
  });

  it('says when it began and ended', async () => {
    const before = Date.now();
    const { startedAt, finishedAt } = await (await yard.run('exit 0')).outcome();
    expect(before <= startedAt && startedAt <= finishedAt && finishedAt <= Date.now()).toBe(true);
  });

  it('happens once per directory', async () => {
    const place = yard.place();
    const job = yard.job('echo ran >> $ROOT/ledger');
    const first = await yard.shim.start(place, job);
    await expect(yard.shim.start(place, job)).rejects.toMatchObject({ code: 'already-started' });
    await first.outcome();
    await expect(yard.shim.start(place, job)).rejects.toMatchObject({ code: 'already-started' });
    expect(readFileSync(join(yard.root, 'ledger'), 'utf8')).toBe('ran\n');
    expect(await first.outcome()).toMatchObject({ kind: 'exited', exitCode: 0 });
  });

  it('happens once when many start it at the same moment, and the others do not disturb it', async () => {
    const place = yard.place();
    const job = yard.job('echo ran >> $ROOT/ledger; until [ -e $ROOT/go ]; do sleep 0.01; done; echo end');
    const starts = await Promise.allSettled(Array.from({ length: 6 }, () => yard.shim.start(place, job)));
    const winners = starts.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
    expect(winners).toHaveLength(1);
    await yard.appeared('ledger');
    await until(() => readFileSync(join(yard.root, 'ledger'), 'utf8') === 'ran\n', 'the ledger');
    writeFileSync(join(yard.root, 'go'), '');
    expect(await winners[0]?.outcome()).toMatchObject({ kind: 'exited', exitCode: 0, totalBytes: 4 });
  });

  it('never happens where it was forbidden', async () => {
    const place = yard.place();
    expect(await yard.shim.forbid(place)).toBe(true);
    expect(await yard.shim.forbid(place)).toBe(true);
    await expect(yard.shim.start(place, yard.job('exit 0'))).rejects.toMatchObject({ code: 'already-started' });
    expect(await yard.shim.adopt(place)).toBeUndefined();
    const ran = await yard.run('exit 0');
    expect(await yard.shim.forbid(ran.directory)).toBe(false);
    await ran.outcome();
  });

  it('is refused when its words cannot be passed on', async () => {
    await expect(yard.run('', { argv: [] })).rejects.toMatchObject({ code: 'bad-step', blame: 'user' });
    await expect(yard.run('', { argv: ['echo', 'a\0b'] })).rejects.toMatchObject({ code: 'bad-step', blame: 'user' });
  });

  it('leaves no secret on disk', async () => {
    const run = await yard.run('exit 0', { environment: { TOKEN: 'open-sesame', PATH: '/usr/bin:/bin' } });
    await run.outcome();
    for (const name of ['started', 'outcome', 'log'])
      expect(readFileSync(join(run.directory, name), 'utf8')).not.toContain('open-sesame');
  });
});
