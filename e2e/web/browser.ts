import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { LinkAnswer } from '@switchyard/contracts';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { House } from '../house.js';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Somebody who signs in by a password. */
export interface Person {
  login: string;
  password: string;
}
/** An administrator whom every house gets that is looked at. */
export const operator: Person = { login: 'olga', password: 'correct horse battery' };

export const sizes = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
export const schemes = ['light', 'dark'] as const;

interface Look {
  size?: keyof typeof sizes;
  scheme?: (typeof schemes)[number];
}

/** A page of a house, and everything that went wrong on it. */
export class WebPage {
  /** What the console called an error, what was thrown, and what the page's policy forbade. */
  readonly errors: string[] = [];
  private readonly expected: RegExp[] = [];

  constructor(
    readonly page: Page,
    readonly house: House,
    private readonly folder: string | undefined,
  ) {
    page.setDefaultTimeout(30_000);
    page.on('console', message => {
      if (message.type() === 'error') this.note(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', error => this.note(error.stack ?? error.message));
    page.on('crash', () => this.note('the page crashed'));
  }

  private note(what: string): void {
    if (!this.expected.some(one => one.test(what))) this.errors.push(what);
  }

  /** An error that the test itself brings about, such as the 401 of a wrong password. */
  expect(error: RegExp): void {
    this.expected.push(error);
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.house.url}${path}`);
  }

  /** To be looked at, in the folder that the variable SCREENSHOTS names; nothing without it. */
  async screenshot(name: string): Promise<void> {
    if (this.folder) await this.page.screenshot({ path: join(this.folder, `${name}.png`) });
  }

  /** What axe finds serious or critical: one line each, empty where all is well. In the other scheme only colours differ. */
  async axe(): Promise<string[]> {
    const found: string[] = [];
    // What lies behind a dialog can be neither seen nor reached.
    const hasDialog = (await this.page.locator('dialog[open]').count()) > 0;
    for (const colorScheme of schemes) {
      await this.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const whole = new AxeBuilder({ page: this.page });
      const axe = hasDialog ? whole.include('dialog[open]') : whole;
      const { violations } = await (colorScheme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
      for (const { id, impact, help, nodes } of violations)
        if (impact === 'serious' || impact === 'critical')
          found.push(
            `${colorScheme}: ${id}: ${help}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`,
          );
    }
    return found;
  }

  /** A shot in each scheme. */
  async screenshots(name: string): Promise<void> {
    if (!this.folder) return;
    for (const colorScheme of schemes) {
      await this.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await this.screenshot(`${name}-${colorScheme}`);
    }
  }
}

/** A browser of its own for one file of tests; to be closed when they end. */
export class WebBrowser {
  private constructor(
    private readonly browser: Browser,
    private readonly folder: string | undefined,
  ) {}

  static async open(): Promise<WebBrowser> {
    const folder = process.env['SCREENSHOTS'];
    if (folder) await mkdir(folder, { recursive: true });
    const browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none', '--disable-gpu'],
    });
    return new WebBrowser(browser, folder);
  }

  /** A window in which nobody is signed in. */
  async stranger(house: House, look: Look = {}): Promise<WebPage> {
    return new WebPage(await (await this.context(house, look)).newPage(), house, this.folder);
  }

  /** A window in which somebody is: the operator, or who is named and was let in before. */
  async signedIn(house: House, look: Look = {}, person: Person = operator): Promise<WebPage> {
    const context = await this.context(house, look);
    if (person === operator) await letOperatorIn(house);
    const answer = await context.request.post(`${house.url}/api/sessions/login`, { data: person });
    if (!answer.ok()) throw new Error(`${person.login}: ${answer.status()} ${await answer.text()}`);
    const view = new WebPage(await context.newPage(), house, this.folder);
    // After some minutes the page is told so, and asks for a new access token.
    view.expect(/ 401 .*\/api\/sessions\/me\)$/);
    return view;
  }

  /** Closes every window: one that is left open goes on following events, and takes its time from the others. */
  async closeWindows(): Promise<void> {
    await Promise.all(this.browser.contexts().map(context => context.close()));
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  private context(house: House, { size = 'wide', scheme = 'light' }: Look): Promise<BrowserContext> {
    return this.browser.newContext({
      baseURL: house.url,
      viewport: sizes[size],
      colorScheme: scheme,
      reducedMotion: 'reduce',
      locale: 'en-GB',
      hasTouch: size === 'phone',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
  }
}

/** Opens the browser of this machine. */
export const openBrowser = (): Promise<WebBrowser> => WebBrowser.open();

/** By the owner's link, or an invitation where somebody else has used that; nothing where the operator is there already. */
const letOperatorIn = async (house: House): Promise<void> => {
  const post = (path: string, body: object) =>
    house.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  if (!known.has(house.url)) known.set(house.url, makeOperator(post));
  await known.get(house.url);
};
const known = new Map<string, Promise<void>>();

const makeOperator = async (post: (path: string, body: object) => Promise<Response>): Promise<void> => {
  const owner = await post('/api/sessions/first/link', {});
  const link = owner.ok ? owner : await post('/api/invitations', { administrator: true });
  const { code } = (await link.json()) as LinkAnswer;
  const answer = await post('/api/sessions/first', { code, ...operator, name: 'Olga', tokens: true });
  // 409: another file of tests has let her in.
  if (!answer.ok && answer.status !== 409) throw new Error(`the operator: ${answer.status} ${await answer.text()}`);
};
