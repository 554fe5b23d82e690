import { createHmac } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { YardClient } from '@switchyard/client';
import type { ExecutionId, HookDeliveryView } from '@switchyard/contracts';
import { eventually, type House } from '../house.js';
import type { Person } from './browser.js';

export const clientOf = (house: House): YardClient =>
  new YardClient({ url: house.url, token: house.facts.ready.token, actor: 'owner' });

/** Somebody who has an account, and is in no project. */
export const aPerson = async (house: House, login: string): Promise<Person> => {
  const client = clientOf(house);
  const person = { login, password: 'correct horse battery' };
  const { code } = await client.people.invite(false);
  await new YardClient({ url: house.url, token: '' }).identity.first({ code, ...person, name: login });
  return person;
};

/** Steps that run until they are let go. */
export class Gate {
  private readonly folder = mkdtempSync(join(tmpdir(), 'yard-gate-'));
  private readonly file = join(this.folder, 'open');

  constructor(private readonly house: House) {}

  begin(name: string): Promise<ExecutionId> {
    const run = `while [ ! -e ${this.file} ] && [ -d ${this.folder} ]; do sleep 0.05; done`;
    return this.house.begin(JSON.stringify({ name, steps: [{ name: 'wait', run }] }));
  }

  open(): void {
    if (existsSync(this.folder)) writeFileSync(this.file, '');
  }

  close(): void {
    this.open();
    rmSync(this.folder, { recursive: true });
  }
}

/** A push as GitHub sends it, with something in it that nobody should read in a page. */
export const pushTo = async (house: House, token: string, hidden: string): Promise<string> => {
  const repository = { clone_url: 'https://github.com/org/web.git' };
  const body = JSON.stringify({
    ref: 'refs/heads/main',
    after: 'a'.repeat(40),
    commits: [],
    repository,
    token: hidden,
  });
  const response = await fetch(`${house.url}/api/webhooks/github`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-hub-signature-256': `sha256=${createHmac('sha256', token).update(body).digest('hex')}`,
    },
    body,
  });
  const answer = (await response.json()) as { delivery: string };
  if (response.status !== 202) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
  return answer.delivery;
};

export const settled = (house: House, id: string): Promise<HookDeliveryView> =>
  eventually('a delivery to be settled', async () => {
    const view = await clientOf(house).hooks.get(id, 'default');
    return view.outcome === 'waiting' ? undefined : view;
  });

/** Something on each page: a cache, a target, and what it was told. */
export const furnish = async (house: House): Promise<void> => {
  const client = clientOf(house);
  const webhook = { on: ['success' as const], target: 'webhook' as const, config: { url: `${house.url}/nobody` } };
  await client.notifications.put('default', 'robot', webhook);
  const cache = { key: 'deps-1', paths: 'deps/**' };
  const deploy = { name: 'deploy', run: 'true', 'environment-name': 'production' };
  const steps = [{ name: 'keep', run: 'mkdir -p deps && echo kept > deps/file', cache }, deploy];
  await house.run(JSON.stringify({ name: 'keeps', steps }));
};
