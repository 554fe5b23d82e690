/** As Node writes it: samples name nodes of a call tree, and `timeDeltas` are microseconds before each. */
export interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

export interface SelfTime {
  /** `name file:line`, or what the engine did instead: `(idle)`, `(garbage collector)`. */
  place: string;
  ms: number;
  /** Of all that was not idle. */
  share: number;
}

const placeOf = ({ functionName, url, lineNumber }: Profile['nodes'][number]['callFrame']): string => {
  const name = functionName || '(anonymous)';
  return url ? `${name} ${url.split('/').slice(-1)[0] ?? ''}:${lineNumber + 1}` : name;
};

/** Where a process itself spent its time, the most first. What it waited for is left out. */
export const selfTimes = ({ nodes, samples, timeDeltas }: Profile): SelfTime[] => {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const times = new Map<string, number>();
  samples.forEach((id, at) => {
    const place = places.get(id) ?? '(unknown)';
    times.set(place, (times.get(place) ?? 0) + (timeDeltas[at] ?? 0) / 1_000);
  });
  times.delete('(idle)');
  const all = [...times.values()].reduce((sum, ms) => sum + ms, 0);
  return [...times]
    .map(([place, ms]) => ({ place, ms: Math.round(ms * 10) / 10, share: all === 0 ? 0 : ms / all }))
    .sort((a, b) => b.ms - a.ms);
};
