import fc from 'fast-check';
import { canonical } from '@switchyard/kernel';
import { type Break, breakAt, breakAtEnd, clean, seal, start } from './chain.js';
import type { AuditEntry, KeptRecord, Link } from '../../domain/audit/record.js';
import { redact, taken } from '../../domain/audit/redact.js';

describe('canonical JSON', () => {
  // RFC 8785, sections 3.2.2 and 3.2.3.
  it('is as RFC 8785 shows it', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonical(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    const keys = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 };
    expect(Object.values(JSON.parse(canonical(keys).replace('"1":', '"one":')) as object)).toEqual([
      2, 4, 6, 7, 1, 5, 3,
    ]);
  });

  it('is the same whatever the order of the keys, and says the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const turned = (one: unknown): unknown => {
          if (Array.isArray(one)) return one.map(turned);
          if (typeof one !== 'object' || one === null) return one;
          return Object.fromEntries(
            Object.entries(one)
              .reverse()
              .map(([key, member]) => [key, turned(member)]),
          );
        };
        const text = canonical(value);
        expect(canonical(turned(value))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('what the audit keeps of a value', () => {
  it.each([
    'password',
    'PASSWORD',
    'newPassword',
    'client_secret',
    'clientSecret',
    'token',
    'YARD_TOKEN',
    'accessToken',
    'apitoken',
    'apiKey',
    'api-key',
    'privateKey',
    'key',
    'Authorization',
    'cookie',
    'set-cookie',
    'salt',
    'totp',
    'recoveryCodes',
    'recovery',
    'X-Hub-Signature-256',
  ])('is nothing of what is called %s', name => {
    expect(JSON.stringify(redact({ [name]: 'hunter2', deep: [{ [name]: { a: 'hunter2' } }] }))).not.toContain(
      'hunter2',
    );
  });

  it.each(['name', 'tokenId', 'token_type', 'idempotencyKey', 'monkey', 'version', 'author', 'secretName', 'keyboard'])(
    'is all of what is called %s',
    name => {
      expect(redact({ [name]: 'kept' })).toEqual({ [name]: 'kept' });
    },
  );

  it.each([
    ['a bearer token', 'curl -H "Authorization: Bearer abcdef0123456789"', 'abcdef0123456789'],
    ['a password in an address', 'https://user:hunter2@example.org/x', 'hunter2'],
    ['a token of GitHub', 'use ghp_0123456789abcdefABCDEF0123456789abcd', '0123456789abcdef'],
    ['a token of GitLab', 'glpat-0123456789abcdefghij', '0123456789'],
    ["a token of the platform's", 'yard_0123456789abcdefghij', '0123456789'],
    ['a JWT', 'x eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', 'c2lnbmF0dXJl'],
    ['a private key', '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----', 'MHcCAQEE'],
    ['a private key that is cut off', '-----BEGIN PRIVATE KEY-----\nMHcCAQEE', 'MHcCAQEE'],
  ])('is nothing of %s, in whatever text it stands', (_what, text, secret) => {
    for (const value of [text, { note: text }, [text], { [text]: 1 }])
      expect(JSON.stringify(redact(value))).not.toContain(secret);
  });

  it('is the names of variables, and none of their values', () => {
    expect(redact({ environment: { TARGET: 'eu' }, inputs: { region: 'eu' } })).toEqual({
      environment: { TARGET: taken },
      inputs: { region: taken },
    });
  });

  it('is bounded, whatever comes', () => {
    let deep: unknown = 'bottom';
    for (let i = 0; i < 10_000; i += 1) deep = [deep];
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const wide = { list: Array.from({ length: 100_000 }, () => 'x'.repeat(100)), text: 'x'.repeat(10_000_000) };
    for (const value of [deep, circle, wide, Buffer.alloc(1_000_000), () => 1, Symbol('s'), 10n, new Date(Number.NaN)])
      expect(canonical(redact(value)).length).toBeLessThan(50_000);
  });
});

const entry = (n: number): AuditEntry => ({
  action: 'pipeline.changed',
  by: { kind: 'user', id: `u${n}`, name: `User ${n}` },
  from: '203.0.113.7',
  project: 'web',
  on: { kind: 'pipeline', id: 'p1' },
  before: { version: n },
  after: { version: n + 1, token: 'hunter2' },
});

const chainOf = (count: number): KeptRecord[] => {
  const chain: KeptRecord[] = [];
  for (let n = 1; n <= count; n += 1)
    chain.push(seal(clean(entry(n)), '2026-11-26T10:00:00.000Z', chain.at(-1) ?? start));
  return chain;
};

const firstBreak = (chain: readonly KeptRecord[], mark = chain.at(-1)?.seq ?? 0): Break | undefined => {
  let last: Link = start;
  for (const record of chain) {
    const broken = breakAt(record, last);
    if (broken) return broken;
    last = record;
  }
  return breakAtEnd(last, mark);
};

describe('the chain', () => {
  it('is whole as it was written, and holds no secret', () => {
    const chain = chainOf(20);
    expect(firstBreak(chain)).toBeUndefined();
    expect(JSON.stringify(chain)).not.toContain('hunter2');
  });

  const edited = (edit: (chain: KeptRecord[]) => void, mark = 9) => {
    const chain = chainOf(9);
    edit(chain);
    return firstBreak(chain, mark);
  };
  const at = (chain: KeptRecord[], seq: number): KeptRecord => chain[seq - 1] as KeptRecord;
  const rehashed = (record: KeptRecord, from: string, to: string): KeptRecord => {
    const link = { seq: record.seq - 1, hash: (JSON.parse(record.text) as { previous: string }).previous };
    const { v: _v, seq: _seq, at: time, previous: _previous, ...facts } = JSON.parse(record.text.replace(from, to));
    return seal(facts as AuditEntry, time as string, link);
  };

  it.each<[string, (chain: KeptRecord[]) => void, number, string]>([
    ['changed', chain => (at(chain, 4).text = at(chain, 4).text.replace('u4', 'u9')), 4, 'changed'],
    ['changed with its hash', chain => (chain[3] = rehashed(at(chain, 4), 'User 4', 'User 9')), 5, 'unlinked'],
    ['listed under another name', chain => (at(chain, 4).columns.by = 'u9'), 4, 'columns-changed'],
    ['deleted', chain => chain.splice(3, 1), 4, 'missing'],
    ['deleted at the start', chain => chain.splice(0, 2), 1, 'missing'],
    ['deleted at the end', chain => chain.splice(7), 8, 'end-missing'],
    ['swapped', chain => chain.splice(3, 2, { ...at(chain, 5), seq: 4 }, { ...at(chain, 4), seq: 5 }), 4, 'moved'],
    ['appended by hand', chain => chain.push({ ...at(chain, 9), seq: 10 }), 10, 'moved'],
    [
      'appended by hand with a hash of its own',
      chain => chain.push(seal(clean(entry(10)), 'now', { seq: 9, hash: 'f'.repeat(64) })),
      10,
      'unlinked',
    ],
    ['replaced by what is no record', chain => (at(chain, 2).text = 'nonsense'), 2, 'changed'],
  ])('names the first record that was %s', (_what, edit, seq, reason) => {
    expect(edited(edit)).toMatchObject({ seq, reason, message: expect.stringContaining(String(seq)) as string });
  });

  it('is broken by any change of any character', () => {
    const chain = chainOf(3);
    fc.assert(
      fc.property(fc.nat(2), fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (index, place, char) => {
        const copy = chain.map(record => ({ ...record }));
        const record = copy[index] as KeptRecord;
        const where = place % record.text.length;
        fc.pre(record.text[where] !== char);
        record.text = record.text.slice(0, where) + char + record.text.slice(where + 1);
        expect(firstBreak(copy)?.seq).toBe(index + 1);
      }),
    );
  });

  it('keeps what is too large by its hash', () => {
    const after = Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`k${n}`, 'x'.repeat(4_000)]));
    expect(clean({ ...entry(1), after }).after).toEqual({
      tooLarge: expect.any(Number) as number,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
  });
});
