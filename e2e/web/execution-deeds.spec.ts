import type { ExecutionId } from '@switchyard/contracts';
import { type ExecutionHouse, startExecutionHouse } from './execution-house.js';
import { gated, live, long } from './execution-pipelines.js';

describe('the page of an execution that goes on', () => {
  let at: ExecutionHouse;
  beforeAll(async () => {
    at = await startExecutionHouse();
  }, 120_000);
  afterAll(() => at?.stop());
  afterEach(() => expect(at?.view.errors.splice(0)).toEqual([]));

  it('follows a run as it happens, without being asked', async () => {
    const { page, begin, openGate, see, heading, row, box, log } = at;
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
    const { house, view, page, begin, see, heading, button, row } = at;
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
    const { house, view, page, ended, openGate, see, button, idHere } = at;
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
    const rows = page.getByRole('table', { name: 'Repetitions' }).getByRole('row');
    await rows.nth(4).waitFor();
    expect(await rows.count()).toBe(5);
    const trace = page.getByRole('link', { name: /^[0-9a-f]{32}$/ });
    expect(await trace.getAttribute('href')).toMatch(/^https:\/\/traces\.example\/trace\/[0-9a-f]{32}$/);
    await view.screenshots('execution-about');
    expect(await view.axe()).toEqual([]);
  });

  it('is paused, resumed, cancelled, and cancelled by force', async () => {
    const { house, page, begin, see, heading, button, row } = at;
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

  it('is gone through by keys alone', async () => {
    const { house, page, ended, begin, see, heading, button, idHere } = at;
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
    // The end may be heard of before the answer to the cancel, and a dialog has its own keys.
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('r');
    await page.waitForURL(url => !url.pathname.includes(id));
    await house.cancel(idHere());
  });

  it('says what to do where there is nothing, and goes on when the platform is back', async () => {
    const { house, view, page, begin, see, heading } = at;
    view.expect(/404/);
    await see('01j00000000000000000000000' as ExecutionId);
    await heading('There is no such execution').waitFor();
    const id = await begin(long);
    await see(id);
    await heading('forever running').waitFor();
    view.expect(/ERR_|Failed to load/);
    await page.route('**/api/ci/executions/**', route => route.abort());
    await see(id);
    await page.getByText('The platform does not answer.').waitFor();
    await page.unroute('**/api/ci/executions/**');
    await page.getByText('The platform does not answer.').waitFor({ state: 'detached' });
    await house.cancel(id);
    await page.getByText('Being cancelled').first().waitFor();
  });
});
