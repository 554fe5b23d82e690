import type { Bus } from '@switchyard/bus';
import { reasonOf } from '@switchyard/kernel';
import type { Store } from '@switchyard/store';
import { loggerOf } from '@switchyard/telemetry';
import { CheckTriggerInputs } from './app/check-trigger-inputs.js';
import type { CurrentPipelines } from './app/current-pipelines.js';
import { DeliverEvent } from './app/deliver-event.js';
import { DeliverToProject } from './app/deliver-to-project.js';
import { FollowEnds } from './app/follow-ends.js';
import { KeptFollowings, KeptNotifiers } from './app/kept-standing.js';
import { KeepStanding } from './app/keep-standing.js';
import { type Pipelines, TriggerTrouble } from './app/ports.js';
import { ReadDeliveries } from './app/read-deliveries.js';
import type { ReadModel } from './app/read-model.js';
import type { RunPipeline } from './app/run-pipeline.js';
import { ReadStarts } from './app/read-starts.js';
import { RunSchedules } from './app/run-schedules.js';
import { TakeDelivery } from './app/take-delivery.js';
import { aWaker } from './in/due.timer.js';
import { CronerCalendar } from './out/croner-calendar.js';
import { MongoDeliveries } from './out/mongo-deliveries.js';
import { MongoFollowings } from './out/mongo-followings.js';
import { MongoNotifiers } from './out/notify/mongo-notifiers.js';
import { MongoPlaces } from './out/mongo-places.js';
import { MongoSchedules } from './out/mongo-schedules.js';
import { NatsEnds } from './out/nats-ends.js';

class LogTrouble extends TriggerTrouble {
  note(what: string, id: string, error: unknown): void {
    loggerOf('pipeline').warn({ what, id, error: reasonOf(error) }, 'trigger waits for the next sweep');
  }
}

export interface TriggerNeeds {
  pipelines: Pipelines;
  current: CurrentPipelines;
  models: ReadModel;
  running: RunPipeline;
}

/** Everything that starts pipelines by itself, wired. */
export const triggerPartsOf = (
  bus: Bus,
  { connection, clock }: Pick<Store, 'connection' | 'clock'>,
  { pipelines, current, models, running }: TriggerNeeds,
) => {
  const journal = new MongoDeliveries(connection);
  const ports = {
    pipelines,
    schedules: new MongoSchedules(connection),
    followings: new KeptFollowings(new MongoFollowings(connection), clock),
    notifiers: new KeptNotifiers(new MongoNotifiers(connection), clock),
    calendar: new CronerCalendar(),
    ends: new NatsEnds(bus),
    places: new MongoPlaces(connection),
  };
  const trouble = new LogTrouble();
  const soon = aWaker();
  // The store's clock: all schedulers share it, whatever the clocks of their machines say.
  const taking = new TakeDelivery(journal, running, trouble, clock);
  const delivering = new DeliverEvent(pipelines, models, taking, clock);
  return {
    notifiers: ports.notifiers,
    places: ports.places,
    taking,
    standing: new KeepStanding(ports, models, trouble, clock, soon),
    schedules: new RunSchedules(ports, models, taking, trouble, clock),
    soon,
    following: new FollowEnds(ports, models, taking, clock),
    delivering,
    deliveringToAll: new DeliverToProject(pipelines, models, delivering),
    reading: new ReadDeliveries(journal),
    checking: new CheckTriggerInputs(current, models),
    starts: new ReadStarts(current, models, ports.calendar, clock),
  };
};

export type TriggerParts = ReturnType<typeof triggerPartsOf>;
