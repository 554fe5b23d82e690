import type { Bus } from '@switchyard/bus';
import {
  type ChangeNotifyTargetReply,
  type ListNotifications,
  type ListNotificationsReply,
  type ListNotifyTargetsReply,
  type ProjectId,
  type PutNotifyTarget,
  rpc,
} from '@switchyard/contracts';
import { NotifyService } from '../app/notify/ports.js';
import { patience } from './patience.js';

export class NatsNotify extends NotifyService {
  constructor(private readonly bus: Bus) {
    super();
  }

  put(message: Omit<PutNotifyTarget, 'v'>): Promise<ChangeNotifyTargetReply> {
    return this.bus.call(rpc.pipeline.putNotifyTarget, { v: 1, ...message }, patience);
  }

  remove(project: ProjectId, name: string): Promise<ChangeNotifyTargetReply> {
    return this.bus.call(rpc.pipeline.removeNotifyTarget, { v: 1, project, name }, patience);
  }

  list(project: ProjectId): Promise<ListNotifyTargetsReply> {
    return this.bus.call(rpc.pipeline.listNotifyTargets, { v: 1, project }, patience);
  }

  journal(query: Omit<ListNotifications, 'v'>): Promise<ListNotificationsReply> {
    return this.bus.call(rpc.pipeline.notifications, { v: 1, ...query }, patience);
  }
}
