import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionId } from '@switchyard/contracts';
import { House } from '../house.js';
import { openBrowser } from './browser.js';
import { shop } from './execution-pipelines.js';

export type ExecutionHouse = Awaited<ReturnType<typeof startExecutionHouse>>;

const viewer = { TRACE_VIEWER_URL: 'https://traces.example/trace/{traceId}' };

/** A house whose steps wait at gates, an execution of `shop` that has failed, and a browser for the pages of executions. */
export const startExecutionHouse = async () => {
  const gates = await mkdtemp(join(tmpdir(), 'yard-gates-'));
  const [house, browser] = await Promise.all([House.start({ environment: viewer }), openBrowser()]);
  const stop = async () => {
    await browser.close();
    await house.stop();
    await rm(gates, { recursive: true, force: true });
  };
  try {
    const view = await browser.signedIn(house);
    const ended = await house.run(shop, { GATES: gates });
    const { page } = view;
    return {
      house,
      browser,
      view,
      page,
      ended,
      stop,
      begin: (yaml: string) => house.begin(yaml, { GATES: gates }),
      openGate: (name: string) => writeFile(join(gates, name), ''),
      see: (id: ExecutionId, query = '') => view.open(`/executions/${id}${query}`),
      heading: (name: string) => page.getByRole('heading', { name }),
      button: (name: string) => page.getByRole('button', { name, exact: true }),
      row: (step: string) => page.locator(`[data-row="${step}"]`),
      box: (step: string) => page.getByRole('navigation', { name: 'Graph of steps' }).locator(`[data-step="${step}"]`),
      log: () => page.locator('[data-log]'),
      idHere: () => /executions\/(\w+)/.exec(page.url())?.[1] as ExecutionId,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
