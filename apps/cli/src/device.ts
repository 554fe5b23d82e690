import { YardClient, YardError } from '@switchyard/client';
import type { DeviceAnswer, DeviceTokenAnswer } from '@switchyard/contracts';
import { type Millis, sleep } from '@switchyard/kernel';
import { exit, Stop } from './exit.js';
import { openPage } from './open-page.js';
import { plain } from './view/clean.js';
import type { Terminal } from './view/terminal.js';

/** RFC 8628, 3.5: what each `slow_down` adds for good. */
const slowerMs: Millis = 5_000;

/** Signs in by a browser, here or elsewhere: shows a code, and asks until somebody has confirmed it (RFC 8628). */
export const tokenByDevice = async (
  terminal: Terminal,
  url: string,
  wish: { name: string; days: number },
): Promise<{ token: string; name: string }> => {
  const client = new YardClient({ url, token: '' });
  const begun = await client.devices.begin(wish);
  await tell(terminal, url, begun);
  const { token, user } = await confirmed(client, begun);
  return { token, name: user.name };
};

const tell = async (terminal: Terminal, url: string, begun: DeviceAnswer): Promise<void> => {
  const page = pageOf(url, begun.verificationUriComplete);
  terminal.note(`open this page, on any machine, and confirm that it shows the code ${plain(begun.userCode)}:`);
  terminal.note(`  ${plain(page)}`);
  if (terminal.isInteractive) await openPage(page);
};

/** A path is below the address that was asked. */
export const pageOf = (url: string, place: string): string => (place.startsWith('/') ? `${url}${place}` : place);

const confirmed = async (client: YardClient, begun: DeviceAnswer): Promise<DeviceTokenAnswer> => {
  const until = performance.now() + begun.expiresIn * 1_000;
  for (let waitMs = begun.interval * 1_000; performance.now() < until;) {
    await sleep(waitMs);
    try {
      return await client.devices.token(begun.deviceCode);
    } catch (error) {
      waitMs = waitAfter(error, waitMs);
    }
  }
  throw new Stop(exit.badInput, 'nobody has confirmed in time', ['begin anew with: yard login']);
};

/** @throws what no further question can change. */
const waitAfter = (error: unknown, waitMs: Millis): Millis => {
  if (!(error instanceof YardError)) throw error;
  if (error.code === 'authorization-pending') return waitMs;
  if (error.code === 'slow-down') return waitMs + slowerMs;
  // RFC 8628, 3.5: who does not answer is asked less and less often.
  if (error.mayHeal) return waitMs * 2;
  throw error;
};
