import type { Bus, BusMessage, Subscription } from '@switchyard/bus';
import { allPipelineEvents, type PipelineEvent, type PipelineId } from '@switchyard/contracts';
import { isSortableId } from '@switchyard/kernel';
import type { KnownInputs } from '../app/known-inputs.js';

/** Forgets what was known of each pipeline that changes. */
export const listenToNews = (bus: Bus, known: KnownInputs): Subscription =>
  bus.subscribe(allPipelineEvents, message => {
    const id = idIn(message);
    if (id) known.drop(id);
    else known.dropAll();
  });

const idIn = (message: BusMessage): PipelineId | undefined => {
  try {
    const id: unknown = message.json<Partial<PipelineEvent> | null>()?.subject;
    return typeof id === 'string' && isSortableId(id) ? (id as PipelineId) : undefined;
  } catch {
    return undefined;
  }
};
