import { spawnSync } from 'node:child_process';
import { eventually, type House } from '../house.js';
import { servicesOf } from './processes.js';

/** The living process of a service of the house. */
export const pidOf = (house: House, service: string): Promise<number> =>
  eventually(`a living ${service}`, async () => servicesOf(house.pid).get(service)?.pid);

export const natsPidOf = ({ data }: House): number => {
  const found = spawnSync('pgrep', ['-x', '-f', `\\S*nats-server -c ${data}.*`], { encoding: 'utf8' });
  const pid = Number(found.stdout.split('\n')[0]);
  if (!(pid > 1)) throw new Error(`no nats-server of ${data} runs`);
  return pid;
};
