import type { AttemptStatus, ExecutionStatus, StepStatus } from '@switchyard/contracts';
import type { IconName } from './icons.js';

/** Whatever may have a status, in one language. */
export type AnyStatus = ExecutionStatus | StepStatus | AttemptStatus | 'up' | 'down' | 'paused';

export type Tone = 'good' | 'bad' | 'busy' | 'held' | 'quiet';

export interface StatusLook {
  word: string;
  tone: Tone;
  icon: IconName;
  /** One sign for places without pictures, such as a window's title. */
  sign: string;
}

const looks: Record<AnyStatus, StatusLook> = {
  pending: { word: 'pending', tone: 'quiet', icon: 'clock', sign: '◌' },
  waiting: { word: 'waiting', tone: 'quiet', icon: 'ring', sign: '◌' },
  queued: { word: 'queued', tone: 'quiet', icon: 'clock', sign: '◌' },
  running: { word: 'running', tone: 'busy', icon: 'running', sign: '●' },
  success: { word: 'success', tone: 'good', icon: 'check', sign: '✓' },
  done: { word: 'done', tone: 'good', icon: 'check', sign: '✓' },
  failed: { word: 'failed', tone: 'bad', icon: 'cross', sign: '✗' },
  lost: { word: 'lost', tone: 'bad', icon: 'cross', sign: '✗' },
  timeout: { word: 'timeout', tone: 'bad', icon: 'clock', sign: '✗' },
  cancelled: { word: 'cancelled', tone: 'quiet', icon: 'stop', sign: '■' },
  fenced: { word: 'fenced', tone: 'quiet', icon: 'stop', sign: '■' },
  skipped: { word: 'skipped', tone: 'quiet', icon: 'skip', sign: '»' },
  'waiting-approval': { word: 'waiting for approval', tone: 'held', icon: 'hand', sign: '!' },
  paused: { word: 'paused', tone: 'held', icon: 'pause', sign: '!' },
  up: { word: 'up', tone: 'good', icon: 'check', sign: '✓' },
  down: { word: 'down', tone: 'bad', icon: 'cross', sign: '✗' },
};

/** How a status is shown everywhere. */
export const lookOf = (status: AnyStatus): StatusLook => looks[status];
