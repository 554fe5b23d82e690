import { House } from '../house.js';
import { openBrowser, type WebBrowser } from './browser.js';
import { ask, artifactPaths, rawPaths } from './hostile-answers.js';
import { addressOf, pages, places } from './hostile-pages.js';
import { seed, type Seeded } from './hostile-seed.js';
import { image, lines, trap } from './hostile-strings.js';
import { Watch } from './hostile-watch.js';

describe('hostile texts', () => {
  let house: House;
  let browser: WebBrowser;
  let watch: Watch;
  let is: Seeded;
  beforeAll(async () => {
    const environment = { TRACE_VIEWER_URL: 'https://traces.example/trace/{traceId}' };
    [house, browser] = await Promise.all([House.start({ environment }), openBrowser()]);
    watch = await Watch.start(browser, house);
    is = await seed(house);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await house?.stop();
  });

  it.each(pages)('stay texts on the page of %s', async (_, path, shows) => {
    await watch.visit(path(is));
    await watch.shows(shows);
    expect(await watch.wrong()).toEqual([]);
  });

  it('are no code in what a click opens either', async () => {
    const { page } = watch.view;
    await watch.visit(`/executions/${is.execution}?tab=artifacts`);
    await page.getByRole('button', { name: image, exact: true }).click();
    await page.getByRole('link', { name: `files/javascript:${trap}()` }).waitFor();
    expect(await watch.wrong()).toEqual([]);
    await watch.visit(`/audit?who=${encodeURIComponent(image)}`);
    await page
      .getByRole('button', { name: /^Record/ })
      .first()
      .click();
    await page.getByRole('dialog').getByText(image).first().waitFor();
    expect(await watch.wrong()).toEqual([]);
  });

  it('are asked for and given as what they are where a pipeline is started', async () => {
    const { page } = watch.view;
    await watch.visit(`/pipelines/${is.pipeline}`);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('choice').waitFor();
    expect(await form.getByLabel('choice').locator('option').allTextContents()).toEqual(['–', ...lines]);
    expect(await form.locator('[aria-invalid=true]').count()).toBe(0);
    await form.getByLabel('word').fill(image);
    await form.getByLabel('Branch').fill(image);
    expect(await watch.wrong()).toEqual([]);
    await form.getByRole('button', { name: 'Start' }).click();
    await page.waitForURL(/\/executions\//);
    const id = page.url().slice(-26) as Seeded['execution'];
    await watch.settle();
    expect(await watch.wrong()).toEqual([]);
    const { inputs, trigger } = await house.ended(id);
    expect({ ...inputs, branch: trigger.branch }).toEqual({
      word: image,
      choice: image,
      text: image,
      branch: image,
    });
  });

  it.each(places.map((place, index) => [place, index] as const))(
    'do nothing in an address: %s',
    async (place, index) => {
      // The platform refuses much of it, and the page says so.
      watch.view.expect(/Failed to load resource: the server responded with a status of 4/);
      const text = lines[index % lines.length] ?? '';
      await watch.visit(addressOf(place, text, is, index % 2 === 1));
      expect(await watch.wrong()).toEqual([]);
    },
  );

  it('send nobody elsewhere behind the sign-in', async () => {
    for (const place of [
      `javascript:${trap}()`,
      '//hostile.invalid',
      '/\\hostile.invalid',
      'https://hostile.invalid/',
    ]) {
      await watch.visit(`/sign-in?return=${encodeURIComponent(place)}`);
      expect(await watch.wrong()).toEqual([]);
      expect(new URL(watch.view.page.url()).origin).toBe(house.url);
    }
  });

  it('come from the API as nothing that a browser runs', async () => {
    const plain = /^(?:text\/(?:plain|x-diff); charset=utf-8|application\/(?:json|x-ndjson|yaml)(?:; charset=utf-8)?)$/;
    for (const path of rawPaths(is)) {
      const { status, type, policy, isSniffed, text } = await ask(house, path);
      expect([path, status, isSniffed]).toEqual([path, 200, false]);
      expect(type).toMatch(plain);
      expect(policy).toMatch(/^default-src 'none'/);
      expect(text.length).toBeGreaterThan(0);
    }
    for (const path of await artifactPaths(house, is)) {
      const { status, type, policy, isSniffed, isFile } = await ask(house, path);
      expect([path, status, isSniffed]).toEqual([path, 200, false]);
      expect([path, isFile]).toEqual([path, !path.endsWith('download=false')]);
      expect(type).toMatch(/^(?:text\/plain; charset=utf-8|application\/(?:zip|json|octet-stream))$/);
      expect(policy).toMatch(/sandbox|default-src 'none'/);
    }
  });

  it('are no markup in a badge', async () => {
    const { path } = await house.json<{ path: string }>(`/api/ci/pipelines/${is.pipeline}/badge`);
    const { status, type, policy, isSniffed, text } = await ask(house, path);
    expect([status, type, isSniffed]).toEqual([200, 'image/svg+xml; charset=utf-8', false]);
    expect(policy).toMatch(/^default-src 'none'/);
    expect(text).toContain('&lt;img src=x onerror=');
    const { page } = watch.view;
    await page.goto(`${house.url}${path}`);
    const names = await page.evaluate(`[...new Set([...document.querySelectorAll('*')].map(one => one.localName))]`);
    expect(names).toEqual(['svg', 'title', 'clipPath', 'rect', 'g', 'text']);
    expect(watch.found.splice(0)).toEqual([]);
  });

  it('are not given back by an address that nothing has', async () => {
    const { text: page } = await ask(house, '/executions');
    for (const text of lines) {
      const word = encodeURIComponent(text);
      const missing = await ask(house, `/${word}?q=${word}`);
      if (missing.type.startsWith('text/html')) expect(missing.text).toBe(page);
      for (const path of [`/api/${word}`, `/assets/${word}`, `/api/ci/executions/${word}`, `/api/badges/${word}`]) {
        const answer = await ask(house, path);
        expect([path, answer.status >= 400, answer.isSniffed]).toEqual([path, true, false]);
        expect(answer.type).toMatch(/^application\/json/);
        expect(answer.policy).toMatch(/^default-src 'none'/);
      }
    }
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', ' javascript:alert(1)'])(
    'are no address: %s',
    async url => {
      const body = JSON.stringify({ on: ['failure'], target: 'webhook', config: { url } });
      const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body };
      const { status } = await house.request('/api/projects/default/notifications/nowhere', init);
      expect(status).toBe(400);
    },
  );
});
