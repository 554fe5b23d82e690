import { rm } from 'node:fs/promises';
import { eventually, House } from '../../house.js';
import { killAllOf } from '../outsider.js';
import { drawnFrom, seed } from '../profile.js';
import { SecondMachine, shortLease } from '../second-machine.js';

/** What becomes of work on a machine that is not heard of for longer than its lease, whatever the cause. */
const endsAsDeclared = async (machine: SecondMachine) => {
  machine.free();
  const { house, again, once } = machine;
  const repeated = await house.ended(again.id);
  expect({ status: repeated.status, attempts: machine.attempts(repeated) }).toEqual({
    status: 'success',
    attempts: ['lost', 'done'],
  });
  expect(await house.output(repeated, 'beats')).toBe('again\n');
  const failed = await house.ended(once.id);
  expect({ status: failed.status, attempts: machine.attempts(failed) }).toEqual({
    status: 'failed',
    attempts: ['lost'],
  });
  const [step] = failed.steps;
  expect(step).toMatchObject({ failure: 'platform', reason: expect.stringMatching(/connector has not been heard of/) });
};

/** Nothing of the first try was alive any more when the platform gave it up, and nothing has come back since. */
const neverTwice = async (machine: SecondMachine) => {
  for (const work of [machine.again, machine.once]) {
    const last = Math.max(...machine.beats(work));
    expect(last).toBeLessThan(await machine.givenUpAt(work));
  }
  expect([machine.starts(machine.again), machine.starts(machine.once)]).toEqual([2, 1]);
};

/** The connector is heard of again: it forgets what is not its own, and takes new work. */
const takesWorkAgain = async (machine: SecondMachine) => {
  await eventually('an empty journal', async () => (await machine.journal()).length === 0);
  await neverTwice(machine);
  const { house } = machine;
  for (let i = 0; i < 3; i += 1)
    expect((await house.run('name: new\nsteps: [{ name: one, run: echo hello }]\n')).status).toBe('success');
  const ended = [await house.get(machine.again.id), await house.get(machine.once.id)];
  expect(ended.map(one => one.status)).toEqual(['success', 'failed']);
};

/** What happens to a machine, and how it comes back when it does. */
const absences: {
  what: string;
  begin: (machine: SecondMachine) => unknown;
  end?: (machine: SecondMachine) => unknown;
}[] = [
  {
    what: 'in a black hole ends its steps itself before they are given up; what may be repeated is, elsewhere',
    begin: ({ line }) => line.blackHole(),
    end: ({ line }) => line.pass(),
  },
  {
    what: 'whose connector stands still past its lease is fenced when it goes on',
    begin: ({ connector }) => connector.signal('SIGSTOP'),
    end: ({ connector }) => connector.signal('SIGCONT'),
  },
  {
    what: 'that is gone with all that ran on it is given up after its lease',
    begin: async ({ connector }) => {
      await connector.end('SIGKILL');
      await killAllOf(connector.data);
      await rm(connector.data, { recursive: true, force: true, maxRetries: 5 });
    },
  },
];

describe(`a second machine (seed ${seed})`, () => {
  let house: House;
  let machine: SecondMachine;
  beforeAll(async () => {
    house = await House.start({ processes: true, environment: { ...shortLease, CONNECTOR_SLOTS: '1' } });
  });
  afterAll(() => house.stop());
  beforeEach(async () => {
    machine = await SecondMachine.beside(house);
    await machine.begin();
  });
  afterEach(() => machine.stop());

  it.each(drawnFrom(absences, 2))(
    '$what',
    async ({ begin, end }) => {
      await begin(machine);
      await endsAsDeclared(machine);
      await neverTwice(machine);
      if (!end) return;
      await end(machine);
      await takesWorkAgain(machine);
    },
    180_000,
  );
});
