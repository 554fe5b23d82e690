import { Automaton } from './automaton.js';
import { formsOf } from './forms.js';
import { MaskedLog } from './masked-log.js';
import { Masker } from './masker.js';
import { Masking } from './masking.js';

const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 /+"\\&=?%äß€';

/** The same texts in every run (a linear congruential generator, Numerical Recipes). */
const texts = (count: number, length: number): string[] => {
  let state = 7;
  const next = () => (state = (state * 1_664_525 + 1_013_904_223) >>> 0);
  const letters = [...alphabet];
  return Array.from({ length: count }, (_, n) => {
    const body = Array.from({ length }, () => letters[(next() >>> 8) % letters.length] ?? 'x').join('');
    return `k${n}${body}z`;
  });
};

const encodings: Record<string, (value: string) => string> = {
  raw: value => value,
  base64: value => Buffer.from(value).toString('base64'),
  'base64 behind one byte': value => Buffer.from(`u${value}:`).toString('base64'),
  'base64 behind two bytes': value => Buffer.from(`us${value}:p`).toString('base64'),
  base64url: value => Buffer.from(value).toString('base64url'),
  url: encodeURIComponent,
  form: value => new URLSearchParams({ a: value }).toString().slice(2),
  json: value => JSON.stringify(value).slice(1, -1),
  hex: value => Buffer.from(value).toString('hex'),
  HEX: value => Buffer.from(value).toString('hex').toUpperCase(),
};

/** Base64 keeps a character on each side that is made of a secret and its neighbours. */
const core = (name: string, form: string) => (name.startsWith('base64') ? form.replaceAll('=', '').slice(4, -4) : form);

const cutAt = (automaton: Automaton, bytes: Buffer, ...cuts: number[]): Buffer => {
  const masker = new Masker(automaton);
  const places = [0, ...cuts, bytes.length];
  const pieces = places.slice(1).map((to, n) => masker.push(bytes.subarray(places[n], to)));
  return Buffer.concat([...pieces, masker.end()]);
};

