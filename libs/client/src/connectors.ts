import type { ConnectorView, ListConnectorsReply, SessionId } from '@switchyard/contracts';
import { post, type Requests } from './requests.js';

/** Who runs steps. Every method throws {@link YardError}. */
export class ConnectorRequests {
  constructor(private readonly requests: Requests) {}

  async list(): Promise<ConnectorView[]> {
    return (await this.requests.json<ListConnectorsReply>('/api/connectors')).connectors;
  }

  /** It takes no new steps, and goes on with what it runs. */
  drain(session: SessionId, reason?: string): Promise<ConnectorView> {
    const body = reason === undefined ? {} : { reason };
    return this.requests.json(pathOf(session), { ...post(body), method: 'PUT' });
  }

  undrain(session: SessionId): Promise<ConnectorView> {
    return this.requests.json(pathOf(session), { method: 'DELETE' });
  }
}

const pathOf = (session: SessionId) => `/api/connectors/${encodeURIComponent(session)}/drain`;
