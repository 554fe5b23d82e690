import type {
  HookAnswer,
  HookDeliveryDetail,
  HookOutcome,
  ListHookDeliveriesReply,
  ProjectWebhookTokenAnswer,
} from '@switchyard/contracts';
import { queryOf, type Requests } from './requests.js';

export interface ListHookDeliveriesOptions {
  project?: string;
  outcome?: HookOutcome;
  /** `next` of the page before. */
  before?: string;
  limit?: number;
}

/** What came to the projects of one platform from outside. Every method throws {@link YardError}. */
export class HookRequests {
  constructor(private readonly requests: Requests) {}

  /** Newest first. */
  list(options: ListHookDeliveriesOptions = {}): Promise<ListHookDeliveriesReply> {
    return this.requests.json(`${path}${queryOf({ ...options })}`);
  }

  /** With what came. */
  get(id: string, project?: string): Promise<HookDeliveryDetail> {
    return this.requests.json(`${path}/${encodeURIComponent(id)}${queryOf({ project })}`);
  }

  /** Takes a delivery once more, as a new one. */
  replay(id: string, project?: string): Promise<HookAnswer> {
    const replay = `${path}/${encodeURIComponent(id)}/replay${queryOf({ project })}`;
    return this.requests.json(replay, { method: 'POST' });
  }

  /** Closes the webhooks of a project: its token lets nobody in any more. */
  async removeToken(project: string): Promise<void> {
    await this.requests.send(tokenPath(project), { method: 'DELETE' });
  }

  /** Makes a new token for the webhooks of a project; the one before is of no use from then on. */
  makeToken(project: string): Promise<ProjectWebhookTokenAnswer> {
    return this.requests.json(tokenPath(project), { method: 'POST' });
  }
}

const path = '/api/webhooks/deliveries';
const tokenPath = (project: string) => `/api/projects/${encodeURIComponent(project)}/webhook-token`;
