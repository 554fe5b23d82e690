/** Pages that are read at most: what has more is not read at once. */
const mostPages = 20;

/** Everything of a list that comes in pages, in order. @param next what the page behind is asked for by. */
export const allPages = async <Page, One>(
  ask: (after: string | undefined) => Promise<Page>,
  of: (page: Page) => { items: readonly One[]; next?: string | undefined },
): Promise<One[]> => {
  const all: One[] = [];
  let after: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { items, next } = of(await ask(after));
    all.push(...items);
    if (next === undefined) break;
    after = next;
  }
  return all;
};
