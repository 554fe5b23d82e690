import { readPermissions } from './permissions.js';

describe('the permissions of the bus', () => {
  // nats-server would keep the reply subject of each event for them, which nobody replies to, and look through all of them.
  it('count the answers of nobody who hears events', async () => {
    const counted = (await readPermissions()).filter(({ answers }) => answers);
    expect(counted.map(({ name }) => name)).toContain('connector-shell');
    expect(counted.filter(({ subscribe }) => subscribe.some(rule => rule.startsWith('yard.evt.')))).toEqual([]);
  });

  it('let the services answer into the inboxes of those who may ask them', async () => {
    const users = await readPermissions();
    for (const [service, rpc] of [
      ['pipeline', 'yard.rpc.pipeline.'],
      ['execution', 'yard.rpc.execution.'],
    ] as const) {
      const asking = users.filter(({ publish }) => publish.some(subject => subject.startsWith(rpc)));
      expect(asking.length).toBeGreaterThan(0);
      const answering = users.find(({ name }) => name === service);
      expect(answering?.publish).toEqual(expect.arrayContaining(asking.map(({ name }) => `_INBOX_${name}.>`)));
    }
  });
});
