import type { DeviceAnswer, LinkAnswer } from '@switchyard/contracts';
import { TOTP, URI } from 'otpauth';
import { House } from '../house.js';
import { openBrowser, operator, type WebBrowser, type WebPage } from './browser.js';
import { heading, refused, signIn } from './sign-in-page.js';

describe('the web interface', () => {
  let house: House;
  let browser: WebBrowser;
  beforeAll(async () => {
    browser = await openBrowser();
    house = await House.start();
  });
  afterEach(() => browser.closeWindows());
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  const post = <Answer>(path: string, body: object): Promise<Answer> =>
    house.json(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const clean = async (view: WebPage) => {
    expect(await view.axe()).toEqual([]);
    expect(view.errors).toEqual([]);
  };

  it('lets the owner in by the link that yard up prints, which is of no use afterwards', async () => {
    const { path } = await post<LinkAnswer>('/api/sessions/first/link', {});
    const view = await browser.stranger(house);
    await view.open(path);
    await heading(view, 'Welcome').waitFor();
    expect(new URL(view.page.url()).search).toBe('');
    await view.page.getByRole('button', { name: 'Create the account' }).click();
    await view.page.getByText('Choose a login.').waitFor();
    await view.page.getByLabel('Login').fill(operator.login);
    await view.page.getByLabel('Name').fill('Olga');
    await view.page.getByLabel('Password', { exact: true }).fill(operator.password);
    await view.page.getByLabel('Password, once more').fill(operator.password);
    await view.screenshots('welcome');
    await clean(view);
    await view.page.keyboard.press('Enter');
    await heading(view, `Welcome, ${operator.login}`).waitFor();
    await view.page.getByRole('link', { name: 'Go on' }).click();
    await view.page.getByRole('navigation', { name: 'Main' }).waitFor();
    expect(view.errors).toEqual([]);

    const late = await browser.stranger(house, { size: 'phone' });
    late.expect(refused(404));
    await late.open(path);
    await heading(late, 'This link is of no use any more').waitFor();
    await clean(late);
  });

  it('asks who one is, says what was wrong, and leads back to where one wanted to go', async () => {
    const view = await browser.stranger(house, { size: 'phone' });
    view.expect(refused(401));
    await view.open('/projects?project=default');
    await heading(view, 'Sign in').waitFor();
    await view.screenshots('sign-in');
    await signIn(view, { ...operator, password: 'wrong horse battery' });
    await view.page.getByRole('alert').getByText('There is nobody with this login and password.').waitFor();
    await clean(view);
    await signIn(view);
    await heading(view, 'Projects').waitFor();
    expect(view.page.url()).toBe(`${house.url}/projects?project=default`);
    expect(view.errors).toEqual([]);
  });

  it('asks for the second factor once it is on: a code, or a recovery code', async () => {
    const { code } = await post<LinkAnswer>('/api/invitations', { administrator: true });
    const tom = { login: 'tom', password: operator.password };
    await post('/api/sessions/first', { code, ...tom, tokens: true });
    const view = await browser.signedIn(house, {}, tom);
    await view.open('/profile');
    await view.page.getByRole('button', { name: 'Set it up' }).click();
    await view.page.getByRole('img', { name: 'QR code for your authenticator' }).waitFor();
    const secret = await view.page
      .locator('code')
      .filter({ hasText: /^[A-Z2-7]{16,}$/ })
      .innerText();
    const totp = new TOTP({ secret });
    expect(URI.parse(totp.toString())).toBeDefined();
    await view.page.getByRole('textbox', { name: 'Code' }).fill(totp.generate());
    await view.page.getByRole('button', { name: 'Turn it on' }).click();
    await view.page.getByText('Keep these recovery codes').waitFor();
    const recovery = (await view.page.locator('li code').first().innerText()).trim();
    await clean(view);
    await view.page.getByRole('button', { name: 'I have kept them' }).click();

    const again = await browser.stranger(house);
    again.expect(refused(401));
    await again.open('/sign-in');
    await signIn(again, tom);
    await again.page.getByLabel('Code').fill('000000');
    await again.page.keyboard.press('Enter');
    await again.page.getByText('This code is not right').waitFor();
    await clean(again);
    await again.page.getByLabel('Code').fill(recovery);
    await again.page.keyboard.press('Enter');
    await again.page.getByRole('navigation', { name: 'Main' }).waitFor();
    expect(again.errors).toEqual([]);
  });

  it('shows the sessions, ends another one, and sends its browser to the sign-in and back', async () => {
    const [here, there] = [await browser.signedIn(house), await browser.signedIn(house)];
    there.expect(refused(401));
    await there.open('/health');
    await heading(there, 'Health').waitFor();
    await here.open('/profile');
    await here.page.getByText('this one').waitFor();
    const before = await here.page.getByRole('button', { name: 'End', exact: true }).count();
    expect(before).toBeGreaterThan(0);
    // The newest comes first, or last: all others are ended.
    for (let left = before; left > 0; left -= 1) {
      await here.page.getByRole('button', { name: 'End', exact: true }).first().click();
      await here.page.getByRole('button', { name: 'End the session' }).click();
      await here.page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await here.page.getByRole('button', { name: 'End', exact: true }).waitFor({ state: 'detached' });
    await here.screenshots('profile');
    await clean(here);
    // It looks by itself now and then, and may have found out.
    await there.page.getByRole('button', { name: 'Look again' }).or(heading(there, 'Sign in')).click();
    await heading(there, 'Sign in').waitFor();
    await signIn(there);
    await heading(there, 'Health').waitFor();
    expect(there.errors).toEqual([]);
    await here.page.getByRole('button', { name: 'Sign out' }).click();
    await heading(here, 'Sign in').waitFor();
    expect(here.errors).toEqual([]);
  });

  it('lets a program in that shows a code', async () => {
    const asked = await post<DeviceAnswer>('/api/sessions/device', { name: 'yard on laptop' });
    const view = await browser.signedIn(house);
    await view.open('/device');
    await view.page.getByLabel('Code').fill(asked.userCode.toLowerCase().replace('-', ''));
    await view.page.keyboard.press('Enter');
    await view.page.getByText('yard on laptop').waitFor();
    await view.screenshots('device');
    await clean(view);
    await view.page.getByRole('button', { name: 'Let it in' }).click();
    await view.page.getByRole('heading', { name: /yard on laptop is let in/i }).waitFor();
    const { user } = await post<{ user: { login: string } }>('/api/sessions/device/token', {
      deviceCode: asked.deviceCode,
    });
    expect(user.login).toBe(operator.login);
    view.expect(refused(404));
    await view.open('/device?code=BCDF-GHJK');
    await view.page
      .getByRole('alert')
      .getByText(/nothing waits with this code/i)
      .waitFor();
    expect(view.errors).toEqual([]);
  });

  it('shows the health of every part, and says so in the title', async () => {
    const view = await browser.signedIn(house);
    await view.open('/health');
    for (const part of ['Store', 'Bus', 'Service registry'])
      await view.page.getByRole('cell', { name: part }).waitFor();
    expect(await view.page.title()).toBe('✓ Health · Switchyard');
    expect(await view.page.locator('link[rel=icon]').getAttribute('href')).toMatch(/^data:image\/svg\+xml,/);
    await view.screenshots('health');
    await clean(view);
  });

  it('makes a project, renames it and deletes it', async () => {
    const view = await browser.signedIn(house);
    await view.open('/projects');
    await heading(view, 'Projects').waitFor();
    await view.page.keyboard.press('n');
    await view.page.getByLabel('Id').fill('shop');
    await view.page.getByLabel('Name').fill('The shop');
    await clean(view);
    await view.page.keyboard.press('Enter');
    await view.page.waitForURL('**/executions?project=shop');
    await view.open('/settings?project=shop');
    await view.page.getByLabel('Name').fill('The web shop');
    await view.page.getByRole('button', { name: 'Rename' }).click();
    await heading(view, 'Settings of The web shop').waitFor();
    await view.screenshots('settings');
    await clean(view);
    await view.page.getByRole('button', { name: 'Delete the project' }).click();
    await view.page.getByRole('button', { name: 'Delete it' }).click();
    await heading(view, 'Projects').waitFor();
    await view.page.getByText('The web shop was deleted').waitFor();
    await view.screenshots('projects');
    expect(view.errors).toEqual([]);
  });

  it('is gone through by keys alone, which it shows', async () => {
    const view = await browser.signedIn(house, { scheme: 'dark' });
    const { keyboard } = view.page;
    await view.open('/health');
    await heading(view, 'Health').waitFor();
    await keyboard.press('?');
    await view.page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await view.screenshots('keys');
    await clean(view);
    await keyboard.press('Escape');
    await view.page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
    await keyboard.press('g');
    await keyboard.press('o');
    await heading(view, 'Projects').waitFor();
    // The first thing the focus comes to skips everything that every page has.
    await view.open('/projects');
    await heading(view, 'Projects').waitFor();
    await keyboard.press('Tab');
    expect(await view.page.evaluate('document.activeElement.textContent')).toBe('Skip to the page');
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    expect(await view.page.evaluate('document.activeElement.closest("main") !== null')).toBe(true);
    expect(await view.page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    expect(view.errors).toEqual([]);
  });

  it('keeps its theme, and has a navigation on a phone', async () => {
    const view = await browser.signedIn(house, { size: 'phone' });
    await view.open('/profile');
    await view.page.getByLabel('Theme', { exact: true }).selectOption('dark');
    const ground = () => view.page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const dark = await ground();
    await view.page.reload();
    await view.page.getByLabel('Theme', { exact: true }).waitFor();
    expect([await ground(), await view.page.evaluate('document.documentElement.dataset.theme')]).toEqual([
      dark,
      'dark',
    ]);
    await view.page.getByRole('button', { name: 'Navigation' }).click();
    await view.screenshot('phone-navigation');
    await view.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Health' }).click();
    await heading(view, 'Health').waitFor();
    await view.page.getByRole('link', { name: 'Audit' }).waitFor({ state: 'hidden' });
    const { wide, shown } = (await view.page.evaluate(
      '({ wide: document.documentElement.scrollWidth, shown: innerWidth })',
    )) as { wide: number; shown: number };
    expect(wide).toBeLessThanOrEqual(shown);
    await view.screenshot('phone-health');
    await clean(view);
  });

  it('says so where no page is', async () => {
    const view = await browser.signedIn(house);
    await view.open('/no/such/page');
    await heading(view, 'There is no such page').waitFor();
    await clean(view);
  });
});
