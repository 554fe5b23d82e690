import type { PipelineId } from '@switchyard/contracts';
import { type Clock, Fresh, type Millis } from '@switchyard/kernel';
import type { Pipelines, StoredPipeline } from './ports.js';

/** What was lost of the news is made good by then. */
export const oldestMs: Millis = 5_000;
const mostKept = 256;
/** Characters of a file and all it includes; larger ones are read again each time. */
const largestKept = 65_536;

/** Remembers pipelines for a moment: until somebody says that one changed, and five seconds at most. */
export class CurrentPipelines {
  private readonly kept: Fresh<PipelineId, StoredPipeline | undefined>;

  constructor(pipelines: Pipelines, clock: Clock) {
    const isKept = (found: StoredPipeline | undefined) => found !== undefined && sizeOf(found) <= largestKept;
    this.kept = new Fresh(id => pipelines.find(id), clock, { freshMs: oldestMs, most: mostKept, isKept });
  }

  /** As it was when it was asked for, or up to five seconds before where no news came. */
  find(id: PipelineId): Promise<StoredPipeline | undefined> {
    return this.kept.get(id);
  }

  /** It changed. Who asks from now on is told of the change. */
  drop(id: PipelineId): void {
    this.kept.forget(id);
  }

  dropAll(): void {
    this.kept.forgetAll();
  }
}

const sizeOf = ({ yaml, includes }: StoredPipeline): number =>
  Object.values(includes).reduce((sum, text) => sum + text.length, yaml.length);
