/** One cycle of a graph, as the names along it with the first repeated at the end; undefined where there is none. */
export const findCycle = (edges: ReadonlyMap<string, readonly string[]>): string[] | undefined => {
  const done = new Set<string>();
  for (const start of edges.keys()) {
    const path: string[] = [];
    const onPath = new Set<string>();
    const stack: { node: string; next: number }[] = [{ node: start, next: 0 }];
    while (stack.length > 0) {
      const top = stack.at(-1);
      if (!top) break;
      if (top.next === 0) {
        if (onPath.has(top.node)) return [...path.slice(path.indexOf(top.node)), top.node];
        path.push(top.node);
        onPath.add(top.node);
      }
      const target = done.has(top.node) ? undefined : edges.get(top.node)?.[top.next];
      top.next += 1;
      if (target !== undefined) stack.push({ node: target, next: 0 });
      else {
        done.add(top.node);
        onPath.delete(top.node);
        path.pop();
        stack.pop();
      }
    }
  }
  return undefined;
};

/** A cycle in words: all of a short one, and the beginning and the end of a long one with how many there are. */
export const cycleInWords = (names: readonly string[]): string => {
  const shown = names.length <= mostShown ? names : [...names.slice(0, mostShown - 2), '…', ...names.slice(-2)];
  const count = names.length <= mostShown ? '' : ` (${names.length - 1} steps)`;
  return `these steps wait for each other: ${shown.join(' → ')}${count}`;
};

const mostShown = 16;
