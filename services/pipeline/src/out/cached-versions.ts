import type { PipelineId } from '@switchyard/contracts';
import type { PipelineModel } from '@switchyard/pipeline-file';
import type { Cache } from '@switchyard/store';
import { ParsedVersions } from '../app/ports.js';

const keptMs = 3_600_000;
/** Grows with each change of the model's shape: a shared cache may outlive the program that filled it. */
const shape = 4;

export class CachedVersions extends ParsedVersions {
  constructor(private readonly cache: Cache) {
    super();
  }

  async get(id: PipelineId, version: number): Promise<PipelineModel | undefined> {
    const known = await this.cache.get(keyOf(id, version));
    return known === undefined ? undefined : (JSON.parse(known) as PipelineModel);
  }

  set(id: PipelineId, version: number, model: PipelineModel): Promise<void> {
    return this.cache.set(keyOf(id, version), JSON.stringify(model), keptMs);
  }
}

const keyOf = (id: PipelineId, version: number) => `pipeline-model:${shape}:${id}@${version}`;
