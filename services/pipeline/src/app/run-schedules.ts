import { type Clock, isoTime, type Millis } from '@switchyard/kernel';
import { decideTrigger } from '../domain/triggers/decide-trigger.js';
import { decided } from '../domain/triggers/decided.js';
import type { Delivery } from '../domain/triggers/delivery.js';
import { wordsOf } from '../domain/triggers/event.js';
import { tickIdOf } from '../domain/triggers/schedule-id.js';
import { type Schedule, standingOf, type TakenTick } from '../domain/triggers/standing.js';
import { dueTick, mostCounted } from '../domain/triggers/ticks.js';
import { executionIdOf } from './execution-id.js';
import { isOn } from './keep-standing.js';
import type { Calendar, Pipelines, Schedules, StoredPipeline, TriggerTrouble } from './ports.js';
import { unreadable } from './pipeline-view.js';
import type { ReadModel } from './read-model.js';
import type { TakeDelivery } from './take-delivery.js';

export interface SchedulePorts {
  pipelines: Pipelines;
  schedules: Schedules;
  calendar: Calendar;
}

const page = 500;

/**
 * Starts what schedules ask for. Any number of processes may do it at once, and each may die anywhere: whoever takes a
 * tick in the schedule's row takes it for all, and what it leaves half done another finishes, to the same execution.
 */
export class RunSchedules {
  constructor(
    private readonly ports: SchedulePorts,
    private readonly models: ReadModel,
    private readonly taking: TakeDelivery,
    private readonly trouble: TriggerTrouble,
    private readonly clock: Clock,
  ) {}

  /** @returns when the next is due, as far as the store knows. */
  async run(): Promise<Millis | undefined> {
    const { schedules } = this.ports;
    const next = await schedules.next();
    if (next === undefined || next > this.clock.now()) return next;
    for (const schedule of await schedules.due(this.clock.now(), page))
      await this.look(schedule).catch((error: unknown) =>
        this.trouble.note('schedule not run yet', schedule.id, error),
      );
    return schedules.next();
  }

  private async look(schedule: Schedule): Promise<void> {
    const pipeline = await this.ports.pipelines.find(schedule.pipelineId);
    if (schedule.taken) return this.write(schedule, schedule.taken, pipeline);
    const { schedules, calendar } = this.ports;
    if (!pipeline || !(await this.isStanding(schedule, pipeline))) return schedules.remove(schedule.id);
    const now = this.clock.now();
    const { cron, timeZone, nextAt = Infinity } = schedule;
    const ticks = {
      after: (moment: number) => calendar.after(cron, timeZone, moment),
      before: (moment: number) => calendar.before(cron, timeZone, moment),
    };
    const tick = dueTick(ticks, nextAt, now);
    if (!tick || !(await schedules.take(schedule, tick, ticks.after(Math.max(now, tick.at))))) return;
    await this.write(schedule, tick, pipeline);
  }

  private async isStanding({ id, pipelineId }: Schedule, pipeline: StoredPipeline): Promise<boolean> {
    const model = isOn(pipeline) ? await this.models.of(pipeline) : undefined;
    return model !== undefined && standingOf(pipelineId, model).schedules.some(one => one.id === id);
  }

  /** Writes down what was taken, lets the schedule go on, and starts it. */
  private async write(schedule: Schedule, tick: TakenTick, pipeline: StoredPipeline | undefined): Promise<void> {
    const delivery = pipeline && (await this.deliveryOf(schedule, tick, pipeline));
    if (!delivery) return this.ports.schedules.release(schedule.id, tick);
    if (tick.missed > 0) await this.taking.write(missedOf(schedule, tick, delivery.at));
    const written = await this.taking.write(delivery);
    await this.ports.schedules.release(schedule.id, tick);
    this.taking.begin(written.delivery);
  }

  private async deliveryOf(schedule: Schedule, tick: TakenTick, pipeline: StoredPipeline): Promise<Delivery> {
    const id = tickIdOf(schedule.id, tick.at);
    const event = { kind: 'schedule' as const, schedule: schedule.id, tick: id };
    const at = isoTime(this.clock.now());
    const about = { ...aboutOf(schedule, at), id, pipelineVersion: pipeline.version, what: wordsOf(event) };
    const model = await this.models.of(pipeline);
    if (!model) return { ...about, decision: 'refused', reason: unreadable(pipeline) };
    return decided(
      about,
      decideTrigger({ pipelineId: schedule.pipelineId, model, at }, event),
      executionIdOf(id, tick.at),
    );
  }
}

const aboutOf = ({ pipelineId, project }: Schedule, at: string) => ({
  pipelineId,
  project,
  source: 'schedule' as const,
  at,
});

/** Ticks that passed while no scheduler ran are answered once, by the latest of them. */
const missedOf = (schedule: Schedule, { at, missed, firstMissed = at }: TakenTick, now: string): Delivery => {
  const count = missed >= mostCounted ? `${mostCounted} or more ticks` : missed === 1 ? '1 tick' : `${missed} ticks`;
  const [from, to] = [firstMissed, at].map(moment => `${isoTime(moment).slice(0, 16)}Z`);
  return {
    ...aboutOf(schedule, now),
    id: `${tickIdOf(schedule.id, at)}-missed`,
    what: `${count} from ${from}`,
    decision: 'skipped',
    reason: `${count} passed while no scheduler ran, and the tick ${to} stands for them`,
  };
};
