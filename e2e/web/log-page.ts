import type { Page } from 'playwright-core';

export const log = (page: Page) => page.getByRole('region', { name: 'Log' });
export const foot = (page: Page, text: string) => page.locator('footer', { hasText: text });

export const row = (page: Page, line: number) => page.locator(`[data-line="${line - 1}"]`);
export const textOf = async (page: Page, line: number) => (await row(page, line).innerText()).trim();
export const isSeen = (page: Page, line: number) =>
  row(page, line).evaluate(one => {
    const [box, around] = [one.getBoundingClientRect(), one.closest('[data-log]')?.getBoundingClientRect()];
    return around !== undefined && box.top >= around.top && box.bottom <= around.bottom;
  });
/** As the foot of the log counts them. */
export const countIn = async (page: Page) =>
  Number(/^[\d,]+/.exec(await page.locator('footer').innerText())?.[0].replaceAll(',', ''));
