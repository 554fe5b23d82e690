import type { PipelineId } from '@switchyard/contracts';
import { type Millis, Waker } from '@switchyard/kernel';
import type { PipelineModel } from '@switchyard/pipeline-file';
import { CheckTriggerInputs } from './check-trigger-inputs.js';
import { CurrentPipelines } from './current-pipelines.js';
import { DeliverEvent } from './deliver-event.js';
import { FollowEnds } from './follow-ends.js';
import { KeepStanding } from './keep-standing.js';
import { Executions, MemoryPipelines, MemoryVersions, newId, project, versionOf } from './pipelines.story.js';
import { Calendar } from './ports.js';
import { ReadModel } from './read-model.js';
import { RunPipeline } from './run-pipeline.js';
import { RunSchedules } from './run-schedules.js';
import { TakeDelivery } from './take-delivery.js';
import {
  JsonParser,
  MemoryEnds,
  MemoryFollowings,
  MemoryJournal,
  MemoryNotifiers,
  MemoryPlaces,
  MemorySchedules,
  SetClock,
  Troubles,
} from './triggers.story.js';

const minute = 60_000;

/** Knows expressions like `every 5` only: due at every whole fifth minute. */
export class EveryFew extends Calendar {
  after(cron: string, _zone: string, moment: Millis) {
    const period = Number(cron.split(' ')[1]) * minute;
    return cron.startsWith('every ') ? (Math.floor(moment / period) + 1) * period : undefined;
  }
  before(cron: string, _zone: string, moment: Millis) {
    const period = Number(cron.split(' ')[1]) * minute;
    return cron.startsWith('every ') ? (Math.ceil(moment / period) - 1) * period : undefined;
  }
}

/** What all processes of the pipeline service share. */
export const aStore = () => ({
  pipelines: new MemoryPipelines(),
  journal: new MemoryJournal(),
  schedules: new MemorySchedules(),
  followings: new MemoryFollowings(),
  notifiers: new MemoryNotifiers(),
  ends: new MemoryEnds(),
  places: new MemoryPlaces(),
  executions: new Executions(),
});
export type Store = ReturnType<typeof aStore>;

/** One process of the pipeline service, as far as triggers go. */
export const aProcess = (store: Store, clock = new SetClock()) => {
  const ports = { ...store, calendar: new EveryFew() };
  const troubles = new Troubles();
  const soon = new Waker(minute);
  const models = new ReadModel(new MemoryVersions(), new JsonParser());
  const current = new CurrentPipelines(store.pipelines, clock);
  const taking = new TakeDelivery(
    store.journal,
    new RunPipeline(store.pipelines, current, models, store.executions),
    troubles,
    clock,
  );
  return {
    clock,
    soon,
    troubles,
    taking,
    standing: new KeepStanding(ports, models, troubles, clock, soon),
    running: new RunSchedules(ports, models, taking, troubles, clock),
    delivering: new DeliverEvent(store.pipelines, models, taking, clock),
    following: new FollowEnds(ports, models, taking, clock),
    checking: new CheckTriggerInputs(current, models),
  };
};

/** Applies a model as the first, or the next, version of its pipeline. */
export const applied = async (
  store: Store,
  { standing }: ReturnType<typeof aProcess>,
  model: PipelineModel,
  id: PipelineId = newId(),
): Promise<PipelineId> => {
  const version = versionOf(JSON.stringify(model));
  const current = await store.pipelines.findByName(project, model.name);
  const stored = current
    ? await store.pipelines.update(current, version)
    : await store.pipelines.create(id, project, model.name, version);
  if (!stored) throw new Error('not applied');
  await standing.changed(stored);
  return stored.id;
};
