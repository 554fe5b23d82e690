import type { Bus, BusMessage } from '@switchyard/bus';
import type { Heartbeat } from '@switchyard/contracts';
import { SystemClock } from '@switchyard/kernel';
import { Agents } from '../app/ports.js';
import { Registry } from '../app/registry.js';
import { hearHeartbeats } from './heartbeat.consumer.js';

class Nowhere extends Agents {
  async put() {
    return undefined;
  }
  async all() {
    return [];
  }
}

const hearing = () => {
  const registry = new Registry(new Nowhere(), new SystemClock());
  let read = 0;
  let hear: (message: BusMessage) => void = () => undefined;
  const subscribe: Bus['subscribe'] = (_subject, handle) => {
    hear = handle;
    return { stop: () => undefined };
  };
  hearHeartbeats({ subscribe } as Bus, registry);
  const says = (what: Partial<Heartbeat>) => {
    const text = JSON.stringify({
      v: 1,
      service: 'connector-null',
      instance: '3b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed',
      host: 'here',
      pid: 1,
      version: '1.0.0',
      startedAt: '2026-11-23T12:00:00.000Z',
      ...what,
    });
    const json = <T>() => {
      read += 1;
      return JSON.parse(text) as T;
    };
    hear({
      subject: 'yard.hb.connector-null.x',
      bytes: Buffer.from(text),
      json,
      header: () => undefined,
      deliveries: 0,
    });
  };
  return { says, registry, timesRead: () => read };
};

describe('heartbeats', () => {
  it('that say the same are read once, and one that says more is read', () => {
    const { says, registry, timesRead } = hearing();
    for (let n = 0; n < 3; n += 1) says({ running: 0, slots: 8 });
    expect(timesRead()).toBe(1);
    says({ running: 2, slots: 8 });
    expect(timesRead()).toBe(2);
    expect(registry.list()).toMatchObject([{ running: 2 }]);
  });

  it('that are none are refused each time', () => {
    const { says, registry, timesRead } = hearing();
    for (let n = 0; n < 2; n += 1) says({ pid: -1 });
    expect(timesRead()).toBe(2);
    expect(registry.list()).toEqual([]);
  });
});
