import type { FastifyInstance } from 'fastify';

/** Every route of this process. */
export class Routes {
  private readonly known = new Set<string>();

  /** To be called before routes are made. */
  watch(server: FastifyInstance): void {
    server.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) if (one !== 'HEAD' && one !== 'OPTIONS') this.known.add(`${one} ${url}`);
    });
  }

  list(): string[] {
    return [...this.known].sort((a, b) => {
      const [pathA = '', pathB = ''] = [a.split(' ')[1], b.split(' ')[1]];
      return pathA.localeCompare(pathB) || a.localeCompare(b);
    });
  }
}
