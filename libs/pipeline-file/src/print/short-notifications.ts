import { type NotificationModel, notificationMoments } from '../model.js';
import { filled, type Plain, present } from './plain.js';

/** Whom to tell: by the key of the target where that reads back as the same, and in full words elsewhere. */
export const notificationKeys = (notifications: NotificationModel[]): Plain | undefined =>
  filled(
    present(
      Object.fromEntries(
        notificationMoments.map(moment => [
          `on-${moment}`,
          filled(notifications.filter(({ on }) => on === moment).map(toldOf)),
        ]),
      ),
    ),
  );

const toldOf = ({ target, config }: NotificationModel): Plain =>
  isShort(target, config) ? { [target]: config } : { target_type: target, config };

type Test = (value: unknown) => boolean;
const text: Test = value => typeof value === 'string';
const texts: Test = value => Array.isArray(value) && value.every(text);
const map: Test = value => typeof value === 'object' && value !== null && Object.values(value).every(text);

/** What each target reads, as it reads it, and what it cannot do without. */
const readers: Record<NotificationModel['target'], { needs?: string; keys: Record<string, Test> }> = {
  email: { needs: 'to', keys: { to: texts, subject: text } },
  slack: { keys: { channel: text, secret: text, message: text } },
  webhook: { needs: 'url', keys: { url: text, secret: text, headers: map } },
  github: { keys: { repository: text, as: value => value === 'status' || value === 'comment', context: text } },
};

const isShort = (target: NotificationModel['target'], config: Plain): boolean => {
  const { needs, keys } = readers[target];
  const isRead = ([key, value]: [string, unknown]) => Object.hasOwn(keys, key) && keys[key]?.(value) === true;
  return (needs === undefined || needs in config) && Object.entries(config).every(isRead);
};
