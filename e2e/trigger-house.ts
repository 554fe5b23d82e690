import type {
  DeliveryView,
  ExecutionSummary,
  ListDeliveriesReply,
  ListExecutionsReply,
  WebhookTokenAnswer,
} from '@switchyard/contracts';
import { openStore, type Store } from '@switchyard/store';
import { startTestStore } from '@switchyard/testkit/servers';
import { eventually, House } from './house.js';

/** A platform whose store can be looked into, and that looks often at what starts pipelines by itself. */
export class TriggerHouse {
  private constructor(
    readonly house: House,
    readonly store: Store,
    private readonly server: Awaited<ReturnType<typeof startTestStore>>,
  ) {}

  static async start(more: Record<string, string> = {}): Promise<TriggerHouse> {
    const server = await startTestStore();
    const store = await openStore({ uri: server.uri, database: 'switchyard', service: 'test' });
    const environment = { MONGODB_URI: server.uri, SCHEDULE_MS: '100', SWEEP_MS: '500', ...more };
    return new TriggerHouse(await House.start({ environment }), store, server);
  }

  async stop(): Promise<void> {
    await this.house.stop();
    await this.store.close();
    await this.server.stop();
  }

  /** As a stranger: without the token of the API. */
  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.house.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  makeToken(id: string): Promise<WebhookTokenAnswer> {
    return this.house.json(`/api/ci/pipelines/${id}/webhook-token`, { method: 'POST' });
  }

  async deliveriesOf(id: string): Promise<DeliveryView[]> {
    return (await this.house.json<ListDeliveriesReply>(`/api/ci/pipelines/${id}/deliveries`)).deliveries;
  }

  async executionsOf(id: string): Promise<ExecutionSummary[]> {
    return (await this.house.json<ListExecutionsReply>(`/api/ci/executions?pipeline=${id}`)).executions;
  }

  /** Waits until something came from there, and nothing of it is under way. */
  settled(id: string, decision: 'started' | 'skipped' = 'started'): Promise<DeliveryView[]> {
    return eventually('what came to be settled', async () => {
      const found = await this.deliveriesOf(id);
      const isOver = found.every(one => one.decision !== 'accepted');
      return isOver && found.some(one => one.decision === decision) ? found : undefined;
    });
  }
}
