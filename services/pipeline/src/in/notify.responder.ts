import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  type ChangeNotifyTargetReply,
  ListNotifications,
  type ListNotificationsReply,
  ListNotifyTargets,
  type ListNotifyTargetsReply,
  PutNotifyTarget,
  RemoveNotifyTarget,
  rpc,
} from '@switchyard/contracts';
import { KeepNotifyTargets } from '../app/notify/keep-notify-targets.js';

/** Whom projects have told, and who was. */
@Controller()
export class NotifyResponder {
  constructor(private readonly keeping: KeepNotifyTargets) {}

  @MessagePattern(rpc.pipeline.putNotifyTarget)
  put(@Payload() message: PutNotifyTarget): Promise<ChangeNotifyTargetReply> {
    return this.keeping.put(message);
  }

  @MessagePattern(rpc.pipeline.removeNotifyTarget)
  remove(@Payload() { project, name }: RemoveNotifyTarget): Promise<ChangeNotifyTargetReply> {
    return this.keeping.remove(project, name);
  }

  @MessagePattern(rpc.pipeline.listNotifyTargets)
  list(@Payload() { project }: ListNotifyTargets): Promise<ListNotifyTargetsReply> {
    return this.keeping.list(project);
  }

  @MessagePattern(rpc.pipeline.notifications)
  journal(@Payload() query: ListNotifications): Promise<ListNotificationsReply> {
    return this.keeping.journal(query);
  }
}
