import type { Page } from 'playwright-core';

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Microseconds that the thread itself worked: what others take of the machine does not count. */
  tdur?: number;
  args?: { name?: string };
}

/** Milliseconds of the longest task on the main thread of the page while something happens. */
export const longestTask = async (page: Page, what: () => Promise<void>): Promise<number> => {
  const browser = page.context().browser();
  if (!browser) throw new Error('the page has no browser');
  await browser.startTracing(page, { categories: ['toplevel'] });
  await what();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid}:${tid}`;
  const mains = new Set(
    traceEvents.filter(one => one.name === 'thread_name' && one.args?.name === 'CrRendererMain').map(threadOf),
  );
  const tasks = traceEvents.filter(one => one.name.endsWith('RunTask') && mains.has(threadOf(one)));
  return Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur / 1_000));
};
