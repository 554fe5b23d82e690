import { mostSecrets, type PipelineId } from '@switchyard/contracts';
import { SealingKey } from '@switchyard/kernel/sealed';
import { attemptId, house, pipelineId, project } from './secrets-house.story.js';

describe('secrets', () => {
  it('are read by the session they are sealed for, and by no other', async () => {
    const { put, ask, read } = house();
    await put('npm.token', 'hunter22');
    expect(await read({ TOKEN: 'npm.token', AGAIN: 'npm.token' })).toEqual({ TOKEN: 'hunter22', AGAIN: 'hunter22' });
    const reply = await ask({ TOKEN: 'npm.token' });
    if (reply.result !== 'sealed') throw new Error('not sealed');
    expect(() => new SealingKey().open(attemptId, reply.sealed)).toThrow('cannot be opened');
  });

  it('are listed without their values', async () => {
    const { put, keeping, secrets } = house();
    await put('b', 'hunter22');
    await put('a', 'hunter23');
    await put('a', 'hunter24', { environmentName: 'production' });
    expect(await put('a', 'hunter25')).toMatchObject({ result: 'updated', secret: { version: 2, author: 'alice' } });
    const first = await keeping.list({ v: 1, project, limit: 2 });
    const rest = await keeping.list({ v: 1, project, limit: 2, ...(first.next ? { after: first.next } : {}) });
    expect([...first.secrets, ...rest.secrets].map(one => [one.name, one.environmentName, one.version])).toEqual([
      ['a', 'production', 1],
      ['a', undefined, 2],
      ['b', undefined, 1],
    ]);
    expect(rest.next).toBeUndefined();
    expect(JSON.stringify([first, rest, [...secrets.rows.values()]])).not.toMatch(/hunter|aHVudGVy/);
  });

  it('come from the closest place: environment, pipeline, project', async () => {
    const { put, read } = house();
    await put('token', 'of the project');
    expect(await read({ T: 'token' }, 'production')).toEqual({ T: 'of the project' });
    await put('token', 'of the pipeline', { pipelineId });
    await put('token', 'of another', { pipelineId: '01hyyyyyyyyyyyyyyyyyyyyyyy' as PipelineId });
    expect(await read({ T: 'token' }, 'production')).toEqual({ T: 'of the pipeline' });
    await put('token', 'of the environment', { environmentName: 'production' });
    expect(await read({ T: 'token' }, 'production')).toEqual({ T: 'of the environment' });
    expect(await read({ T: 'token' }, 'staging')).toEqual({ T: 'of the pipeline' });
    expect(await read({ T: 'token' })).toEqual({ T: 'of the pipeline' });
  });

  it('that are missing, removed or too large together are named', async () => {
    const { put, keeping, read } = house();
    await put('here', 'hunter22');
    await put('gone', 'hunter22');
    expect(await keeping.remove({ v: 1, project, name: 'gone', actor: 'bob' })).toMatchObject({ result: 'deleted' });
    expect(await keeping.remove({ v: 1, project, name: 'gone', actor: 'bob' })).toEqual({ result: 'missing' });
    expect(await read({ A: 'here', B: 'gone', C: 'never' })).toEqual({ result: 'missing', names: ['gone', 'never'] });
    expect(await put('gone', 'hunter23')).toMatchObject({ result: 'created', secret: { version: 2 } });
    await put('large', 'x'.repeat(49_152));
    const three = { A: 'large', B: 'large', C: 'large' };
    expect(await read(three)).toEqual({ result: 'too-large', bytes: 3 * 49_152, most: 131_072 });
  });

  it('do not open in another place, with another version, or with a bit changed', async () => {
    const { put, read, secrets } = house();
    await put('one', 'hunter22');
    await put('two', 'hunter23');
    const [one, two] = [...secrets.rows.entries()];
    if (!one || !two) throw new Error('not put');
    const unreadable = { result: 'unreadable', names: ['one'] };
    const { sealed } = two[1];
    secrets.rows.set(one[0], { ...one[1], ...(sealed === undefined ? {} : { sealed }) });
    expect(await read({ A: 'one' })).toEqual(unreadable);
    secrets.rows.set(one[0], { ...one[1], version: 2 });
    expect(await read({ A: 'one' })).toEqual(unreadable);
    const bytes = Buffer.from(one[1].sealed ?? '', 'base64');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      secrets.rows.set(one[0], { ...one[1], sealed: changed.toString('base64') });
      expect(await read({ A: 'one' })).toEqual(unreadable);
    }
    secrets.rows.set(one[0], one[1]);
    expect(await read({ A: 'one' })).toEqual({ A: 'hunter22' });
  });

  it('have a bound', async () => {
    const { put, secrets } = house();
    await put('first', 'hunter22');
    const [row] = secrets.rows.values();
    for (let n = 1; n < mostSecrets && row; n += 1) secrets.rows.set(String(n), { ...row, name: `s${n}` });
    expect(await put('more', 'hunter22')).toEqual({ result: 'too-many', most: mostSecrets });
    expect(await put('first', 'hunter23')).toMatchObject({ result: 'updated' });
  });

  it('written by two at once get two versions', async () => {
    const { put, secrets } = house();
    await Promise.all(Array.from({ length: 10 }, (_, n) => put('token', `value ${n}`)));
    expect([...secrets.rows.values()].map(one => one.version)).toEqual([10]);
  });
});

