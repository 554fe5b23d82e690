import type { PipelineId } from '@switchyard/contracts';
import type { PipelineModel } from '@switchyard/pipeline-file';
import type { Content, FileParser, ParsedVersions } from './ports.js';

/** The checked model of a stored version, parsed once. */
export class ReadModel {
  constructor(
    private readonly parsed: ParsedVersions,
    private readonly files: FileParser,
  ) {}

  async of({
    id,
    version,
    yaml,
    includes,
  }: Content & { id: PipelineId; version: number }): Promise<PipelineModel | undefined> {
    const known = await this.parsed.get(id, version);
    if (known) return known;
    const { model } = await this.files.parse(yaml, { files: includes });
    if (model) await this.parsed.set(id, version, model);
    return model;
  }
}
