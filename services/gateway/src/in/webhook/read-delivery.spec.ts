import fc from 'fast-check';
import { WebhookEvent } from '@switchyard/contracts';
import { validateSync } from 'class-validator';
import { mostBodyBytes, readDelivery, type WebhookRequest } from './read-delivery.js';

const json = { 'content-type': 'application/json' };
const came = (headers: Record<string, string>, body: unknown): WebhookRequest => ({
  headers: { ...json, ...headers },
  body,
  raw: Buffer.from(JSON.stringify(body)),
});
const eventOf = (headers: Record<string, string>, body: unknown) => readDelivery(came(headers, body)).event;

describe('what GitHub sends', () => {
  const push = {
    ref: 'refs/heads/release/2',
    after: 'a'.repeat(40),
    deleted: false,
    head_commit: { id: 'a'.repeat(40), message: 'Better\n\nMuch' },
    commits: [
      { added: ['a.ts'], modified: ['b.ts'], removed: [] },
      { added: [], modified: ['b.ts'], removed: ['c.md'] },
    ],
    repository: { full_name: 'org/web', clone_url: 'https://github.com/org/web.git' },
    sender: { login: 'alice' },
  };
  const headers = { 'x-github-event': 'push', 'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958' };

  it('for a push is read with its branch, its commit and its files', () => {
    expect(readDelivery(came(headers, push))).toEqual({
      deliveryId: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      event: {
        kind: 'push',
        event: 'push',
        branch: 'release/2',
        commit: 'a'.repeat(40),
        repository: 'https://github.com/org/web.git',
        actor: 'alice',
        paths: ['a.ts', 'b.ts', 'c.md'],
      },
      payload: JSON.stringify(push),
      payloadBytes: JSON.stringify(push).length,
    });
  });

  it('for a tag, and for a branch that is gone', () => {
    expect(eventOf(headers, { ...push, ref: 'refs/tags/v1' })).toMatchObject({ kind: 'tag', tag: 'v1' });
    const gone = { ...push, deleted: true, after: '0'.repeat(40), head_commit: null, commits: [] };
    const event = eventOf(headers, gone);
    expect(event).toMatchObject({ kind: 'push', branch: 'release/2', deleted: true });
    expect(event).not.toHaveProperty('commit');
    expect(event).not.toHaveProperty('paths');
  });

  it('says that there are more files than it keeps', () => {
    const added = Array.from({ length: 2_500 }, (_, n) => `file-${n}`);
    const event = eventOf(headers, { ...push, commits: [{ added, modified: [], removed: [] }] });
    expect([event.paths?.length, event.morePaths]).toEqual([2_000, true]);
  });

  it('for a pull request', () => {
    const body = {
      action: 'closed',
      number: 7,
      pull_request: {
        number: 7,
        title: 'Better',
        merged: true,
        head: { ref: 'feature/x', sha: 'b'.repeat(40), repo: { id: 1 } },
        base: { ref: 'main', repo: { id: 1 } },
      },
      sender: { login: 'bob' },
    };
    expect(eventOf({ 'x-github-event': 'pull_request' }, body)).toEqual({
      kind: 'pull_request',
      event: 'pull_request',
      action: 'merged',
      branch: 'feature/x',
      commit: 'b'.repeat(40),
      targetBranch: 'main',
      pullRequest: 7,
      title: 'Better',
      actor: 'bob',
    });
  });

  it('for anything else, also as a form', () => {
    const body = { action: 'published', release: { tag_name: 'v1' } };
    expect(eventOf({ 'x-github-event': 'release' }, body)).toMatchObject({
      kind: 'other',
      event: 'release',
      action: 'published',
    });
    const payload = JSON.stringify(body);
    const form = {
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-github-event': 'release' },
      body: { payload },
      raw: Buffer.from(`payload=${encodeURIComponent(payload)}`),
    };
    expect(readDelivery(form)).toMatchObject({ payload, event: { event: 'release', action: 'published' } });
  });
});

