import type {
  ListNotificationsReply,
  ListNotifyTargetsReply,
  NotificationState,
  NotifyTargetView,
  PutNotifyTargetBody,
} from '@switchyard/contracts';
import { queryOf, type Requests } from './requests.js';

export interface ListNotificationsOptions {
  state?: NotificationState;
  /** `next` of the page before. */
  before?: string;
  limit?: number;
}

/** Whom the projects of one platform have told. Every method throws {@link YardError}. */
export class NotificationRequests {
  constructor(private readonly requests: Requests) {}

  list(project: string): Promise<ListNotifyTargetsReply> {
    return this.requests.json(pathOf(project));
  }

  put(project: string, name: string, body: PutNotifyTargetBody): Promise<NotifyTargetView> {
    const headers = { 'content-type': 'application/json' };
    const path = pathOf(project, `/${encodeURIComponent(name)}`);
    return this.requests.json(path, { method: 'PUT', headers, body: JSON.stringify(body) });
  }

  remove(project: string, name: string): Promise<NotifyTargetView> {
    return this.requests.json(pathOf(project, `/${encodeURIComponent(name)}`), { method: 'DELETE' });
  }

  /** Newest first. */
  journal(project: string, options: ListNotificationsOptions = {}): Promise<ListNotificationsReply> {
    return this.requests.json(`${pathOf(project, '/journal')}${queryOf({ ...options })}`);
  }
}

const pathOf = (project: string, rest = '') => `/api/projects/${encodeURIComponent(project)}/notifications${rest}`;
