import type { ExecutionId, ExecutionStatus, ExecutionView, PipelineId, ProjectId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import type { Delivery } from '../domain/triggers/delivery.js';
import type { Following, Schedule, TakenTick } from '../domain/triggers/standing.js';

/** What has come to pipelines by itself. What is in here is neither lost nor there twice. */
export abstract class DeliveryJournal {
  /**
   * Durable when it resolves.
   * @returns what is there already under its id; undefined when this one was added.
   */
  abstract add(delivery: Delivery): Promise<Delivery | undefined>;
  /** Of an accepted one: it was started, or why nothing can ever run. */
  abstract settle(id: string, refusal: string | undefined): Promise<void>;
  /** Accepted before `at`, and neither started nor refused yet, oldest first. */
  abstract unsettled(at: Millis, limit: number): Promise<Delivery[]>;
  /** Newest first; `next` leads to what is older. */
  abstract list(
    pipelineId: PipelineId,
    before: string | undefined,
    limit: number,
  ): Promise<{ deliveries: Delivery[]; next?: string }>;
}

/** Whose schedules or followings are put. */
export interface Owner {
  id: PipelineId;
  project: ProjectId;
  version: number;
}

/** The schedules of all pipelines, and when each is due next. */
export abstract class Schedules {
  /**
   * Makes the schedules of a pipeline these, as of its version; one that is there already keeps its next tick, and one
   * with a tick that was taken stays until that is written down.
   */
  abstract put(owner: Owner, schedules: Pick<Schedule, 'id' | 'cron' | 'timeZone' | 'nextAt'>[]): Promise<void>;
  /** Those whose next tick is not behind `now`, and those with a tick that was taken. */
  abstract due(now: Millis, limit: number): Promise<Schedule[]>;
  /** When the first of all is due, which may have passed; 0 while a tick is taken; undefined when none ever is. */
  abstract next(): Promise<Millis | undefined>;
  /**
   * Takes a tick for all schedulers, as long as the schedule is as `schedule` says.
   * @returns false when somebody else was faster.
   */
  abstract take(schedule: Schedule, tick: TakenTick, nextAt: Millis | undefined): Promise<boolean>;
  /** The tick that was taken is written down. Harmless twice. */
  abstract release(id: string, tick: TakenTick): Promise<void>;
  /** Unless a tick of it is taken. */
  abstract remove(id: string): Promise<void>;
}

/** Which pipelines wait for the end of which others. */
export abstract class Followings {
  /** Makes those of a pipeline these, as of its version; what is there already keeps its `since`. */
  abstract put(owner: Owner, follows: string[], since: Millis): Promise<void>;
  /** Those in one project that wait for the end of a pipeline of that name. */
  abstract of(project: ProjectId, name: string): Promise<Following[]>;
  /** Whether any pipeline of the project, or of all projects, waits for another. */
  abstract any(project?: ProjectId): Promise<boolean>;
}

/** Which pipelines have people told of their executions. */
export abstract class Notifiers {
  /** As of a version of the pipeline. */
  abstract put(owner: Owner, notifies: boolean): Promise<void>;
  /** Whether any pipeline of the project, or of all projects, does. */
  abstract any(project?: ProjectId): Promise<boolean>;
}

/** When a cron expression is due, in a time zone. */
export abstract class Calendar {
  /** The first tick after a moment; undefined when there will never be one, or when nobody can read the expression. */
  abstract after(cron: string, timeZone: string, moment: Millis): Millis | undefined;
  /** The last tick before a moment. */
  abstract before(cron: string, timeZone: string, moment: Millis): Millis | undefined;
}

/** An execution that has ended. */
export interface End {
  execution: ExecutionId;
  project: ProjectId;
  status: ExecutionStatus;
  at: Millis;
}

/** What the execution service knows of ends. */
export abstract class Ends {
  /** In their order, from a moment or behind the place where an earlier look stopped. */
  abstract read(from: { since: Millis } | { after: string }, limit: number): Promise<{ ends: End[]; next?: string }>;
  abstract execution(id: ExecutionId): Promise<ExecutionView | undefined>;
}

/** How far something was read, for those who go on after a crash. */
export abstract class Places {
  abstract read(name: string): Promise<Millis | undefined>;
  /** Never goes back. */
  abstract write(name: string, at: Millis): Promise<void>;
}

/** Told when something could not be done now; a sweep tries again. */
export abstract class TriggerTrouble {
  abstract note(what: string, id: string, error: unknown): void;
}
