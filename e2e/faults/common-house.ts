import { type ChildProcess, spawn } from 'node:child_process';
import { House } from '../house.js';
import { hurried } from './profile.js';

interface Kept {
  child: ChildProcess;
  data: string;
  ready: { url: string; token: string };
}
const key = 'common house';
const kept = (globalThis as unknown as { kept: Map<string, Kept> }).kept;

/** For rows that need nothing of their own: hurried, with room for fifty steps, each with few processes. */
const environment = { ...hurried, CONNECTOR_SLOTS: '64', STEP_PIDS_MAX: '128' };

/**
 * One house for all specs of a worker that only need a platform in processes: a start of eight processes costs more
 * than most rows. It is never stopped by a spec; when the worker ends, it does.
 */
export const commonHouse = async (): Promise<House> => {
  const known = kept.get(key);
  const house = known ? House.of(known) : undefined;
  if (house?.alive) return house;
  const started = await House.start({ processes: true, environment });
  const facts = started.facts;
  kept.set(key, facts);
  letGo(facts);
  return started;
};

/** The worker does not wait for it. It ends by itself without its parent, and its folder goes after it. */
const letGo = ({ child, data }: Kept): void => {
  child.unref();
  for (const pipe of [child.stdin, child.stdout] as unknown as ({ unref(): void } | null)[]) pipe?.unref();
  const sweep = ['-c', 'tail --pid="$0" -f /dev/null; rm -rf "$1"', String(child.pid), data];
  spawn('sh', sweep, { detached: true, stdio: 'ignore' }).unref();
};
