import type { Heartbeat } from '@switchyard/contracts';
import { SetClock } from '@switchyard/testkit';
import type { Agent } from '../domain/agent.js';
import { Agents } from './ports.js';
import { Registry } from './registry.js';

class Noted extends Agents {
  readonly puts: string[][] = [];
  async put(agents: readonly Agent[]) {
    this.puts.push(agents.map(({ facts }) => facts.instance));
  }
  async all() {
    return [];
  }
}

const beat = (instance: string): Heartbeat => ({
  v: 1,
  service: 'gateway',
  instance,
  host: 'here',
  pid: 1,
  version: '1.0.0',
  startedAt: '2026-11-23T12:00:00.000Z',
});

describe('processes that are heard of', () => {
  it('are written at once when they are new, and later together', async () => {
    const [agents, clock] = [new Noted(), new SetClock()];
    const registry = new Registry(agents, clock);
    for (const instance of ['a', 'b']) await registry.note(beat(instance));
    expect(agents.puts).toEqual([['a'], ['b']]);
    for (let n = 0; n < 3; n += 1) {
      clock.at += 5_000;
      for (const instance of ['a', 'b']) await registry.note(beat(instance));
    }
    expect(agents.puts.slice(2)).toEqual([['a', 'b']]);
    expect(registry.list().map(({ instance, alive }) => [instance, alive])).toEqual([
      ['a', true],
      ['b', true],
    ]);
  });

  it('are written again after the clock was set back', async () => {
    const [agents, clock] = [new Noted(), new SetClock()];
    const registry = new Registry(agents, clock);
    await registry.note(beat('a'));
    clock.at -= 500_000;
    await registry.note(beat('a'));
    expect(agents.puts).toEqual([['a'], ['a']]);
  });
});
