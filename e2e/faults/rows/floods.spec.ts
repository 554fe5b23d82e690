import { readdirSync, readFileSync } from 'node:fs';
import { eventually, type House } from '../../house.js';
import { commonHouse } from '../common-house.js';
import { natsPidOf, pidOf } from '../pids.js';
import { long } from '../profile.js';

const megabyte = 1_048_576;
const kept = 64 * megabyte;
/** What a process may grow by under a flood of any size. */
const growth = 192 * megabyte;

const residentOf = (pid: number): number => {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) * 1_024;
};
const handlesOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

describe('a platform under a flood', () => {
  let house: House;
  let watched: number[];
  beforeAll(async () => {
    house = await commonHouse();
    watched = await Promise.all(['execution', 'gateway', 'connector-shell'].map(service => pidOf(house, service)));
    await house.run('name: warm\nsteps: [{ name: one, run: "yes | head -c 1000000" }]\n');
  });

  /** The largest growth seen while the work goes on. */
  const grownWhile = async (work: Promise<unknown>): Promise<number> => {
    const pids = [...watched, house.pid, natsPidOf(house)];
    const before = pids.map(residentOf);
    let most = 0;
    const look = setInterval(() => {
      most = Math.max(most, ...pids.map((pid, i) => residentOf(pid) - (before[i] ?? 0)));
    }, 100);
    await work.finally(() => clearInterval(look));
    return most;
  };

  const floods = [
    { what: 'of many lines', bytes: long ? 1_024 * megabyte : 72 * megabyte, print: 'yes 0123456789abcde' },
    { what: 'of one line', bytes: long ? 350 * megabyte : 20 * megabyte, print: "yes x | tr -d '\\n'" },
  ];

  it.each(floods)(
    'of output $what keeps the head and the tail, counts the rest, and stays small',
    async flood => {
      const run = `echo first; ${flood.print} | head -c ${flood.bytes}; echo; echo last`;
      const yaml = `name: flood\nsteps: [{ name: prints, run: ${JSON.stringify(run)} }]\n`;
      const running = house.run(yaml);
      const grown = await grownWhile(running);
      const view = await running;
      expect(view.status).toBe('success');
      const [attempt] = view.steps[0]?.attempts ?? [];
      const total = flood.bytes + 'first\n\nlast\n'.length;
      expect(attempt?.droppedBytes).toBe(Math.max(0, total - kept));
      const text = await house.output(view, 'prints');
      expect(text.slice(0, 6)).toBe('first\n');
      expect(text.slice(-6)).toBe('\nlast\n');
      const note = `${total - kept} bytes of output were dropped here`;
      expect(text.includes(note)).toBe(total > kept);
      if (total <= kept) expect(text.length).toBe(total);
      expect({ megabytes: Math.round(grown / megabyte), bounded: grown < growth }).toMatchObject({ bounded: true });
    },
    300_000,
  );

  it('of readers that come and go leaves no handle behind', async () => {
    const [, gateway = 0] = watched;
    const id = await house.begin('name: followed\nsteps: [{ name: waits, run: sleep 600 }]\n');
    await house.running(id);
    const churn = async (connects: number) => {
      for (let i = 0; i < connects; i += 10)
        await Promise.all(Array.from({ length: 10 }, () => house.until(id, frame => frame.event === 'execution')));
    };
    await churn(50);
    const [handles, resident] = [handlesOf(gateway), residentOf(gateway)];
    await churn(long ? 5_000 : 150);
    const streams = async () => {
      const text = await (await fetch(`${house.url}/metrics`)).text();
      return Number(/^yard_streams_open(?:{[^}]*})? (\d+)/m.exec(text)?.[1]);
    };
    await eventually('no stream open', async () => (await streams()) === 0);
    await eventually('the handles of before', async () => handlesOf(gateway) <= handles + 15);
    expect(residentOf(gateway) - resident).toBeLessThan(96 * megabyte);
    await house.cancel(id);
    expect((await house.ended(id)).status).toBe('cancelled');
  }, 120_000);
});