describe('what GitLab sends', () => {
  const push = {
    object_kind: 'push',
    ref: 'refs/heads/main',
    after: 'a'.repeat(40),
    checkout_sha: 'a'.repeat(40),
    user_username: 'alice',
    project: { git_http_url: 'https://gitlab.example/org/web.git' },
    commits: [{ added: ['a'], modified: [], removed: [] }],
    total_commits_count: 1,
  };

  it('for a push, of which it may list some commits only', () => {
    const headers = { 'x-gitlab-event': 'Push Hook', 'x-gitlab-event-uuid': 'u1' };
    expect(readDelivery(came(headers, push))).toMatchObject({
      deliveryId: 'u1',
      event: { kind: 'push', branch: 'main', commit: 'a'.repeat(40), actor: 'alice', paths: ['a'] },
    });
    expect(eventOf(headers, push)).not.toHaveProperty('morePaths');
    expect(eventOf(headers, { ...push, total_commits_count: 21 })).toMatchObject({ morePaths: true });
    expect(eventOf(headers, { ...push, after: '0'.repeat(40), checkout_sha: null })).toMatchObject({ deleted: true });
    expect(eventOf(headers, { ...push, object_kind: 'tag_push', ref: 'refs/tags/v1' })).toMatchObject({ tag: 'v1' });
  });

  it.each([
    ['open', undefined, 'opened'],
    ['merge', undefined, 'merged'],
    ['update', 'c'.repeat(40), 'synchronize'],
    ['update', undefined, 'edited'],
    ['approved', undefined, 'approved'],
    ['__proto__', undefined, '__proto__'],
    ['constructor', undefined, 'constructor'],
  ])('for a merge request, where %s with %s is %s', (action, oldrev, said) => {
    const object_attributes = {
      iid: 3,
      title: 'Better',
      source_branch: 'x',
      ...{ source_project_id: 1, target_project_id: 1 },
      target_branch: 'main',
      last_commit: { id: 'b'.repeat(40) },
      action,
      oldrev,
    };
    const body = { object_kind: 'merge_request', user: { username: 'bob' }, object_attributes };
    expect(eventOf({ 'x-gitlab-event': 'Merge Request Hook' }, body)).toEqual({
      kind: 'pull_request',
      event: 'merge_request',
      action: said,
      branch: 'x',
      commit: 'b'.repeat(40),
      targetBranch: 'main',
      pullRequest: 3,
      title: 'Better',
      actor: 'bob',
    });
  });
});

describe('what anybody sends', () => {
  it.each([
    [{}, {}, { kind: 'other', event: 'webhook' }],
    [{ 'x-yard-event': 'deploy' }, { commit: 'abc' }, { kind: 'other', event: 'deploy', commit: 'abc' }],
    [{}, { event: 'push', ref: 'refs/heads/x' }, { kind: 'push', event: 'push', branch: 'x' }],
    [{}, { event: 'push', branch: 'x', sha: 'f00' }, { kind: 'push', event: 'push', branch: 'x', commit: 'f00' }],
    [{}, { event: 'push', ref: 'refs/tags/v1' }, { kind: 'tag', event: 'push', tag: 'v1' }],
    [{}, { event: 'push' }, { kind: 'other', event: 'push' }],
    [
      {},
      { event: 'pull_request', pull_request: 7, target_branch: 'main', action: 'opened', fork: false },
      { kind: 'pull_request', event: 'pull_request', pullRequest: 7, targetBranch: 'main', action: 'opened' },
    ],
  ])('with %j and %j', (headers, body, event) => {
    expect(eventOf(headers, body)).toEqual({ actor: 'webhook', ...event });
  });

  it('may be nothing at all', () => {
    expect(readDelivery({ headers: {}, body: undefined, raw: Buffer.alloc(0) })).toMatchObject({
      event: { kind: 'other', event: 'webhook', actor: 'webhook' },
      payload: '',
      payloadBytes: 0,
    });
  });

  it('is kept to 64 KB of whole characters, and says how long it was', () => {
    const body = { text: 'ü'.repeat(40_000) };
    const { payload, payloadBytes } = readDelivery(came({}, body));
    expect(payloadBytes).toBe(80_011);
    expect(payload).toBe(`{"text":"${'ü'.repeat(32_763)}`);
  });

  it.each([
    ['too large a body', { ...came({}, {}), raw: Buffer.alloc(mostBodyBytes + 1) }, 413, 'too-large'],
    ['text', { headers: { 'content-type': 'text/plain' }, body: 'x', raw: Buffer.from('x') }, 415, 'bad-content-type'],
    [
      'a form of something else',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: { a: 'b' }, raw: Buffer.from('a=b') },
      400,
      'bad-request',
    ],
    ['an id with blanks', came({ 'x-yard-delivery': 'a b' }, {}), 400, 'bad-delivery-id'],
  ])('is refused as %s', (_what, request, status, code) => {
    expect(() => readDelivery(request)).toThrow(expect.objectContaining({ status, code }));
  });

  it('gives an event that is valid, whatever it holds', () => {
    const keys = ['ref', 'after', 'commits', 'repository', 'sender', 'pull_request', 'object_attributes', 'action'];
    const inner = ['added', 'login', 'head', 'ref', 'number', 'full_name', 'title', '__proto__', 'constructor'];
    const value = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...inner), fc.jsonValue()));
    const bodies = fc.dictionary(fc.constantFrom(...keys), fc.oneof(value, fc.array(value)));
    const headers = fc.constantFrom<Record<string, string>[]>(
      { 'x-github-event': 'push' },
      { 'x-github-event': 'pull_request' },
      { 'x-gitlab-event': 'Push Hook' },
      { 'x-yard-event': 'push' },
      {},
    );
    fc.assert(
      fc.property(bodies, headers, (body, said) => {
        const event = Object.assign(new WebhookEvent(), eventOf(said, JSON.parse(JSON.stringify(body))));
        expect(validateSync(event, { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
      }),
    );
  });
});