describe('masking', () => {
  const secrets = texts(100, 21);
  const automaton = new Automaton(secrets.flatMap(formsOf));

  it.each(Object.entries(encodings))('hides 100 secrets as %s at every split point', (name, encode) => {
    for (const secret of secrets) {
      const form = encode(secret);
      const bytes = Buffer.from(`> ${form} <\n`);
      const whole = cutAt(automaton, bytes);
      expect(whole.includes(core(name, form))).toBe(false);
      expect(whole.includes('***')).toBe(true);
      for (let cut = 1; cut < bytes.length; cut += 1)
        if (!cutAt(automaton, bytes, cut).equals(whole)) throw new Error(`${form} differs when cut at ${cut}`);
    }
  });

  it('says the same when bytes come one by one', () => {
    const bytes = Buffer.from(secrets.map((one, n) => `${n}: ${one}${encodings['hex']?.(one)} `).join('\n'));
    const masker = new Masker(automaton);
    const single = Buffer.concat([...[...bytes].map(byte => masker.push(Buffer.from([byte]))), masker.end()]);
    expect(single.equals(cutAt(automaton, bytes))).toBe(true);
    expect(single.toString().split('\n')[7]).toBe('7: *** ');
  });

  it('hides every line of a value of several, also wrapped in base64', () => {
    const key = `-----BEGIN KEY-----\n${'Zm9vYmFy'.repeat(8)}\n${'cXV1eA=='.repeat(8)}\n-----END KEY-----\n`;
    const masking = new Masking([key]);
    expect(masking.text(`a ${'cXV1eA=='.repeat(8)} b`)).toBe('a *** b');
    const lines =
      Buffer.from(key)
        .toString('base64')
        .match(/.{1,76}/g) ?? [];
    expect(lines.map(line => masking.text(line)).slice(0, -1)).toEqual(lines.slice(0, -1).map(() => '***'));
  });

  it.each([
    ['one within the other', ['abcdef', 'cd', 'bcde'], 'xabcdefx', 'x***x'],
    ['overlapping ones', ['abcd', 'cdef'], 'xabcdefx', 'x***x'],
    ['neighbours', ['abcd', 'efgh'], 'xabcdefghx', 'x***x'],
    ['a short one after the beginning of a long one', ['abcdefgh', 'bcde'], 'xabcdefx', 'xa***fx'],
    ['nothing', ['abcd'], 'xabcabcx', 'xabcabcx'],
  ])('covers %s', (_what, strings, text, masked) => {
    const found = new Automaton(strings.map(one => Buffer.from(one)));
    for (let cut = 0; cut <= text.length; cut += 1)
      expect(cutAt(found, Buffer.from(text), cut).toString()).toBe(masked);
  });

  it('writes what cannot be a secret any more at once', () => {
    const masker = new Masker(new Automaton([Buffer.from('hunter22')]));
    expect(masker.push(Buffer.from('password? ')).toString()).toBe('password? ');
    expect(masker.push(Buffer.from('hunt')).toString()).toBe('');
    expect(masker.push(Buffer.from('ing ')).toString()).toBe('hunting ');
  });

  it('hides the beginning of a secret at the end of the output', () => {
    expect(new Masking(['correct horse battery']).text('pw correct hor')).toBe('pw ***');
  });

  it('leaves alone what has no form of four bytes', () => {
    expect(new Masking(['abc', '']).text('abc')).toBe('abc');
  });

  it('masks 20 MB with 1,000 secrets in one pass and little memory', () => {
    const many = texts(1_000, 30);
    const forms = many.flatMap(formsOf);
    const found = new Automaton(forms);
    const nodes = forms.reduce((sum, { length }) => sum + length, 1);
    expect(nodes).toBeLessThan(1_000_000);
    const piece = Buffer.from(`${'the quick brown fox '.repeat(3_000)}${many[500]}\n`);
    const masker = new Masker(found);
    const begun = process.cpuUsage();
    const memory = process.memoryUsage().rss;
    let leaks = 0;
    for (let done = 0; done < 20 * 1_048_576; done += piece.length)
      if (masker.push(piece).includes(many[500] ?? '')) leaks += 1;
    const { user } = process.cpuUsage(begun);
    expect(leaks).toBe(0);
    expect(process.memoryUsage().rss - memory).toBeLessThan(200 * 1_048_576);
    // A pass takes a tenth of this; anything that is not linear takes many times as much.
    expect(user).toBeLessThan(10_000_000);
  });

  it('is linear where everything nearly is a secret', () => {
    const near = new Automaton([Buffer.from(`${'a'.repeat(5_000)}b`), Buffer.from('aaaac')]);
    const masker = new Masker(near);
    const begun = process.cpuUsage();
    for (let n = 0; n < 100; n += 1) masker.push(Buffer.alloc(10_000, 'a'));
    expect(process.cpuUsage(begun).user).toBeLessThan(5_000_000);
    expect(masker.end().length).toBeLessThan(5_000);
  });
});

describe('masked output', () => {
  const secret = 'p@ssw0rd-of-the-house';
  const automaton = new Automaton(formsOf(secret));
  const raw = Buffer.from(`one\n${secret}\ntwo ${secret}${secret}\n`.repeat(50));
  const whole = cutAt(automaton, raw);
  const spool = (bytes: () => Buffer) => ({
    read: async (offset: number, most: number) => bytes().subarray(offset, offset + Math.min(most, 37)),
    changed: () => Promise.resolve(),
  });

  it('has the same bytes at the same offset, wherever it is read from', async () => {
    const log = new MaskedLog(
      spool(() => raw),
      automaton,
      () => true,
    );
    for (const offset of [0, 5, whole.length - 1, 17, 400, 3]) {
      const bytes = await log.read(offset, 50);
      expect(bytes.toString()).toBe(whole.subarray(offset, offset + 50).toString());
    }
    expect((await log.read(whole.length, 10)).length).toBe(0);
    expect((await log.read(whole.length + 99, 10)).length).toBe(0);
  });

  it('gives while it grows what it gives at the end', async () => {
    let size = 0;
    let ended = false;
    const log = new MaskedLog(
      spool(() => raw.subarray(0, size)),
      automaton,
      () => ended,
    );
    let seen = Buffer.alloc(0);
    for (size = 0; size <= raw.length; size += 13) seen = Buffer.concat([seen, await log.read(seen.length, 4_096)]);
    size = raw.length;
    ended = true;
    seen = Buffer.concat([seen, await log.read(seen.length, 65_536)]);
    expect(seen.toString()).toBe(whole.toString());
  });
});
