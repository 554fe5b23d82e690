import type { DeviceAnswer, DeviceBody, DeviceTokenAnswer, DeviceView } from '@switchyard/contracts';
import { post, queryOf, type Requests } from './requests.js';

/** Letting in programs without a browser (RFC 8628). Every method throws {@link YardError}. */
export class DeviceRequests {
  constructor(private readonly requests: Requests) {}

  /** Needs no token. */
  begin(body: DeviceBody): Promise<DeviceAnswer> {
    return this.requests.json('/api/sessions/device', post(body));
  }

  /** Needs no token. Refused with `authorization-pending`, `slow-down`, `access-denied` or `expired-token`. */
  token(deviceCode: string): Promise<DeviceTokenAnswer> {
    return this.requests.json('/api/sessions/device/token', post({ deviceCode }));
  }

  /** What waits with a code, for somebody in a session. */
  look(code: string): Promise<DeviceView> {
    return this.requests.json(`/api/sessions/device${queryOf({ code })}`);
  }

  confirm(code: string): Promise<{ message: string }> {
    return this.requests.json('/api/sessions/device/confirm', post({ code }));
  }

  deny(code: string): Promise<{ message: string }> {
    return this.requests.json('/api/sessions/device/deny', post({ code }));
  }
}
