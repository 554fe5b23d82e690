import type { PipelineModel } from '@switchyard/pipeline-file';
import type { FileParser, ParsedVersions, StoredPipeline } from './ports.js';

/** The checked model of a stored version, parsed once. */
export class ReadModel {
  constructor(
    private readonly parsed: ParsedVersions,
    private readonly files: FileParser,
  ) {}

  async of({ id, version, yaml }: StoredPipeline): Promise<PipelineModel | undefined> {
    const known = await this.parsed.get(id, version);
    if (known) return known;
    const { model } = await this.files.parse(yaml);
    if (model) await this.parsed.set(id, version, model);
    return model;
  }
}
