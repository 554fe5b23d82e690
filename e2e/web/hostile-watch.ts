import type { House } from '../house.js';
import type { WebBrowser, WebPage } from './browser.js';
import { seen, trap } from './hostile-strings.js';

/** What no text may put into a page: handlers, frames, code, and addresses that are code or lie elsewhere. */
const scan = `(() => {
  const found = [];
  // Markup may have taken the name of it.
  const { get: attributes } = Object.getOwnPropertyDescriptor(Element.prototype, 'attributes');
  const places = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'poster', 'background'];
  for (const one of document.querySelectorAll('*')) {
    const tell = what => found.push(what + ': ' + one.outerHTML.slice(0, 200));
    const isBody = document.body.contains(one);
    if (isBody && one.matches('script, iframe, object, embed, base, meta, link, style, math')) tell('an element');
    if (one.localName === 'script' && !one.getAttribute('src')?.startsWith('/assets/')) tell('a script');
    for (const { name, value } of attributes.call(one)) {
      if (/^on|^srcdoc$/i.test(name)) tell('a handler');
      if (!places.includes(name.toLowerCase())) continue;
      const address = URL.canParse(value, document.baseURI) ? new URL(value, document.baseURI) : undefined;
      const isOurs = address?.origin === location.origin || address?.origin === 'https://traces.example';
      const isPicture = name === 'href' ? one.matches('link[rel=icon]') : name === 'src';
      if (!isOurs && !(isPicture && value.startsWith('data:image/'))) tell('an address');
      if (one.localName === 'img' && !/^(?:\\/api\\/badges\\/|data:image\\/)/.test(value)) tell('a picture');
    }
  }
  if (typeof name !== 'string' || document.attributes || !document.getElementById('app')) found.push('a name was taken');
  return found;
})()`;

/** Drawn twice since everything that was asked for has come. */
const drawn = 'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done())))';
const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** A window that tells of everything a hostile text could do in it. */
export class Watch {
  /** What ran, what was forbidden, what was asked by a dialog, and where the page was sent. */
  readonly found: string[] = [];
  private readonly open = new Set<unknown>();

  private constructor(readonly view: WebPage) {}

  static async start(browser: WebBrowser, house: House): Promise<Watch> {
    const watch = new Watch(await browser.signedIn(house));
    const { page } = watch.view;
    await page.exposeFunction(trap, () => watch.found.push(`code ran on ${page.url()}`));
    await page.exposeFunction('__forbidden', (what: string) => watch.found.push(what));
    await page.addInitScript(`addEventListener('securitypolicyviolation', event =>
      __forbidden('forbidden: ' + event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sample))`);
    page.on('dialog', dialog => {
      watch.found.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('popup', () => watch.found.push('a window opened'));
    page.on('download', download => watch.found.push(`a download: ${download.url()}`));
    page.on('request', request => {
      const { origin, pathname } = new URL(request.url());
      if (origin !== house.url && !request.url().startsWith('data:image/svg+xml,')) watch.found.push(request.url());
      if (!pathname.endsWith('/stream')) watch.open.add(request);
    });
    page.on('requestfinished', request => watch.open.delete(request));
    page.on('requestfailed', request => watch.open.delete(request));
    return watch;
  }

  /** Everything that was asked for has come and is drawn. */
  async settle(): Promise<void> {
    const { page } = this.view;
    await page.locator('h1, h2, [role=alert]').first().waitFor();
    for (let quiet = 0; quiet < 2; quiet = this.open.size === 0 ? quiet + 1 : 0) await page.evaluate(drawn);
  }

  async visit(path: string): Promise<void> {
    this.open.clear();
    await this.view.open(path);
    await this.settle();
  }

  /** That all of it can be read there. */
  async shows(what: readonly string[]): Promise<void> {
    const { page } = this.view;
    for (const text of what) await page.getByText(seen(text)).filter({ visible: true }).first().waitFor();
  }

  /** Everything that is wrong with what is shown, and with how it came to that. */
  async wrong(): Promise<string[]> {
    const { page, errors, house } = this.view;
    const here = page.url().slice(house.url.length);
    const failed = (await page.getByText('This page has failed').count()) > 0 ? ['it failed'] : [];
    const wide = ((await page.evaluate(beyond)) as number) > 0 ? ['it is wider than its window'] : [];
    const parts = (await page.evaluate(scan)) as string[];
    return [...this.found.splice(0), ...errors.splice(0), ...failed, ...wide, ...parts].map(one => `${here}: ${one}`);
  }
}
