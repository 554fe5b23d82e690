import { House } from '../house.js';
import { openBrowser, type WebBrowser } from './browser.js';

describe('the web interface', () => {
  let house: House;
  let browser: WebBrowser;
  beforeAll(async () => {
    [house, browser] = await Promise.all([House.start(), openBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await house.stop();
  });

  it('is shown to whoever is signed in', async () => {
    const view = await browser.signedIn(house);
    await view.open('/');
    await view.page.getByRole('heading', { name: 'Executions' }).waitFor();
    await view.screenshots('shell');
    expect(await view.axe()).toEqual([]);
    expect(view.errors).toEqual([]);
  });
});
