import {
  type ChangeNotifyTargetReply,
  type ListNotifications,
  type ListNotificationsReply,
  type ListNotifyTargetsReply,
  mostNotifyTargets,
  type ProjectId,
  type PutNotifyTarget,
} from '@switchyard/contracts';
import { type Clock, isoTime } from '@switchyard/kernel';
import { viewOf } from '../../domain/notify/notification.js';
import { targetOf } from '../../domain/notify/target.js';
import type { Notifications, NotifyTargets } from './ports.js';

/** Characters of a config, as JSON. */
const largestConfig = 8_192;

/** Whom a project wants to have told, and who was. */
export class KeepNotifyTargets {
  constructor(
    private readonly targets: NotifyTargets,
    private readonly notifications: Notifications,
    private readonly clock: Clock,
  ) {}

  async put({ project, name, on, target, config, actor }: PutNotifyTarget): Promise<ChangeNotifyTargetReply> {
    const size = JSON.stringify(config).length;
    if (size > largestConfig)
      return {
        result: 'bad-config',
        message: `config has ${size} characters, and ${largestConfig} is the most`,
        suggestion: 'say less',
      };
    const read = targetOf(target, config);
    if (!read.target) return { result: 'bad-config', message: read.mistake, suggestion: read.suggestion };
    const known = await this.targets.list(project);
    if (known.length >= mostNotifyTargets && !known.some(one => one.name === name))
      return { result: 'too-many', most: mostNotifyTargets };
    const view = { project, name, on, target, config, author: actor, at: isoTime(this.clock.now()) };
    return { result: (await this.targets.put(view)) ? 'updated' : 'created', target: view };
  }

  async remove(project: ProjectId, name: string): Promise<ChangeNotifyTargetReply> {
    const target = await this.targets.remove(project, name);
    return target ? { result: 'deleted', target } : { result: 'missing' };
  }

  async list(project: ProjectId): Promise<ListNotifyTargetsReply> {
    return { targets: await this.targets.list(project) };
  }

  async journal({ project, state, before, limit }: ListNotifications): Promise<ListNotificationsReply> {
    const page = {
      limit,
      ...(state === undefined ? {} : { state }),
      ...(before === undefined ? {} : { before }),
    };
    const { notifications, ...rest } = await this.notifications.list(project, page);
    return { notifications: notifications.map(viewOf), ...rest };
  }
}
