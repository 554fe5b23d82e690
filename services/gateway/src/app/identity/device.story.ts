import type { Millis } from '@switchyard/kernel';
import type { Device } from '../../domain/identity/device.js';
import { Devices } from './ports.js';

export class MemoryDevices extends Devices {
  readonly rows = new Map<string, Device>();
  async add(device: Device) {
    if (await this.withUserDigest(device.userDigest)) return false;
    this.rows.set(device.digest, device);
    return true;
  }
  async withDigest(digest: string) {
    return this.rows.get(digest);
  }
  async withUserDigest(digest: string) {
    return [...this.rows.values()].find(one => one.userDigest === digest);
  }
  async waitingFrom(ip: string, now: Millis) {
    const waits = (one: Device) => one.ip === ip && one.state === 'waiting' && one.expiresAt > now;
    return [...this.rows.values()].filter(waits).length;
  }
  async decide(digest: string, state: 'confirmed' | 'denied', userId: string, now: Millis) {
    return this.move(digest, 'waiting', now, { state, userId });
  }
  async asked(digest: string, askedAt: Millis, intervalMs: Millis) {
    const row = this.rows.get(digest);
    if (row) this.rows.set(digest, { ...row, askedAt, intervalMs });
  }
  async use(digest: string, now: Millis) {
    return this.move(digest, 'confirmed', now, { state: 'used' });
  }
  private move(digest: string, from: Device['state'], now: Millis, to: Partial<Device>) {
    const row = this.rows.get(digest);
    if (row?.state !== from || row.expiresAt <= now) return false;
    this.rows.set(digest, { ...row, ...to });
    return true;
  }
}