describe('a new data key', () => {
  it('leaves everything readable at each step, wherever it is killed, and is finished by the next call', async () => {
    const count = 5;
    const filled = async () => {
      const made = house();
      for (let n = 0; n < count; n += 1) await made.put(`s${n}`, `value of ${n}`);
      await made.put('gone', 'hunter22');
      await made.keeping.remove({ v: 1, project, name: 'gone', actor: 'alice' });
      return made;
    };
    for (let step = 1; step <= count + 2; step += 1)
      for (const after of [false, true]) {
        const { killer, rotating, read, secrets, keys } = await filled();
        killer.at(step, after);
        await expect(rotating.project({ v: 1, project })).rejects.toThrow('killed');
        for (let n = 0; n < count; n += 1) expect(await read({ V: `s${n}` })).toEqual({ V: `value of ${n}` });
        killer.at(Infinity, false);
        for (let left = 1; left > 0;) ({ left } = await rotating.project({ v: 1, project }));
        const newest = Math.max(...[...keys.rows.values()].map(one => one.n));
        expect(new Set([...secrets.rows.values()].map(one => one.key))).toEqual(new Set([newest]));
        for (let n = 0; n < count; n += 1) expect(await read({ V: `s${n}` })).toEqual({ V: `value of ${n}` });
      }
  });

  it('is made while secrets are read and written', async () => {
    const { put, read, rotating, secrets } = house();
    for (let n = 0; n < 20; n += 1) await put(`s${n}`, `old value of ${n}`);
    const reads: unknown[] = [];
    const reading = (async () => {
      for (let n = 0; n < 20; n += 1) reads.push(await read({ V: `s${n}` }));
    })();
    const writing = (async () => {
      for (let n = 0; n < 20; n += 2) await put(`s${n}`, `new value of ${n}`);
    })();
    let left = 1;
    while (left > 0) ({ left } = await rotating.project({ v: 1, project }));
    await Promise.all([reading, writing]);
    reads.forEach((one, n) => expect(JSON.stringify(one)).toMatch(new RegExp(`^\\{"V":"(old|new) value of ${n}"\\}$`)));
    for (let n = 0; n < 20; n += 1)
      expect(await read({ V: `s${n}` })).toEqual({ V: `${n % 2 === 0 ? 'new' : 'old'} value of ${n}` });
    expect(secrets.rows.size).toBe(20);
  });
});
