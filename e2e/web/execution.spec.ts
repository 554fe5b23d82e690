import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionId, ExecutionView } from '@switchyard/contracts';
import type { Page } from 'playwright-core';
import { House } from '../house.js';
import { openBrowser, type WebBrowser, type WebPage } from './browser.js';
import { gated, live, long, shop, wide } from './execution-pipelines.js';

describe('the page of an execution', () => {
  let house: House;
  let browser: WebBrowser;
  let gates: string;
  let ended: ExecutionView;
  let view: WebPage;
  let page: Page;
  beforeAll(async () => {
    gates = await mkdtemp(join(tmpdir(), 'yard-gates-'));
    [house, browser] = await Promise.all([House.start({ environment: viewer }), openBrowser()]);
    view = await browser.signedIn(house);
    page = view.page;
    ended = await house.run(shop, { GATES: gates });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
    await rm(gates, { recursive: true, force: true });
  });
  afterEach(() => expect(view?.errors.splice(0)).toEqual([]));

  const viewer = { TRACE_VIEWER_URL: 'https://traces.example/trace/{traceId}' };
  const begin = (yaml: string) => house.begin(yaml, { GATES: gates });
  const openGate = (name: string) => writeFile(join(gates, name), '');
  const see = (id: ExecutionId, query = '') => view.open(`/executions/${id}${query}`);
  const heading = (name: string) => page.getByRole('heading', { name });
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const row = (step: string) => page.locator(`[data-row="${step}"]`);
  const box = (step: string) =>
    page.getByRole('navigation', { name: 'Graph of steps' }).locator(`[data-step="${step}"]`);
  const log = () => page.locator('[data-log]');
  const idHere = () => /executions\/(\w+)/.exec(page.url())?.[1] as ExecutionId;

  it('leads to what failed, why, and what it wrote', async () => {
    await see(ended.id);
    await heading('publish failed').waitFor();
    await page.locator('[data-reason]', { hasText: 'xit' }).first().waitFor();
    await log().getByText('the registry says 403').waitFor();
    expect(await page.title()).toBe('✗ shop · Switchyard');
    expect(await page.locator('link[rel=icon]').getAttribute('href')).toContain('data:image/svg');
    expect(await box('publish').getAttribute('aria-current')).toBe('step');
    await view.screenshots('execution-failed');
    expect(await view.axe()).toEqual([]);
  });

  it('draws a matrix in one box and what needs what, and opens a step by a click', async () => {
    await see(ended.id);
    await page.getByRole('button', { name: 'browsers' }).waitFor();
    await box('unit').click();
    await heading('unit success').waitFor();
    expect(new URL(page.url()).searchParams.get('step')).toBe('unit');
    await page.goBack();
    await heading('publish failed').waitFor();
  });

  it('shows when what ran, and what the whole depended on', async () => {
    await see(ended.id, '?picture=timing');
    await page.getByText('on the critical path steps ran').waitFor();
    expect(await page.locator('li', { hasText: '; on the critical path' }).count()).toBeGreaterThan(2);
    await view.screenshots('execution-timing');
    expect(await view.axe()).toEqual([]);
  });

  it('follows a run as it happens, without being asked', async () => {
    const id = await begin(live);
    await see(id);
    await heading('one running').waitFor();
    await log().getByText('begun').waitFor();
    await page.waitForFunction(() => document.title.startsWith('●'));
    await row('two').getByText('waits for').waitFor();
    const asked: string[] = [];
    page.on('request', request => asked.push(new URL(request.url()).pathname));
    await openGate('one');
    await box('two').locator('text=running').waitFor({ state: 'attached' });
    await row('one').locator('text=success').waitFor({ state: 'attached' });
    await openGate('two');
    await page.waitForFunction(() => document.title.startsWith('✓'));
    await page.locator('[aria-live]', { hasText: 'live is success' }).waitFor({ state: 'attached' });
    expect(asked).not.toContain(`/api/ci/executions/${id}`);
    page.removeAllListeners('request');
  });

  it('lets a step be approved by a click and a word', async () => {
    const id = await begin(gated);
    await see(id);
    await heading('ask waiting for approval').waitFor();
    await page.locator('[data-reason]', { hasText: 'one more approval' }).waitFor();
    await view.screenshot('execution-approval');
    await button('Approve').click();
    await page.getByRole('dialog').getByLabel('Comment').fill('go ahead');
    expect(await view.axe()).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
    await page.waitForFunction(() => document.title.startsWith('✓'));
    await row('ask').click();
    await page.getByText('go ahead').waitFor();
    expect((await house.get(id)).steps[0]?.approval?.reviews).toMatchObject([{ actor: 'Olga', comment: 'go ahead' }]);
  });

  it('repeats from a step, what failed, or all of it, and shows where that comes from', async () => {
    await openGate('mended');
    await see(ended.id);
    await button('Re-run failed').click();
    await page.waitForURL(url => !url.pathname.includes(ended.id));
    const failed = idHere();
    expect((await house.ended(failed)).status).toBe('success');
    expect((await house.get(failed)).rerunOf?.from).toBe('failed');
    await see(failed, '?step=announce');
    await button('Re-run from here').click();
    await page.waitForURL(url => !url.pathname.includes(failed));
    const fromStep = idHere();
    expect((await house.ended(fromStep)).rerunOf?.from).toBe('announce');
    await see(fromStep, '?step=publish');
    await page.locator('[data-reason]', { hasText: 'Kept from execution' }).waitFor();
    await button('Re-run all').click();
    await page.waitForURL(url => !url.pathname.includes(fromStep));
    const all = await house.ended(idHere());
    expect([all.rerunOf?.from, all.steps.filter(step => step.keptFrom).length]).toEqual(['start', 0]);
    await see(all.id, '?tab=about');
    await page.getByRole('table', { name: 'Repetitions' }).getByText(ended.id).waitFor();
    expect(await page.getByRole('table', { name: 'Repetitions' }).getByRole('row').count()).toBe(5);
    const trace = page.getByRole('link', { name: /^[0-9a-f]{32}$/ });
    expect(await trace.getAttribute('href')).toMatch(/^https:\/\/traces\.example\/trace\/[0-9a-f]{32}$/);
    await view.screenshots('execution-about');
    expect(await view.axe()).toEqual([]);
  });

  it('is paused, resumed, cancelled, and cancelled by force', async () => {
    const id = await begin(long);
    await see(id);
    await heading('forever running').waitFor();
    await button('Pause').click();
    await page.getByText('Paused by Olga.').first().waitFor();
    await button('Resume').click();
    await button('Pause').waitFor();
    await button('Cancel').click();
    await page.getByRole('dialog').getByLabel('Why').fill('enough');
    await button('Cancel it').click();
    await page.getByText('Being cancelled: enough.').first().waitFor();
    await row('clean').locator('text=running').waitFor({ state: 'attached' });
    await button('Cancel by force').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel by force' }).click();
    await page.waitForFunction(() => document.title.startsWith('■'));
    expect((await house.get(id)).status).toBe('cancelled');
  });

  it('shows the run as it was after any event', async () => {
    await see(ended.id, '?tab=events');
    const slider = page.getByRole('slider', { name: 'Event' });
    await slider.waitFor();
    await slider.focus();
    await slider.press('Home');
    await page.waitForURL(/at=1(?!\d)/);
    await page.getByText('the execution was created').first().waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('pending');
    await slider.press('ArrowRight');
    await page.waitForURL(/at=2(?!\d)/);
    const { steps } = await house.json<ExecutionView>(`/api/ci/executions/${ended.id}?at=14`);
    await see(ended.id, '?at=14');
    await page.getByText('After event 14').waitFor();
    for (const step of steps)
      await row(step.id)
        .locator(`text=${words[step.status] ?? step.status}`)
        .first()
        .waitFor({ state: 'attached' });
    expect(await page.getByRole('button', { name: 'Re-run failed' }).count()).toBe(0);
    await view.screenshots('execution-past');
    expect(await view.axe()).toEqual([]);
    await button('Play what happened').click();
    await page.waitForURL(new RegExp(`at=${ended.rev}`));
    await button('Now').click();
    await page.waitForURL(url => !url.search.includes('at='));
    await button('Re-run failed').waitFor();
  });
  const words: Record<string, string> = { 'waiting-approval': 'waiting for approval' };

  it('has the artifacts, each to be looked into and to be downloaded', async () => {
    await see(ended.id, '?tab=artifacts');
    await button('site').click();
    await page.getByText('dist/index.html').waitFor();
    await page.getByText('in 7 days').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('row', { name: /^site / })
        .getByRole('link', { name: 'ZIP' })
        .click(),
    ]);
    expect(download.suggestedFilename()).toBe('site.zip');
    expect(await download.failure()).toBeNull();
    await view.screenshots('execution-artifacts');
    expect(await view.axe()).toEqual([]);
  });

  it('has test results, findings and coverage', async () => {
    await see(ended.id, '?tab=tests');
    await page.getByText('1 is not 2').waitFor();
    await page.getByText('sums.test.js:7').waitFor();
    await page.getByRole('table', { name: 'The slowest tests' }).getByText('divides').waitFor();
    await view.screenshots('execution-tests');
    expect(await view.axe()).toEqual([]);
    await page.getByRole('link', { name: /^Findings/ }).click();
    await page.getByText('eval runs anything').waitFor();
    await page.getByText('50.0 % (1 of 2)').first().waitFor();
    await view.screenshots('execution-findings');
    expect(await view.axe()).toEqual([]);
  });

  it('is gone through by keys alone', async () => {
    await see(ended.id, '?step=compile');
    await heading('compile success').waitFor();
    await page.keyboard.press('j');
    await heading('pack success').waitFor();
    await page.keyboard.press('k');
    await heading('compile success').waitFor();
    await page.keyboard.press('l');
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-log'));
    await page.keyboard.press('v');
    await page.getByText('on the critical path steps ran').waitFor();
    await page.keyboard.press(',');
    await page.getByText(`After event ${ended.rev - 1}`).waitFor();
    await page.keyboard.press('0');
    await button('Re-run failed').waitFor();
    const id = await begin(gated);
    await see(id);
    await heading('ask waiting for approval').waitFor();
    await page.keyboard.press('x');
    await page.getByRole('dialog', { name: 'Reject ask?' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('c');
    await page.getByRole('dialog', { name: 'Cancel gated?' }).waitFor();
    await page.getByLabel('Why').press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.title.startsWith('■'));
    await page.keyboard.press('r');
    await page.waitForURL(url => !url.pathname.includes(id));
    await house.cancel(idHere());
  });

  it('is copied as a command for each thing that can be done', async () => {
    await see(ended.id);
    await button('Copy as').click();
    await page.getByRole('button', { name: 'yard rerun … --all' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`yard rerun ${ended.id} --all`);
    await button('Copy as').click();
    await page.getByRole('button', { name: 'curl POST …/rerun' }).first().click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`-X POST`);
  });

  it('closes a crowd into one box, which opens', async () => {
    const { id } = await house.run(wide);
    await see(id);
    const group = page.getByRole('button', { name: /shard.*60 steps/ });
    await group.waitFor();
    expect(await page.locator('[data-step]').count()).toBe(0);
    await group.click();
    expect(await page.locator('[data-step]').count()).toBe(60);
    await view.screenshots('execution-wide');
    expect(await view.axe()).toEqual([]);
  });

  it('fits a phone', async () => {
    const phone = await browser.signedIn(house, { size: 'phone' });
    await phone.open(`/executions/${ended.id}`);
    await phone.page.getByText('the registry says 403').waitFor();
    const overflow = await phone.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await phone.screenshots('execution-phone');
    expect(await phone.axe()).toEqual([]);
    await phone.open(`/executions/${ended.id}?tab=events`);
    await phone.page.getByRole('slider', { name: 'Event' }).waitFor();
    await phone.screenshots('execution-phone-events');
    expect(phone.errors).toEqual([]);
    await phone.page.context().close();
  });

  it('says what to do where there is nothing, and goes on when the platform is back', async () => {
    view.expect(/404/);
    await see('01j00000000000000000000000' as ExecutionId);
    await heading('There is no such execution').waitFor();
    const id = await begin(long);
    await see(id);
    await heading('forever running').waitFor();
    view.expect(/ERR_|Failed to load/);
    await page.route('**/api/ci/executions/**', route => route.abort());
    // The connection that stands is cut where the browser goes offline.
    await page.context().setOffline(true);
    await page.evaluate(() => dispatchEvent(new Event('offline')));
    await page.getByText('The platform does not answer.').waitFor();
    await page.context().setOffline(false);
    await page.unroute('**/api/ci/executions/**');
    await page.getByText('The platform does not answer.').waitFor({ state: 'detached' });
    await house.cancel(id);
    await page.getByText('Being cancelled').first().waitFor();
  });

  it('needs less than 200 KB of script', async () => {
    const fresh = await browser.signedIn(house);
    const sizes: Promise<number>[] = [];
    fresh.page.on('response', response => {
      if (new URL(response.url()).pathname.endsWith('.js'))
        sizes.push(
          response
            .request()
            .sizes()
            .then(({ responseBodySize }) => responseBodySize),
        );
    });
    await fresh.open(`/executions/${ended.id}`);
    await fresh.page.getByText('the registry says 403').waitFor();
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(200_000);
    await fresh.page.context().close();
  });
});
