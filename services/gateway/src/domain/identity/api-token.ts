import type { ProjectId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import type { Permission, Role } from '../access/permissions.js';

interface Kept {
  id: string;
  name: string;
  /** SHA-256 of the token. */
  digest: string;
  /** What it is limited to; nothing but what its owner or role allows unless given. */
  scopes?: Permission[];
  createdAt: Millis;
  createdBy: string;
  expiresAt: Millis;
  /** Roughly: to the hour. */
  usedAt?: Millis;
}

/** Acts as a user. */
export interface PersonalToken extends Kept {
  kind: 'personal';
  userId: string;
}

/** Acts for itself in one project, and outlives whoever made it. */
export interface ServiceToken extends Kept {
  kind: 'service';
  project: ProjectId;
  role: Role;
}

export type ApiToken = PersonalToken | ServiceToken;

export const tokenDays = { usual: 90, most: 366 } as const;

/** A use is noted once in that long. */
export const usedEveryMs: Millis = 3_600_000;
