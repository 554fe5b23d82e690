import type { ListExecutionsReply, PipelineView } from '@switchyard/contracts';
import { House } from '../house.js';
import { openBrowser, type WebBrowser, type WebPage } from './browser.js';

const pageLength = 50;

describe('executions in the web interface', () => {
  let house: House;
  let browser: WebBrowser;
  let good: PipelineView;
  let bad: PipelineView;
  beforeAll(async () => {
    browser = await openBrowser();
    house = await House.start();
  });
  afterEach(() => browser.closeWindows());
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  const clean = async (view: WebPage) => {
    expect(await view.axe()).toEqual([]);
    expect(view.errors).toEqual([]);
  };
  const rows = ({ page }: WebPage) => page.getByRole('row').filter({ has: page.getByRole('link') });
  const apply = async (name: string, exit: number) =>
    (await house.apply(`name: ${name}\nsteps:\n  - { name: one, connector: 'null', null: { exit: ${exit} } }\n`))
      .pipeline;

  it('say what to do where nothing has run, and appear as they happen', async () => {
    const view = await browser.signedIn(house);
    const { page } = view;
    await view.open('/executions');
    await page.getByRole('heading', { name: 'Nothing has run yet' }).waitFor();
    await view.screenshots('executions-empty');
    await clean(view);
    [good, bad] = await Promise.all([apply('good', 0), apply('bad', 3)]);
    const first = await house.trigger(good.id, { branch: 'main', commit_hash: 'c0ffee00badc0de' });
    await page.getByRole('link', { name: 'good' }).waitFor();
    await page.getByText('main · c0ffee00').waitFor();
    await house.ended(first);
    // Nobody has touched the page.
    await page.getByRole('cell', { name: 'success' }).waitFor();
    expect(view.errors).toEqual([]);
  });

  it('are narrowed by what stands in the address', async () => {
    await house.ended(await house.trigger(bad.id, { branch: 'topic' }));
    const view = await browser.signedIn(house);
    const { page } = view;
    await view.open('/executions');
    await rows(view).nth(1).waitFor();
    await view.screenshots('executions');
    await clean(view);
    await page.getByLabel('Status').selectOption('failed');
    await page.waitForURL(/status=failed/);
    await page.getByRole('link', { name: 'good' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'bad' }).waitFor();
    expect(await rows(view).count()).toBe(1);
    await page.keyboard.press('Escape');
    await view.open('/executions?branch=main&text=GOO');
    await page.getByRole('link', { name: 'good' }).waitFor();
    expect(await rows(view).count()).toBe(1);
    expect(await page.getByLabel('Search').inputValue()).toBe('GOO');
    await view.open('/executions?status=failed&branch=main');
    await page.getByRole('heading', { name: 'No execution fits' }).waitFor();
    await page.getByRole('link', { name: 'Show all' }).click();
    await rows(view).nth(1).waitFor();
    // One is gone to by keys alone.
    await page.keyboard.press('j');
    await page.keyboard.press('o');
    await page.waitForURL(/\/executions\/[0-9a-z]{26}/);
    expect(view.errors).toEqual([]);
  });

  it('are paged through by cursor, there and back', async () => {
    const many = pageLength + 3;
    for (let n = 0; n < many; n += 10)
      await Promise.all(Array.from({ length: 10 }, () => house.trigger(good.id, { branch: 'many' })));
    const view = await browser.signedIn(house, { size: 'phone' });
    const { page } = view;
    await view.open('/executions?branch=many');
    await rows(view)
      .nth(pageLength - 1)
      .waitFor();
    await page.getByRole('link', { name: 'Older' }).click();
    await page.waitForURL(/before=/);
    await page.getByRole('link', { name: 'Newer' }).waitFor();
    await rows(view)
      .nth(pageLength - 1)
      .waitFor({ state: 'detached' });
    await rows(view).nth(9).waitFor();
    expect(await rows(view).count()).toBe(10);
    await view.screenshots('executions-phone');
    const { wide, shown } = (await page.evaluate(
      '({ wide: document.documentElement.scrollWidth, shown: innerWidth })',
    )) as { wide: number; shown: number };
    expect(wide).toBeLessThanOrEqual(shown);
    await page.getByRole('link', { name: 'Newer' }).click();
    await page.waitForURL(/after=/);
    await rows(view)
      .nth(pageLength - 1)
      .waitFor();
    await clean(view);
  });

  it('cannot be asked for with an operator in place of a word', async () => {
    const words = ['status', 'branch', 'trigger', 'author', 'text', 'pipeline', 'before', 'after', 'project'];
    for (const word of words) {
      expect([word, (await house.request(`/api/ci/executions?${word}[$ne]=x`)).status]).toEqual([word, 400]);
      expect([word, (await house.request(`/api/ci/executions?${word}=x&${word}=y`)).status]).toEqual([word, 400]);
    }
    for (const word of ['branch', 'author', 'text']) {
      const query = `${word}=${encodeURIComponent('{"$ne":null}')}`;
      expect((await house.json<ListExecutionsReply>(`/api/ci/executions?${query}`)).executions).toEqual([]);
    }
    const { id } = good;
    for (const path of [
      `/api/ci/executions/latest?pipelines[$ne]=x`,
      `/api/ci/executions/latest?pipelines=${id}&last=51`,
      `/api/ci/executions/latest?pipelines=${Array.from({ length: 201 }, () => id).join(',')}`,
      `/api/ci/pipelines/${id}/statistics?days=91`,
      `/api/ci/pipelines/${id}/statistics?days[$gt]=1`,
      '/api/ci/projects/default/statistics?days=0',
    ])
      expect([path.slice(0, 80), (await house.request(path)).status]).toEqual([path.slice(0, 80), 400]);
  });
});
