import type { ReadStarts as Message, ReadStartsReply, ScheduleView } from '@switchyard/contracts';
import { type Clock, isoTime, type Millis } from '@switchyard/kernel';
import type { TriggerModel } from '@switchyard/pipeline-file';
import { describedOf } from '../domain/triggers/described.js';
import type { CurrentPipelines } from './current-pipelines.js';
import { isOn } from './keep-standing.js';
import type { Calendar } from './ports.js';
import type { ReadModel } from './read-model.js';

/** Ticks that are told of each schedule. */
const mostTicks = 5;

/** What starts a pipeline by itself and when, and what a trigger by hand gives. */
export class ReadStarts {
  constructor(
    private readonly current: CurrentPipelines,
    private readonly models: ReadModel,
    private readonly calendar: Calendar,
    private readonly clock: Clock,
  ) {}

  async run({ pipelineId }: Pick<Message, 'pipelineId'>): Promise<ReadStartsReply> {
    const found = await this.current.find(pipelineId);
    if (!found) return { result: 'missing' };
    const model = await this.models.of(found);
    const triggers = model?.triggers ?? [];
    return {
      result: 'found',
      inputs: model?.inputs ?? [],
      triggers: triggers.map(describedOf),
      schedules: triggers.filter(isSchedule).map(schedule => this.scheduled(schedule, isOn(found))),
    };
  }

  private scheduled({ cron, timeZone, branch }: Schedule, isRunning: boolean): ScheduleView {
    const next: string[] = [];
    let at: Millis | undefined = this.clock.now();
    while (isRunning && next.length < mostTicks) {
      at = this.calendar.after(cron, timeZone, at);
      if (at === undefined) break;
      next.push(isoTime(at));
    }
    return { cron, timeZone, ...(branch === undefined ? {} : { branch }), next };
  }
}

type Schedule = Extract<TriggerModel, { type: 'schedule' }>;
const isSchedule = (trigger: TriggerModel): trigger is Schedule => trigger.type === 'schedule';
