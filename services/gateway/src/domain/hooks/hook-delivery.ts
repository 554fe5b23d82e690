import type {
  HookDeliveryView,
  HookDoor,
  HookOutcome,
  PipelineOutcome,
  ProjectId,
  WebhookEvent,
} from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';

/** Something that came to a project from outside, as it is kept. */
export interface HookDelivery {
  /** Sortable by time; also the id under which each pipeline has it. */
  id: string;
  project: ProjectId;
  door: HookDoor;
  /** As its sender numbers it. */
  senderId?: string;
  at: string;
  event: WebhookEvent;
  /** What steps may read of it. */
  payload: string;
  /** How long it was before it was cut to fit. */
  payloadBytes: number;
  outcome: HookOutcome;
  /** Why nothing runs, or why it waits. */
  reason?: string;
  pipelines?: PipelineOutcome[];
  replayOf?: string;
}

/** What makes two deliveries one. */
export interface HookKeys {
  /** The sender's number within its door and project. */
  sender?: string;
  /** A digest of what came. */
  content?: string;
  /** How long the same content is the same delivery. */
  contentMs: Millis;
}

/** What becomes of a delivery once the pipelines have decided. */
export type Settled = Pick<HookDelivery, 'outcome' | 'reason' | 'pipelines'>;

/** As long as the journal keeps it. */
export const keptMs: Millis = 30 * 86_400_000;
/** Under a token, which whoever could repeat the body has too: for hooks that are registered twice, and for retries. */
const tokenContentMs: Millis = 600_000;

/**
 * Whether the same content counts as the same delivery, and for how long. A signed body cannot be sent again under another
 * number by who only saw it pass, so it counts once for as long as it is known. A sender of no known kind that numbers
 * what it sends by itself says so where the same body means something new.
 */
export const contentMsOf = (door: HookDoor, isSigned: boolean, isNumbered: boolean): Millis | undefined => {
  if (isSigned) return keptMs;
  return door === 'generic' && isNumbered ? undefined : tokenContentMs;
};

/** What the answers of pipelines come to. */
export const settledBy = (
  { event, project }: Pick<HookDelivery, 'event' | 'project'>,
  pipelines: PipelineOutcome[],
  more = 0,
): Settled => {
  const started = pipelines.some(({ decision }) => decision === 'started' || decision === 'accepted');
  const named = { pipelines, ...(more > 0 ? { reason: `and ${more} more pipelines` } : {}) };
  if (started) return { outcome: 'started', ...named };
  if (pipelines.some(({ decision }) => decision === 'refused')) return { outcome: 'refused', ...named };
  if (pipelines.length > 0) return { outcome: 'skipped', ...named };
  const { repository } = event;
  const why =
    repository === undefined
      ? `it names no repository, and no webhook: of project ${project} names events`
      : `no trigger of project ${project} names ${repository}`;
  return { outcome: 'skipped', reason: why.slice(0, 1_000), pipelines };
};

export const hookDeliveryView = ({
  event: { event, repository, branch, tag, actor },
  payload: _payload,
  payloadBytes: _bytes,
  pipelines = [],
  ...facts
}: HookDelivery): HookDeliveryView => ({
  ...facts,
  event,
  ...(repository === undefined ? {} : { repository }),
  ...(branch === undefined ? {} : { branch }),
  ...(tag === undefined ? {} : { tag }),
  actor,
  pipelines,
});
