import type { Bus, BusMessage, Subscription } from '@switchyard/bus';
import { allPipelineEvents, type PipelineEvent, type PipelineId } from '@switchyard/contracts';
import { isSortableId } from '@switchyard/kernel';
import type { CurrentPipelines } from '../app/current-pipelines.js';

/** Forgets each pipeline that another replica has changed, and says that there was a change. */
export const listenToNews = (bus: Bus, current: CurrentPipelines, heard: () => void = nothing): Subscription =>
  bus.subscribe(allPipelineEvents, message => {
    heard();
    const id = idIn(message);
    if (id) current.drop(id);
    else current.dropAll();
  });

const nothing = (): void => undefined;

const idIn = (message: BusMessage): PipelineId | undefined => {
  try {
    const id: unknown = message.json<Partial<PipelineEvent> | null>()?.subject;
    return typeof id === 'string' && isSortableId(id) ? (id as PipelineId) : undefined;
  } catch {
    return undefined;
  }
};
