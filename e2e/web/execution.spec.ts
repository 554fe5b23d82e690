import type { ExecutionView } from '@switchyard/contracts';
import { type ExecutionHouse, startExecutionHouse } from './execution-house.js';
import { wide } from './execution-pipelines.js';

const words: Record<string, string> = { 'waiting-approval': 'waiting for approval' };

describe('the page of an execution', () => {
  let at: ExecutionHouse;
  beforeAll(async () => {
    at = await startExecutionHouse();
  }, 120_000);
  afterAll(() => at?.stop());
  afterEach(() => expect(at?.view.errors.splice(0)).toEqual([]));

  it('leads to what failed, why, and what it wrote', async () => {
    const { view, page, ended, see, heading, box, log } = at;
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
    const { page, ended, see, heading, box } = at;
    await see(ended.id);
    await page.getByRole('button', { name: 'browsers' }).waitFor();
    await box('unit').click();
    await heading('unit success').waitFor();
    expect(new URL(page.url()).searchParams.get('step')).toBe('unit');
    await page.goBack();
    await heading('publish failed').waitFor();
  });

  it('shows when what ran, and what the whole depended on', async () => {
    const { view, page, ended, see } = at;
    await see(ended.id, '?picture=timing');
    await page.getByText('on the critical path steps ran').waitFor();
    expect(await page.locator('li', { hasText: '; on the critical path' }).count()).toBeGreaterThan(2);
    await view.screenshots('execution-timing');
    expect(await view.axe()).toEqual([]);
  });

  it('shows the run as it was after any event', async () => {
    const { house, view, page, ended, see, button, row } = at;
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

  it('has the artifacts, each to be looked into and to be downloaded', async () => {
    const { view, page, ended, see, button } = at;
    await see(ended.id, '?tab=artifacts');
    await button('site').click();
    await page.getByText('dist/index.html').waitFor();
    await page.getByText(/^in [67] days$/).waitFor();
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
    const { view, page, ended, see } = at;
    await see(ended.id, '?tab=tests');
    await page.getByText('1 is not 2').waitFor();
    await page.getByText('sums.test.js:7', { exact: true }).waitFor();
    await page.getByRole('table', { name: 'The slowest tests' }).getByText('divides').waitFor();
    await view.screenshots('execution-tests');
    expect(await view.axe()).toEqual([]);
    await page.getByRole('link', { name: /^Findings/ }).click();
    await page.getByText('eval runs anything').waitFor();
    await page.getByText('50.0 % (1 of 2)').first().waitFor();
    await view.screenshots('execution-findings');
    expect(await view.axe()).toEqual([]);
  });

  it('is copied as a command for each thing that can be done', async () => {
    const { page, ended, see, button } = at;
    await see(ended.id);
    await button('Copy as').click();
    await page.getByRole('button', { name: 'yard rerun … --all' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`yard rerun ${ended.id} --all`);
    await button('Copy as').click();
    await page.getByRole('button', { name: 'curl POST …/rerun' }).first().click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`-X POST`);
  });

  it('closes a crowd into one box, which opens', async () => {
    const { house, view, page, see } = at;
    const { id } = await house.run(wide);
    await see(id);
    const group = page.getByRole('button', { name: /shard.*60 steps/ });
    await group.waitFor();
    expect(await page.locator('[data-step]').count()).toBe(0);
    await group.click();
    await page.locator('[data-step]').nth(59).waitFor({ state: 'attached' });
    expect(await page.locator('[data-step]').count()).toBe(60);
    await view.screenshots('execution-wide');
    expect(await view.axe()).toEqual([]);
  });

  it('fits a phone', async () => {
    const { house, browser, ended } = at;
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

  it('needs less than 200 KB of script', async () => {
    const { house, browser, ended } = at;
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
