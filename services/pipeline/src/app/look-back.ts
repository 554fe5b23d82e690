import type { Millis } from '@switchyard/kernel';
import type { Places } from './trigger-ports.js';

/** What is looked for may reach the store this much out of order: each look goes back that far, and knows what it has seen. */
export const overlapMs: Millis = 120_000;
export const lookPage = 500;
const mostRemembered = 20_000;

/** Where a look begins: at a time, or behind a page. */
export type LookFrom = { since: Millis } | { after: string };

export interface LookPage<Item> {
  items: readonly Item[];
  next?: string | undefined;
}

/**
 * Reads page after page, oldest first, and handles each one before the next is read.
 * @param passed is told the last of each page but the last one: a process that takes up the look may begin there.
 */
export const lookThrough = async <Item>(
  since: Millis,
  read: (from: LookFrom) => Promise<LookPage<Item>>,
  handle: (item: Item) => Promise<void>,
  passed: (last: Item) => Promise<void> = async () => undefined,
): Promise<void> => {
  let from: LookFrom = { since };
  for (let isLast = false; !isLast;) {
    const { items, next }: LookPage<Item> = await read(from);
    for (const item of items) await handle(item);
    isLast = items.length < lookPage || next === undefined;
    if (next !== undefined) from = { after: next };
    const last = items.at(-1);
    if (last !== undefined && !isLast) await passed(last);
  }
};

/** Moves a place along while nobody wants what happens: what happens now need not be read again once somebody does. */
export class PassedOver {
  /** A place that is written, at least: it need not be read again before it is old. */
  private passed: Millis | undefined;

  constructor(
    private readonly places: Places,
    private readonly name: string,
  ) {}

  async until(now: Millis): Promise<void> {
    if (now - (this.passed ?? -Infinity) < overlapMs) return;
    const place = await this.places.read(this.name);
    const isOld = place === undefined || now - place >= overlapMs;
    if (isOld) await this.places.write(this.name, now);
    this.passed = isOld ? now : place;
  }
}

/** What was seen lately: as much as two looks may have in common, and not without end. */
export class Seen<Key> {
  private readonly keys = new Set<Key>();

  has(key: Key): boolean {
    return this.keys.has(key);
  }

  add(key: Key): void {
    this.keys.add(key);
    const [oldest] = this.keys;
    if (this.keys.size > mostRemembered && oldest !== undefined) this.keys.delete(oldest);
  }
}
