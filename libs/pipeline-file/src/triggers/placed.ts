import type { InputModel, TriggerModel } from '../model.js';
import type { Place } from '../shape.js';

/** A trigger and where it stands. */
export interface PlacedTrigger extends Place {
  trigger: TriggerModel;
}

/** What a file listens to. */
export interface Listening {
  triggers: PlacedTrigger[];
  inputs: InputModel[];
}

export const listening = (trigger: TriggerModel, place: Place): Listening => ({
  triggers: [{ trigger, ...place }],
  inputs: [],
});

export const together = (all: Listening[]): Listening => ({
  triggers: all.flatMap(({ triggers }) => triggers),
  inputs: all.flatMap(({ inputs }) => inputs),
});
