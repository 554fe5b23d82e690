import { eventually, House } from '../house.js';
import { aPerson, clientOf, furnish, Gate, pushTo, settled } from './admin-seed.js';
import { openBrowser, type WebBrowser, type WebPage } from './browser.js';

const hidden = 'hunter2-never-to-be-read';

describe('the pages for those who run a project or a platform', () => {
  let house: House;
  let browser: WebBrowser;
  let view: WebPage;
  /** Everything that the platform has sent to the page. */
  const sent: string[] = [];
  beforeAll(async () => {
    [house, browser] = await Promise.all([House.start({ environment: { BEAT_MS: '200' } }), openBrowser()]);
    await furnish(house);
    view = await browser.signedIn(house);
    view.page.on('response', response => {
      if (/json/.test(response.headers()['content-type'] ?? ''))
        void response.text().then(
          text => sent.push(text),
          () => undefined,
        );
    });
  });
  afterAll(async () => {
    await browser.close();
    await house.stop();
  });
  afterEach(() => expect(view.errors).toEqual([]));

  const dialog = () => view.page.getByRole('dialog');
  const row = (text: string) => view.page.getByRole('row').filter({ hasText: text });
  const press = (name: string) => view.page.getByRole('button', { name, exact: true }).click();
  const answer = async (verb: string) => {
    await dialog().getByRole('button', { name: verb, exact: true }).click();
    await dialog().waitFor({ state: 'detached' });
  };

  it('set a secret, replace it and forget it, and show its value nowhere', async () => {
    await view.open('/secrets');
    await view.page.getByText('yard secrets set npm.token').waitFor();
    await press('Set a secret');
    await dialog().getByLabel('Name').fill('npm.token');
    await dialog().getByLabel('For').selectOption('environment');
    await dialog().getByLabel('Environment', { exact: true }).fill('production');
    await dialog().getByLabel('Value').fill(hidden);
    await answer('Set');
    await row('npm.token').getByText('production').waitFor();
    await press('Replace npm.token');
    await dialog().getByLabel('New value').fill(`${hidden}-again`);
    expect(await view.page.content()).not.toContain(hidden);
    await answer('Replace');
    await row('npm.token').getByText('2', { exact: true }).waitFor();
    await view.page.reload();
    await row('npm.token').waitFor();
    expect(await view.page.content()).not.toContain(hidden);
    expect(sent.length).toBeGreaterThan(3);
    expect(sent.filter(text => text.includes(hidden))).toEqual([]);
    await view.screenshots('secrets');
    await press('Forget npm.token');
    const forget = dialog().getByRole('button', { name: 'Forget it' });
    expect(await forget.getAttribute('aria-disabled')).toBe('true');
    await dialog().getByLabel('Type npm.token to go on').fill('npm.token');
    await answer('Forget it');
    await view.page.getByText('No secrets yet').waitFor();
  });

  it('let somebody in, give another role, and take them out', async () => {
    await aPerson(house, 'mia');
    await view.open('/members');
    await press('Let somebody in');
    await dialog().getByLabel('User').fill('mia');
    await dialog().getByLabel('Role').selectOption('viewer');
    await answer('Let in');
    await view.page.getByLabel('Role of mia').selectOption('maintainer');
    await view.page.getByText('mia is maintainer now').waitFor();
    const roles = async () => (await clientOf(house).projects.members('default')).map(({ name, role }) => [name, role]);
    expect(await roles()).toContainEqual(['mia', 'maintainer']);
    await view.screenshots('members');
    await press('Take mia out');
    await dialog().getByLabel('Type mia to go on').fill('mia');
    await answer('Take out');
    await row('mia').waitFor({ state: 'detached' });
    expect(await roles()).not.toContainEqual(['mia', 'maintainer']);
  });

  it('make a token that is shown once, may what it may, and ends', async () => {
    await view.open('/tokens');
    await press('Make a token');
    await dialog().getByLabel('Name').fill('robot');
    await dialog().getByLabel('Limit what it may do').check();
    await dialog().getByLabel('executions.read').check();
    await dialog().getByRole('button', { name: 'Make it' }).click();
    const token = (await dialog().getByLabel('token', { exact: true }).textContent()) ?? '';
    expect(token).toMatch(/^yard_/);
    await view.screenshots('token-once');
    await answer('I have kept it');
    await row('robot').getByText('executions.read').waitFor();
    await view.page.reload();
    await row('robot').waitFor();
    expect(await view.page.content()).not.toContain(token);
    const ask = async (path: string) =>
      (await fetch(`${house.url}${path}`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await ask('/api/ci/executions')).toBe(200);
    expect(await ask('/api/projects/default/secrets')).toBe(403);
    await view.screenshots('tokens');
    await press('End the token robot');
    await dialog().getByLabel('Type robot to go on').fill('robot');
    await answer('End it');
    await row('robot').waitFor({ state: 'detached' });
    expect(await ask('/api/ci/executions')).toBe(401);
  });

  it('show what came from outside without its secrets, and replay it', async () => {
    await house.apply(
      JSON.stringify({ name: 'web', on: { push: { repository: 'org/web' } }, steps: [{ name: 'say', run: 'true' }] }),
    );
    await view.open('/webhooks');
    await press('New token');
    await dialog().getByRole('button', { name: 'Make it' }).click();
    const token = (await dialog().getByLabel('token', { exact: true }).textContent()) ?? '';
    await answer('I have kept it');
    const id = await pushTo(house, token, hidden);
    await settled(house, id);
    await row('push of').getByText('started').waitFor();
    await row('push of').getByRole('link').click();
    await dialog().getByText('refs/heads/main').waitFor();
    await dialog().getByText('[redacted]').waitFor();
    expect(await view.page.content()).not.toContain(hidden);
    await view.screenshots('delivery');
    await dialog().getByRole('button', { name: 'Replay' }).click();
    await dialog().getByRole('link', { name: id }).waitFor();
    const { deliveries } = await clientOf(house).hooks.list({ project: 'default' });
    expect(deliveries.map(({ replayOf }) => replayOf)).toEqual([id, undefined]);
    expect(sent.filter(text => text.includes(hidden))).toEqual([]);
  });

  it('show who runs what as it happens, and drain: no new step, and what runs goes on', async () => {
    const [gate, later] = [new Gate(house), new Gate(house)];
    try {
      await view.open('/agents');
      const shell = row('shell').first();
      await shell.getByText('takes steps').waitFor();
      const id = await gate.begin('long');
      await shell.getByRole('link', { name: 'long · wait' }).waitFor();
      await view.screenshots('agents');
      await shell.getByRole('button', { name: 'Drain' }).click();
      await dialog().getByLabel('Why').fill('new kernel');
      await answer('Drain');
      await shell.getByText('draining').waitFor();
      await shell.getByText('new kernel').waitFor();
      const next = await later.begin('later');
      const why = () => clientOf(house).why(next);
      await eventually('a reason', async () => (await why()).some(({ sentence }) => /is drained/.test(sentence)));
      gate.open();
      expect((await house.ended(id)).status).toBe('success');
      await shell.getByText('drained', { exact: true }).waitFor();
      expect((await clientOf(house).execution(next)).startedAt).toBeUndefined();
      await shell.getByRole('button', { name: 'Undrain' }).click();
      await answer('Undrain');
      await shell.getByRole('link', { name: 'later · wait' }).waitFor();
      later.open();
      expect((await house.ended(next)).status).toBe('success');
    } finally {
      gate.close();
      later.close();
    }
  });

  it('show all of it in the audit, whose chain is whole, and give it away', async () => {
    await view.open('/audit');
    await view.page.getByText('The chain is whole').waitFor();
    for (const action of ['secret.put', 'member.removed', 'token.revoked', 'delivery.replayed', 'connector.drained']) {
      await view.page.getByLabel('Action').selectOption(action);
      await row(action).first().waitFor();
    }
    await view.page
      .getByRole('button', { name: /^Record/ })
      .first()
      .click();
    await dialog().getByText('new kernel').waitFor();
    await view.screenshots('audit-record');
    await view.page.keyboard.press('Escape');
    const [download] = await Promise.all([
      view.page.waitForEvent('download'),
      view.page.getByRole('link', { name: 'Export' }).click(),
    ]);
    expect(download.url()).toBe(`${house.url}/api/audit/export`);
  });

  const looked: [path: string, shows: string][] = [
    ['/agents', 'Pools'],
    ['/environments', 'keeps 1'],
    ['/services', 'What they stand on'],
    ['/webhooks', 'started'],
    ['/notifications', 'robot'],
    ['/notifications?tab=journal', 'keeps'],
    ['/secrets', 'No secrets yet'],
    ['/members', 'Let somebody in'],
    ['/people', 'mia'],
    ['/tokens', 'No tokens yet'],
    ['/audit', 'The chain is whole'],
    ['/caches', 'deps-1'],
  ];

  it.each(looked)('%s is well to look at and to listen to, also on a phone', async (path, shows) => {
    for (const size of ['wide', 'phone'] as const) {
      await view.page.setViewportSize(size === 'wide' ? { width: 1280, height: 800 } : { width: 390, height: 844 });
      await view.open(path);
      await view.page.getByText(shows).locator('visible=true').first().waitFor();
      await view.screenshots(`${path.replace(/\W+/g, '-').slice(1)}-${size}`);
      expect(await view.axe()).toEqual([]);
      const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect(await view.page.evaluate(beyond)).toBe(0);
    }
    await view.page.setViewportSize({ width: 1280, height: 800 });
  });

  it('offer nothing that one may not, and say who may', async () => {
    const vera = await aPerson(house, 'vera');
    await clientOf(house).projects.putMember('default', 'vera', 'viewer');
    const other = await browser.signedIn(house, {}, vera);
    await other.open('/secrets');
    await other.page.getByText('That takes the role maintainer or more; you are viewer.').waitFor();
    await other.open('/members');
    await other.page.getByRole('row').filter({ hasText: 'vera' }).waitFor();
    expect(await other.page.getByRole('button', { name: 'Let somebody in' }).count()).toBe(0);
    await other.open('/agents');
    await other.page.getByText('takes steps').first().waitFor();
    expect(await other.page.getByRole('button', { name: 'Drain' }).count()).toBe(0);
    await other.open('/people');
    await other.page.getByText('is for administrators').waitFor();
    expect(other.errors).toEqual([]);
  });
});
