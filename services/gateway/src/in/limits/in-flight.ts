import { type Millis, sleep } from '@switchyard/kernel';
import type { FastifyInstance } from 'fastify';

/** Requests that are being answered, so that a leave can wait for them. */
export class InFlight {
  private count = 0;
  private readonly idle = new Set<() => void>();

  /** To be called before routes are made. */
  watch(server: FastifyInstance): void {
    server.addHook('onRequest', (_request, reply, done) => {
      this.count += 1;
      reply.raw.once('close', () => this.left());
      done();
    });
  }

  /** Takes no new connections, and waits until all is answered, or for `patienceMs`. */
  async leave(server: FastifyInstance, patienceMs: Millis): Promise<void> {
    server.server.close();
    server.server.closeIdleConnections();
    if (this.count === 0) return;
    const enough = new AbortController();
    this.idle.add(() => enough.abort());
    await sleep(patienceMs, enough.signal);
  }

  private left(): void {
    this.count -= 1;
    if (this.count === 0) for (const tell of this.idle) tell();
  }
}
