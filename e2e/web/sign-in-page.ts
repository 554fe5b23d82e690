import { operator, type WebPage } from './browser.js';

/** Answers that the tests themselves bring about. */
export const refused = (status: number) =>
  new RegExp(`Failed to load resource: the server responded with a status of ${status}`);

export const heading = (view: WebPage, name: string | RegExp) => view.page.getByRole('heading', { name, level: 1 });

export const signIn = async ({ page }: WebPage, { login, password } = operator) => {
  await page.getByLabel('Login').fill(login);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
};
