import { createHmac } from 'node:crypto';
import { SystemClock } from '@switchyard/kernel';
import { GithubSender } from './github-sender.js';
import { Links } from './links.js';
import { MailSender } from './mail-sender.js';
import { PinnedPost } from './pinned-post.js';
import { aNotification, commit, startMailServer, startReceiver } from './receivers.story.js';
import { SlackSender } from './slack-sender.js';
import { WebhookSender } from './webhook-sender.js';

const links = new Links('https://ci.example');
const link = 'https://ci.example/api/ci/executions/01m84ywyccwh2egkrpyg85s86c';
const http = new PinnedPost(true);

describe('what people are told', () => {
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  beforeEach(async () => (receiver = await startReceiver()));
  afterEach(() => receiver.stop());
  const body = () => JSON.parse(receiver.received[0]?.body ?? '') as Record<string, unknown>;

  it('by a webhook is signed over its time and its bytes', async () => {
    const headers = { 'X-Team': 'web' };
    const target = { kind: 'webhook' as const, url: `${receiver.url}/hook`, secret: 'hook', headers };
    await new WebhookSender(http, links, new SystemClock()).send(aNotification(target), 'a secret');
    const [received] = receiver.received;
    const time = String(received?.headers['yard-timestamp']);
    expect(Math.abs(Number(time) - Date.now() / 1_000)).toBeLessThan(60);
    expect(received).toMatchObject({
      method: 'POST',
      path: '/hook',
      headers: {
        'x-team': 'web',
        'content-type': 'application/json',
        'yard-event': 'failure',
        'yard-delivery': '01m84ywyccwh2egkrpyg85s86c:failure:1f2e',
        'yard-signature': `v1=${createHmac('sha256', 'a secret').update(`${time}.${received?.body}`).digest('hex')}`,
      },
    });
    expect(body()).toMatchObject({
      v: 1,
      moment: 'failure',
      text: 'web failed on main (aaaaaaaa)',
      pipeline: { name: 'web', version: 3 },
      execution: { status: 'failed', reason: 'step test failed', url: link },
      trigger: { branch: 'main', commit },
    });
  });

  it('by a webhook without a secret is not signed', async () => {
    const target = { kind: 'webhook' as const, url: receiver.url, headers: {} };
    await new WebhookSender(http, new Links(undefined), new SystemClock()).send(aNotification(target), undefined);
    expect(receiver.received[0]?.headers).not.toHaveProperty('yard-signature');
    expect(body()['execution']).not.toHaveProperty('url');
  });

  it('in Slack calls nobody together', async () => {
    const target = { kind: 'slack' as const, secret: 'slack', channel: '#builds' };
    const notification = aNotification(target, { pipelineName: 'web <!channel> & co' });
    await new SlackSender(http, links).send(notification, `${receiver.url}/services/T/B/x\n`);
    expect(receiver.received[0]?.path).toBe('/services/T/B/x');
    expect(body()).toEqual({
      channel: '#builds',
      text: `web &lt;!channel&gt; &amp; co failed on main (aaaaaaaa)\nstep test failed\n<${link}>`,
    });
  });

  it.each(['', 'xoxb-token', 'file:///etc/passwd'])('in Slack needs an address, and %j is none', async address => {
    const target = { kind: 'slack' as const, secret: 'slack' };
    const sent = new SlackSender(http, links).send(aNotification(target), address);
    await expect(sent).rejects.toMatchObject({ code: 'no-slack-address', retry: false });
  });

  describe('at GitHub', () => {
    const sender = (token: string | undefined = 'ghp_token') =>
      new GithubSender(http, links, { api: receiver.url, token });
    const target = { kind: 'github' as const, as: 'status' as const, repository: 'org/web' };

    it.each([
      ['start', 'running', 'pending'],
      ['success', 'success', 'success'],
      ['failure', 'failed', 'failure'],
      ['failure', 'cancelled', 'error'],
    ] as const)('of %s (%s) is the state %s of the commit', async (moment, status, state) => {
      await sender().send(aNotification(target, { moment, status }));
      expect(receiver.received).toMatchObject([
        { path: `/repos/org/web/statuses/${commit}`, headers: { authorization: 'Bearer ghp_token' } },
      ]);
      expect(body()).toMatchObject({ state, context: 'switchyard/web', target_url: link });
    });

    it('may be a comment', async () => {
      await sender().send(aNotification({ ...target, as: 'comment' }));
      expect(receiver.received[0]?.path).toBe(`/repos/org/web/commits/${commit}/comments`);
      expect(body()).toEqual({ body: `web failed on main (aaaaaaaa)\n\nstep test failed\n\n${link}` });
    });

    it.each([
      ['no token', {}, undefined, 'NOTIFY_GITHUB_TOKEN'],
      ['no repository', { ...target, repository: 'web' }, 'x', 'is no repository'],
      ['a repository elsewhere', { ...target, repository: 'https://gitlab.com/org/web' }, 'x', 'is no repository'],
      ['a way out of the path', { ...target, repository: '../..' }, 'x', 'is no repository'],
    ])('is not told with %s', async (_, more, token, says) => {
      const github = new GithubSender(http, links, { api: receiver.url, token });
      const sent = github.send(aNotification({ ...target, ...more }));
      await expect(sent).rejects.toMatchObject({ retry: false, message: expect.stringContaining(says) });
      expect(receiver.received).toEqual([]);
    });

    it('is not told without a whole commit', async () => {
      const trigger = { type: 'manual', actor: 'alice', at: '', commit: 'abc' } as const;
      await expect(sender().send(aNotification(target, { trigger }))).rejects.toMatchObject({ retry: false });
    });
  });

  describe('by mail', () => {
    let server: Awaited<ReturnType<typeof startMailServer>>;
    beforeEach(async () => (server = await startMailServer()));
    afterEach(() => server.stop());
    const target = { kind: 'email' as const, to: ['a@b.example', 'c@d.example'] };
    const sender = () => new MailSender({ url: server.url, from: 'Switchyard <ci@example.com>' }, links);

    it('has what happened as its subject', async () => {
      await sender().send(aNotification(target));
      expect(server.mails).toMatchObject([{ from: 'ci@example.com', to: target.to }]);
      const { text } = server.mails[0] ?? { text: '' };
      expect(text).toContain('Subject: web failed on main (aaaaaaaa)\r\n');
      expect(text).toContain('Message-ID: <01m84ywyccwh2egkrpyg85s86c.failure.1f2e@switchyard>\r\n');
      expect(text).toContain(`step test failed\r\n\r\n${link}\r\n`);
    });

    it('cannot be given another header by the name of a branch', async () => {
      await sender().send(aNotification({ ...target, subject: 'x\r\nBcc: evil@d.example' }));
      expect(server.mails[0]?.to).toEqual(target.to);
      expect(server.mails[0]?.text).not.toMatch(/^Bcc:/m);
    });

    it.each([
      ['451 later', true],
      ['550 nobody here', false],
    ])('that is answered with %s may be tried again: %s', async (refusal, retry) => {
      server.answer.refusal = refusal;
      await expect(sender().send(aNotification(target))).rejects.toMatchObject({ code: 'mail-not-sent', retry });
    });

    it('is tried again where the server is away, and not where there is none', async () => {
      const nowhere = new MailSender({ url: 'smtp://127.0.0.1:1', from: 'ci@example.com' }, links);
      await expect(nowhere.send(aNotification(target))).rejects.toMatchObject({ retry: true });
      const none = new MailSender({ url: undefined, from: 'ci@example.com' }, links);
      await expect(none.send(aNotification(target))).rejects.toMatchObject({ retry: false });
    });
  });
});
