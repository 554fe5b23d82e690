import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from './journal.js';
import { reapEvery } from './reap.js';
import { Machine, MachineConnector } from './worker.story.js';

class Reaped extends MachineConnector {
  readonly roots: string[] = [];
  constructor(private readonly looks: (() => Promise<string[]>)[]) {
    super(new Machine());
  }
  override async reap(root: string): Promise<string[]> {
    this.roots.push(root);
    return this.looks[this.roots.length - 1]?.() ?? [];
  }
}

describe('looking for leftovers', () => {
  it('happens at once and again, in the journal, whatever the last look came to, until the signal', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yard-reap-'));
    const enough = new AbortController();
    const connector = new Reaped([
      async () => ['an attempt'],
      () => Promise.reject(new Error('no /proc')),
      async () => {
        enough.abort();
        return [];
      },
    ]);
    const journal = await Journal.open(folder);
    await reapEvery(1, enough.signal, connector, journal);
    expect(connector.roots).toEqual(Array(3).fill(join(folder, 'journal')));
    rmSync(folder, { recursive: true });
  });
});
