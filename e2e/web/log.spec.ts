import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttemptId, ExecutionId, ExecutionView } from '@switchyard/contracts';
import type { Page } from 'playwright-core';
import { eventually, House } from '../house.js';
import { openBrowser, type WebBrowser, type WebPage } from './browser.js';
import { countIn, foot, isSeen, log, row, textOf } from './log-page.js';
import { big, evil, live, pipeline } from './log-pipelines.js';
import { longestTask } from './longest-task.js';

const attemptOf = (execution: ExecutionView, step = 's1'): AttemptId =>
  execution.steps.find(({ name }) => name === step)?.attempts.at(-1)?.id ?? ('none' as AttemptId);

describe('the log', () => {
  let house: House;
  let browser: WebBrowser;
  let view: WebPage;
  let page: Page;
  let id: ExecutionId;
  let attempt: AttemptId;

  beforeAll(async () => {
    [house, browser] = await Promise.all([House.start(), openBrowser()]);
    view = await browser.signedIn(house);
    page = view.page;
    id = await house.begin(pipeline('big', big));
    attempt = attemptOf(await house.ended(id));
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  }, 60_000);
  afterEach(() => expect(view.errors).toEqual([]));

  const open = async (query = '') => {
    await view.open(`/executions/${id}/log?attempt=${attempt}${query}`);
    await foot(page, '200,000 lines').waitFor();
    await log(page).focus();
  };

  it('of 200,000 lines is there from the first to the last, and no task of the page is long', async () => {
    await open();
    await row(page, 8).waitFor();
    expect(await textOf(page, 8)).toBe('line number 1');
    await page.keyboard.press('G');
    await row(page, 200_000).waitFor();
    expect(await textOf(page, 200_000)).toBe('the very last line');
    expect(await page.locator('[data-line]').count()).toBeLessThan(400);
    await page.keyboard.press('Home');
    await row(page, 8).waitFor();
    const longest = await longestTask(page, async () => {
      await open();
      await page.keyboard.press('G');
      await row(page, 200_000).waitFor();
    });
    expect(longest).toBeGreaterThan(0);
    expect(longest).toBeLessThan(200);
  });

  it('of a million lines can be scrolled through, though no element can be as high', async () => {
    const many = await house.run(pipeline('many', 'seq 1 1000000'));
    await view.open(`/executions/${many.id}/log?line=700000`);
    await foot(page, '1,000,000 lines').waitFor();
    await row(page, 700_000).waitFor();
    expect(await isSeen(page, 700_000)).toBe(true);
    expect(await log(page).evaluate(one => one.scrollHeight)).toBeLessThanOrEqual(8_000_000);
    await log(page).evaluate(one => (one.scrollTop = one.scrollHeight));
    await row(page, 1_000_000).waitFor();
    expect(await textOf(page, 1_000_000)).toBe('1000000');
    await log(page).evaluate(one => (one.scrollTop = 0));
    await row(page, 1).waitFor();
  });

  it('goes to the line of its address, which is a link', async () => {
    await open('&line=150000');
    await row(page, 150_000).waitFor();
    expect(await isSeen(page, 150_000)).toBe(true);
    expect(await textOf(page, 150_000)).toBe('line number 149993');
    await page.getByRole('link', { name: 'line 150001', exact: true }).click();
    await page.waitForURL(/line=150001/);
    await page.locator('[data-line="150000"] [aria-current="true"]').waitFor();
  });

  it('finds a text, and goes from hit to hit', async () => {
    await open();
    await page.keyboard.press('/');
    await page.keyboard.type('LINE NUMBER 1999');
    const count = page.getByRole('search').getByRole('status');
    await page.getByText('1 of 102').waitFor();
    await row(page, 2_006).locator('mark').waitFor();
    expect(await row(page, 2_006).locator('mark').innerText()).toBe('line number 1999');
    await page.keyboard.press('Escape');
    await page.keyboard.press('N');
    await row(page, 199_997).locator('mark').waitFor();
    expect(await count.innerText()).toBe('102 of 102');
  });

  it('opens and closes its groups, and goes to the first error', async () => {
    await open();
    const install = page.getByRole('button', { name: 'Install <b>packages</b>' });
    expect(await install.getAttribute('aria-expanded')).toBe('false');
    expect(await row(page, 2).count()).toBe(0);
    await install.focus();
    await page.keyboard.press('Enter');
    await row(page, 2).waitFor();
    expect(await textOf(page, 2)).toBe('one');
    await page.keyboard.press('Enter');
    await row(page, 2).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Tests/ }).click();
    await row(page, 6).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'First error' }).click();
    await row(page, 6).waitFor();
    expect(await textOf(page, 6)).toBe('error: a test failed');
  });

  it('shows colours, and of a line of a million characters the beginning and where the rest is', async () => {
    await open('&line=199998');
    await row(page, 199_999).waitFor();
    const [bold, orange] = await row(page, 199_998).locator('span span').all();
    expect(await bold?.evaluate(one => getComputedStyle(one).fontWeight)).toBe('700');
    const usual = await row(page, 199_998).evaluate(one => getComputedStyle(one).color);
    expect(await orange?.evaluate(one => getComputedStyle(one).color)).not.toBe(usual);
    const rest = row(page, 199_999).getByRole('link', { name: /more of this line/ });
    const answer = await page.request.get((await rest.getAttribute('href')) ?? '');
    expect(await answer.text()).toBe('x'.repeat(1_000_000 - 8_192));
    const heightOf = () => row(page, 199_999).evaluate(one => one.getBoundingClientRect().height);
    expect(await heightOf()).toBeGreaterThan(200);
    await page.getByRole('button', { name: 'Wrap' }).click();
    await eventually('a line that is not wrapped', async () => (await heightOf()) === 20);
    await page.getByRole('button', { name: 'Wrap' }).click();
  });

  it('is copied without its numbers', async () => {
    await open();
    await row(page, 10).waitFor();
    const copied = await page.evaluate(() => {
      const rows = [...document.querySelectorAll('[data-line]')].filter(one =>
        ['7', '8', '9'].includes(one.getAttribute('data-line') ?? ''),
      );
      getSelection()?.setBaseAndExtent(rows[0] as Node, 0, rows[2] as Node, rows[2]?.childNodes.length ?? 0);
      return getSelection()?.toString();
    });
    expect(copied?.trim().split(/\n+/)).toEqual(['line number 1', 'line number 2', 'line number 3']);
  });

  it('can be kept as a file, and is looked at in both schemes', async () => {
    await open('&line=6');
    await row(page, 6).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`${attempt}.log`);
    await view.screenshots('log');
    expect(await view.axe()).toEqual([]);
  });

  it('shows what is hostile as text', async () => {
    const one = await house.run(pipeline('hostile', evil));
    await view.open(`/executions/${one.id}/log`);
    await foot(page, ' lines').waitFor();
    await page.getByText('<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>').waitFor();
    expect(await log(page).innerText()).toContain('100 %');
    expect(await log(page).innerText()).not.toContain('50 %');
    expect(await log(page).locator('img, script, svg[onload], a[href^="javascript"]').count()).toBe(0);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    await view.screenshots('log-hostile');
    expect(await view.axe()).toEqual([]);
  });

  it('of a step that runs is followed until its reader looks back, and goes on when told to', async () => {
    const go = join(house.data, 'go');
    const running = await house.begin(pipeline('live', live.replaceAll('$GO', go)));
    await house.running(running);
    await view.open(`/executions/${running}/log`);
    await row(page, 60).waitFor();
    await log(page).hover();
    await page.mouse.wheel(0, -400);
    const goOn = page.getByRole('button', { name: 'Go on following' });
    await goOn.waitFor();
    const top = await log(page).evaluate(one => one.scrollTop);
    const before = await countIn(page);
    await eventually('more lines', async () => (await countIn(page)) > before + 5);
    expect(await log(page).evaluate(one => one.scrollTop)).toBe(top);
    await goOn.click();
    await goOn.waitFor({ state: 'detached' });
    await view.screenshots('log-live');
    await writeFile(go, '');
    await house.ended(running);
    await page.getByText('let go', { exact: true }).waitFor();
    await page.getByText('The log is complete').waitFor({ state: 'attached' });
    expect(await page.getByRole('button', { name: 'Follow', exact: true }).count()).toBe(0);
  });

  it('says so where a step wrote nothing', async () => {
    const one = await house.run(pipeline('silent', 'true'));
    await view.open(`/executions/${one.id}/log`);
    await page.getByRole('heading', { name: 'The step wrote nothing' }).waitFor();
    expect(await view.axe()).toEqual([]);
  });

  it('fits a phone', async () => {
    const phone = await browser.signedIn(house, { size: 'phone' });
    await phone.open(`/executions/${id}/log?attempt=${attempt}&line=6`);
    await row(phone.page, 6).waitFor();
    await phone.screenshots('log-phone');
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(phone.errors).toEqual([]);
    await phone.page.close();
  });
});
