import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  Length,
  Max,
  Min,
} from 'class-validator';
import { IsSlug, type ProjectId } from '../ids.js';
import {
  type NotificationState,
  notificationStates,
  type NotifyKind,
  notifyKinds,
  type NotifyMoment,
  notifyMoments,
} from '../messages/notify-messages.js';
import { IsMap } from '../is-map.js';

export class NotifyTargetParams {
  @IsSlug() project!: ProjectId;
  @IsSlug() name!: string;
}

/** `PUT /api/projects/:project/notifications/:name` */
export class PutNotifyTargetBody {
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(3) @ArrayUnique() @IsIn(notifyMoments, { each: true }) on!: NotifyMoment[];
  @IsIn(notifyKinds) target!: NotifyKind;
  /** What that reads, with the keys that `notifications:` of a pipeline file has. */
  @IsMap() config!: Record<string, unknown>;
}

/** `GET /api/projects/:project/notifications/journal`: newest first. */
export class ListNotificationsQuery {
  @IsOptional() @IsIn(notificationStates) state?: NotificationState;
  /** `next` of the page before. */
  @IsOptional() @Length(1, 400) before?: string;
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit = 50;
}
