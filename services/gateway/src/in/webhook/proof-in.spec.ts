import { proofIn } from './proof-in.js';

describe('what a caller shows', () => {
  const raw = Buffer.from('{}');
  const shown = (headers: Record<string, string>, query = {}) => proofIn({ headers, body: {}, raw }, query);
  const signature = 'AB'.repeat(32);

  it.each([
    [{ 'x-yard-token': 't' }, {}, { kind: 'token', token: 't' }],
    [{ 'x-gitlab-token': 't' }, {}, { kind: 'token', token: 't' }],
    [{ authorization: 'Bearer t' }, {}, { kind: 'token', token: 't' }],
    [{}, { token: 't' }, { kind: 'token', token: 't' }],
    [
      { 'x-hub-signature-256': `sha256=${signature}` },
      {},
      { kind: 'signature', signature: signature.toLowerCase(), body: raw },
    ],
    [{ 'x-hub-signature-256': 'sha256=short' }, {}, undefined],
    [{ authorization: 'Basic x' }, { token: ['a', 'b'] }, undefined],
    [{}, {}, undefined],
  ])('in %j and %j', (headers, query, proof) => {
    expect(shown(headers as Record<string, string>, query)).toEqual(proof);
  });
});
