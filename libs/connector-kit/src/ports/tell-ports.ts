import { insist } from '@switchyard/bus';
import { Fault, reach } from '@switchyard/kernel';
import type { TellParts } from '../artifacts/tell-kept.js';
import type { TellPorts } from './port-teller.js';

export const tellPorts =
  ({ platform, journal, session }: TellParts): TellPorts =>
  async ({ attemptId }, ports, signal) => {
    const entry = await journal.find(attemptId);
    if (!entry) return;
    const message = { v: 1 as const, attemptId, session: session(), nonce: entry.nonce, ports: [...ports] };
    reach('connector.ports.beforeTell');
    const reply = await insist(() => platform.publishPorts(message), { signal });
    reach('connector.ports.told');
    if (reply.result !== 'refused') return;
    throw new Fault({
      code: 'ports-refused',
      message: `the platform refused the ports: ${reply.reason}`,
      blame: 'platform',
      retry: false,
    });
  };
