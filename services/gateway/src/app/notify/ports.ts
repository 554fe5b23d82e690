import type {
  ChangeNotifyTargetReply,
  ListNotifications,
  ListNotificationsReply,
  ListNotifyTargetsReply,
  ProjectId,
  PutNotifyTarget,
} from '@switchyard/contracts';

/** The pipeline service: whom projects have told of their executions, and who was. */
export abstract class NotifyService {
  abstract put(message: Omit<PutNotifyTarget, 'v'>): Promise<ChangeNotifyTargetReply>;
  abstract remove(project: ProjectId, name: string): Promise<ChangeNotifyTargetReply>;
  abstract list(project: ProjectId): Promise<ListNotifyTargetsReply>;
  abstract journal(query: Omit<ListNotifications, 'v'>): Promise<ListNotificationsReply>;
}
