import type { PipelineId } from '@switchyard/contracts';
import type { Clock, Millis } from '@switchyard/kernel';
import type { Pipelines, StoredPipeline } from './ports.js';

/** What was lost of the news is made good by then. */
export const oldestMs: Millis = 5_000;
const mostKept = 256;
/** Characters of a file and all it includes; larger ones are read again each time. */
const largestKept = 65_536;

interface Kept {
  pipeline: Promise<StoredPipeline | undefined>;
  until: Millis;
}

/** Remembers pipelines for a moment: until somebody says that one changed, and five seconds at most. */
export class CurrentPipelines {
  private readonly kept = new Map<PipelineId, Kept>();

  constructor(
    private readonly pipelines: Pipelines,
    private readonly clock: Clock,
  ) {}

  /** As it was when it was asked for, or up to five seconds before where no news came. */
  find(id: PipelineId): Promise<StoredPipeline | undefined> {
    const known = this.kept.get(id);
    if (known && this.clock.monotonic() < known.until) return known.pipeline;
    const read: Kept = { pipeline: this.pipelines.find(id), until: this.clock.monotonic() + oldestMs };
    this.kept.delete(id);
    this.kept.set(id, read);
    const [oldest] = this.kept.keys();
    if (this.kept.size > mostKept && oldest !== undefined) this.kept.delete(oldest);
    void read.pipeline.then(
      found => this.keepOnly(id, read, found !== undefined && sizeOf(found) <= largestKept),
      () => this.keepOnly(id, read, false),
    );
    return read.pipeline;
  }

  /** It changed. Who asks from now on is told of the change. */
  drop(id: PipelineId): void {
    this.kept.delete(id);
  }

  dropAll(): void {
    this.kept.clear();
  }

  private keepOnly(id: PipelineId, read: Kept, isWorthIt: boolean): void {
    if (!isWorthIt && this.kept.get(id) === read) this.kept.delete(id);
  }
}

const sizeOf = ({ yaml, includes }: StoredPipeline): number =>
  Object.values(includes).reduce((sum, text) => sum + text.length, yaml.length);
