import type { ErrorAnswer } from '@switchyard/contracts';
import { type HooksHouse, signatureOf, startHooks } from './hooks-house.story.js';

describe('the webhooks of a project, before strangers,', () => {
  let house: HooksHouse;
  beforeAll(async () => (house = await startHooks()));
  afterAll(() => house.stop());
  beforeEach(() => house.rest());

  it.each<[string, (body: object) => Promise<{ status: number; answer: ErrorAnswer }>, string]>([
    ['no signature', body => house.post('/api/webhooks/github', body, { 'x-github-event': 'push' }), 'not-signed'],
    ['an empty signature', body => house.github(body, { 'x-hub-signature-256': '' }), 'not-signed'],
    [
      'a signature by SHA-1',
      body => house.github(body, { 'x-hub-signature-256': `sha1=${'a'.repeat(40)}` }),
      'not-signed',
    ],
    [
      'a short signature',
      body => house.github(body, { 'x-hub-signature-256': `sha256=${'a'.repeat(63)}` }),
      'not-signed',
    ],
    ['zeros', body => house.github(body, { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }), 'wrong-webhook-token'],
    [
      'one by another key',
      body => house.github(body, { 'x-hub-signature-256': signatureOf(JSON.stringify(body), 'x') }),
      'wrong-webhook-token',
    ],
    [
      'one of another body',
      body => house.github(body, { 'x-hub-signature-256': signatureOf('{}', house.secret) }),
      'wrong-webhook-token',
    ],
    [
      'the token itself',
      body => house.github(body, { 'x-hub-signature-256': '', 'x-yard-token': house.secret }),
      'not-signed',
    ],
    [
      'one of another project',
      body =>
        house.post('/api/webhooks/github?project=other', body, {
          'x-github-event': 'push',
          'x-hub-signature-256': signatureOf(JSON.stringify(body), house.secret),
        }),
      'wrong-webhook-token',
    ],
    [
      'no token of GitLab',
      body => house.post('/api/webhooks/gitlab', body, { 'x-gitlab-event': 'x' }),
      'wrong-webhook-token',
    ],
    [
      'a wrong token of GitLab',
      body => house.post('/api/webhooks/gitlab', body, { 'x-gitlab-event': 'x', 'x-gitlab-token': `${house.secret}x` }),
      'wrong-webhook-token',
    ],
    ['a guessed address', body => house.post('/api/webhooks/generic/yhk_guess', body), 'wrong-webhook-token'],
    [
      'the address, and a wrong signature',
      body =>
        house.post(`/api/webhooks/generic/${house.secret}`, body, {
          'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
        }),
      'wrong-webhook-token',
    ],
    [
      'the address, and half a signature',
      body => house.post(`/api/webhooks/generic/${house.secret}`, body, { 'x-hub-signature-256': 'sha256=ab' }),
      'wrong-webhook-token',
    ],
  ])('let nobody in who shows %s', async (_, send, code) => {
    const before = await house.journal('?limit=200');
    const { status, answer } = await send(house.push());
    expect([status, answer.code, answer.error]).toEqual([401, code, 'authentication']);
    expect(await house.journal('?limit=200')).toEqual(before);
  });

  it.each<[string, string, Record<string, string>, number]>([
    ['no JSON', '{"a":', {}, 400],
    ['nothing of GitHub', '{}', { 'x-github-event': '' }, 400],
    ['a prototype', '{"__proto__":{"a":1}}', {}, 400],
    ['more than a megabyte', JSON.stringify({ text: 'x'.repeat(1_048_577) }), {}, 413],
    ['another type', '{}', { 'content-type': 'application/xml' }, 415],
    ['a bad number', '{}', { 'x-github-delivery': 'x'.repeat(300) }, 400],
  ])('refuse a body with %s, also a signed one', async (_, body, headers, status) => {
    const signature = signatureOf(body, house.secret);
    const given = { 'x-github-event': 'push', 'x-hub-signature-256': signature, ...headers };
    const told = await house.post('/api/webhooks/github', body, given);
    expect([told.status, typeof told.answer.message]).toEqual([status, 'string']);
  });

  it.each([
    ['a list', []],
    ['a text', 'x'],
    ['nulls for everything', { ref: null, repository: null, commits: null, sender: null }],
    ['numbers for texts', { ref: 1, repository: { clone_url: 1e300 }, commits: [1, [], { added: 1 }] }],
    ['operators of the store', { ref: { $gt: '' }, repository: { clone_url: { $ne: null } }, 'a.$b': 1 }],
    ['very long words', { ref: `refs/heads/${'b'.repeat(100_000)}`, repository: { clone_url: 'r'.repeat(100_000) } }],
    ['controls and halves of characters', { ref: 'refs/heads/\u0000\ud800', sender: { login: '\u202e\u0007' } }],
  ])('take a signed body of %s for what it is', async (_, body) => {
    const text = JSON.stringify(body);
    const signature = signatureOf(text, house.secret);
    const told = await house.post('/api/webhooks/github', text, {
      'x-github-event': 'push',
      'x-hub-signature-256': signature,
    });
    expect(told.status).toBe(202);
  });
});
