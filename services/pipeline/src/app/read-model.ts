import { type ParseResult, parsePipeline, type PipelineModel } from '@switchyard/pipeline-file';
import type { ParsedVersions, StoredPipeline } from './ports.js';

/** The checked model of a stored version, parsed once. */
export class ReadModel {
  constructor(private readonly parsed: ParsedVersions) {}

  async of({ id, version, yaml }: StoredPipeline): Promise<PipelineModel | undefined> {
    const key = `pipeline:${id}@${version}`;
    const known = await this.parsed.get(key);
    if (known) return JSON.parse(known) as PipelineModel;
    const { model }: ParseResult = parsePipeline(yaml);
    if (model) await this.parsed.set(key, JSON.stringify(model));
    return model;
  }
}
