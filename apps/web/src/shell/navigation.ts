import type { IconName } from '../ui/icons.js';

export interface Entry {
  path: string;
  title: string;
  icon: IconName;
  /** The second key of `g …`. */
  key?: string;
  /** Only for administrators of the platform. */
  isForAdministrators?: boolean;
}

/** The navigation, in groups; a line each. */
export const navigation: readonly (readonly Entry[])[] = [
  [
    { path: '/executions', title: 'Executions', icon: 'list', key: 'e' },
    { path: '/pipelines', title: 'Pipelines', icon: 'flow', key: 'p' },
    { path: '/environments', title: 'Environments', icon: 'globe', key: 'v' },
    { path: '/services', title: 'Services', icon: 'server', key: 's' },
  ],
  [
    { path: '/agents', title: 'Agents', icon: 'screen', key: 'a' },
    { path: '/webhooks', title: 'Webhooks', icon: 'hook', key: 'w' },
    { path: '/notifications', title: 'Notifications', icon: 'hand', key: 'n' },
    { path: '/secrets', title: 'Secrets', icon: 'lock', key: 'x' },
    { path: '/caches', title: 'Caches', icon: 'download', key: 'k' },
  ],
  [
    { path: '/projects', title: 'Projects', icon: 'box', key: 'o' },
    { path: '/members', title: 'Members', icon: 'people', key: 'm' },
    { path: '/people', title: 'People', icon: 'person', key: 'l', isForAdministrators: true },
    { path: '/tokens', title: 'Tokens', icon: 'key', key: 't' },
    { path: '/audit', title: 'Audit', icon: 'book', key: 'u' },
    { path: '/settings', title: 'Settings', icon: 'gear', key: 'c' },
    { path: '/health', title: 'Health', icon: 'pulse', key: 'h' },
  ],
];

/** Pages without the frame: nobody is signed in there, or not yet. */
export const framelessPaths: readonly string[] = ['/sign-in', '/welcome'];
