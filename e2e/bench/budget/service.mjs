/** The service that a process runs, by its words; undefined of any other. */
export const serviceIn = words =>
  words.map(word => /services\/(?:connectors\/)?([\w-]+)\/dist\/main\.js$/.exec(word)?.[1]).find(Boolean);
