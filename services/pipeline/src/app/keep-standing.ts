import type { PipelineId } from '@switchyard/contracts';
import type { Clock, Waker } from '@switchyard/kernel';
import { keptName } from '../domain/pipeline-name.js';
import { nothingStanding, standingOf } from '../domain/triggers/standing.js';
import {
  type Calendar,
  type Followings,
  type ListedPipeline,
  type Notifiers,
  type Pipelines,
  PipelineWatcher,
  type Schedules,
  type StoredPipeline,
  type TriggerTrouble,
} from './ports.js';
import type { ReadModel } from './read-model.js';

export interface StandingPorts {
  pipelines: Pipelines;
  schedules: Schedules;
  followings: Followings;
  notifiers: Notifiers;
  calendar: Calendar;
}

const page = 200;

/** Keeps the schedules, followings and notifications of every pipeline as its current version has them. Doing it twice is harmless. */
export class KeepStanding extends PipelineWatcher {
  /** What this process has put last. */
  private readonly known = new Map<PipelineId, string>();

  constructor(
    private readonly ports: StandingPorts,
    private readonly models: ReadModel,
    private readonly trouble: TriggerTrouble,
    private readonly clock: Clock,
    /** Rung when there may be a schedule that is due sooner than all others. */
    private readonly soon: Waker,
  ) {
    super();
  }

  async changed(pipeline: StoredPipeline): Promise<void> {
    this.known.delete(pipeline.id);
    await this.keep(pipeline);
  }

  /** Finds what a crash, or another process, has left as it was. */
  async sweep(): Promise<void> {
    let after: { key: string; id: PipelineId } | undefined;
    do {
      const rows = await this.ports.pipelines.list({ limit: page, ...(after ? { after } : {}) });
      for (const row of rows) {
        if (this.known.get(row.id) === stateOf(row)) continue;
        const pipeline = await this.ports.pipelines.find(row.id);
        if (pipeline) await this.keep(pipeline);
      }
      const last = rows.at(-1);
      after = last && rows.length === page ? { key: keptName(last), id: last.id } : undefined;
    } while (after);
  }

  private async keep(pipeline: StoredPipeline): Promise<void> {
    await this.put(pipeline).then(
      () => void this.known.set(pipeline.id, stateOf(pipeline)),
      (error: unknown) => this.trouble.note('triggers of a pipeline not kept yet', pipeline.id, error),
    );
  }

  private async put(pipeline: StoredPipeline): Promise<void> {
    const { id, project, version } = pipeline;
    const owner = { id, project, version };
    const model = isOn(pipeline) ? await this.models.of(pipeline) : undefined;
    const { schedules, follows } = model ? standingOf(id, model) : nothingStanding;
    const now = this.clock.now();
    const { calendar } = this.ports;
    const timed = schedules.map(schedule => {
      const nextAt = calendar.after(schedule.cron, schedule.timeZone, now);
      return nextAt === undefined ? schedule : { ...schedule, nextAt };
    });
    await this.ports.schedules.put(owner, timed);
    if (timed.length > 0) this.soon.ring();
    await this.ports.followings.put(owner, follows, now);
    // What runs of one that was disabled still ends, and is told of.
    if (model) await this.ports.notifiers.put(owner, model.notifications.length > 0);
  }
}

/** Whether anything may start it. */
export const isOn = ({ disabled, deleted }: ListedPipeline): boolean => !disabled && !deleted;

const stateOf = (pipeline: ListedPipeline): string => `${pipeline.version} ${isOn(pipeline)}`;
