import { randomBytes } from 'node:crypto';
import type { Clock, Millis } from '@switchyard/kernel';
import type { Permission } from '../../domain/access/permissions.js';
import type { Principal } from '../../domain/access/principal.js';
import {
  type Device,
  deviceTimes,
  judgePoll,
  mostWaiting,
  nextInterval,
  shownCode,
  typedCode,
  userCodeOf,
} from '../../domain/identity/device.js';
import type { From } from '../../domain/identity/session.js';
import type { User } from '../../domain/identity/user.js';
import type { KeepTokens, Made } from './keep-tokens.js';
import type { NotePeople } from './note-people.js';
import type { Devices, Guessing, Users } from './ports.js';
import { digestOf, newSecret } from './secrets.js';

export interface DeviceWish {
  name: string;
  days: number;
  scopes?: Permission[];
}

export type Begun =
  | { result: 'ok'; deviceCode: string; userCode: string; expiresMs: Millis; intervalMs: Millis }
  | { result: 'too-many' };

export type Found =
  { result: 'ok'; device: Device } | { result: 'no-device' } | { result: 'too-early'; waitMs: Millis };

export type Asked =
  | { result: 'ok'; user: User; made: Extract<Made, { result: 'ok' }> }
  | { result: 'slow-down'; intervalMs: Millis }
  | { result: 'pending' | 'denied' | 'over' | 'too-many' };

/** The device grant (RFC 8628): a program shows a code, somebody who is signed in confirms it, and the program gets a token. */
export class LetDeviceIn {
  constructor(
    private readonly devices: Devices,
    private readonly users: Users,
    private readonly tokens: Pick<KeepTokens, 'make'>,
    private readonly guessing: Guessing,
    private readonly clock: Clock,
    private readonly told: NotePeople,
  ) {}

  async begin(wish: DeviceWish, { agent, ip }: From): Promise<Begun> {
    const now = this.clock.now();
    if ((await this.devices.waitingFrom(ip, now)) >= mostWaiting) return { result: 'too-many' };
    const deviceCode = newSecret();
    const { lifeMs: expiresMs, intervalMs } = deviceTimes;
    const facts = { ...wish, agent: agent.slice(0, 200), ip, createdAt: now, expiresAt: now + expiresMs, intervalMs };
    for (;;) {
      const code = newUserCode();
      const device = { ...facts, digest: digestOf(deviceCode), userDigest: digestOf(code), state: 'waiting' as const };
      // Another one may have the same code at this moment.
      if (await this.devices.add(device))
        return { result: 'ok', deviceCode, userCode: shownCode(code), expiresMs, intervalMs };
    }
  }

  /** What waits with a code. Codes are short, so that wrong ones make the next try wait. */
  async look(by: Principal, typed: string, { ip }: From): Promise<Found> {
    const account = `device:${by.id}`;
    const waitMs = await this.guessing.waitMs(account, ip);
    if (waitMs > 0) return { result: 'too-early', waitMs };
    const code = typedCode(typed);
    const device = code === undefined ? undefined : await this.devices.withUserDigest(digestOf(code));
    if (device?.state === 'waiting' && device.expiresAt > this.clock.now()) {
      await this.guessing.succeeded(account, ip);
      return { result: 'ok', device };
    }
    await this.guessing.failed(account, ip);
    return { result: 'no-device' };
  }

  /** Of simultaneous ones exactly one is `ok`. */
  async decide(by: Principal, typed: string, verdict: 'confirmed' | 'denied', from: From): Promise<Found> {
    const found = await this.look(by, typed, from);
    if (found.result !== 'ok') return found;
    if (!(await this.devices.decide(found.device.digest, verdict, by.id, this.clock.now())))
      return { result: 'no-device' };
    await this.told.device(by, verdict, found.device, from);
    return found;
  }

  /** The token, once. A question that comes too early makes the program wait longer, and is answered with nothing else. */
  async ask(deviceCode: string, from: From): Promise<Asked> {
    const now = this.clock.now();
    const digest = digestOf(deviceCode);
    const device = await this.devices.withDigest(digest);
    const polled = judgePoll(device, now);
    if (!device || polled === 'over') return { result: 'over' };
    const intervalMs = nextInterval(device, polled);
    await this.devices.asked(digest, now, intervalMs);
    if (polled === 'slow-down') return { result: polled, intervalMs };
    return polled === 'ready' ? this.give(device, from) : { result: polled };
  }

  private async give(device: Device, from: From): Promise<Asked> {
    const user = device.userId === undefined ? undefined : await this.users.find(device.userId);
    if (!user || user.disabled) return { result: 'denied' };
    if (!(await this.devices.use(device.digest, this.clock.now()))) return { result: 'over' };
    const { name, days, scopes } = device;
    const made = await this.tokens.make(principalOf(user), { name, days, ...(scopes ? { scopes } : {}) });
    if (made.result !== 'ok') return { result: 'too-many' };
    await this.told.tokenByDevice(user, made.kept, from);
    return { result: 'ok', user, made };
  }
}

/** Who makes a token of their own: what they may do is asked with each use of it. */
const principalOf = ({ id, name }: User): Principal => ({
  kind: 'user',
  id,
  name,
  administrator: false,
  projects: new Map(),
});

const newUserCode = (): string => {
  for (;;) {
    const code = userCodeOf(randomBytes(16));
    if (code !== undefined) return code;
  }
};
