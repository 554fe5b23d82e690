import type {
  DiffPipeline,
  DiffPipelineReply,
  GetVersion,
  GetVersionReply,
  ListVersions,
  ListVersionsReply,
  VersionView,
} from '@switchyard/contracts';
import type { Differ, Named, Pipelines, StoredVersion } from './ports.js';

/** Answers questions about the history of a pipeline, also of one that was deleted. */
export class ReadVersions {
  constructor(
    private readonly pipelines: Pipelines,
    private readonly differ: Differ,
  ) {}

  async list({ pipelineId, before, limit }: ListVersions): Promise<ListVersionsReply> {
    const page = { limit: limit + 1, ...(before === undefined ? {} : { before }) };
    const rows = await this.pipelines.versions(pipelineId, page);
    if (rows.length === 0 && !(await this.pipelines.find(pipelineId))) return { result: 'missing' };
    const versions = rows.slice(0, limit).map(versionView);
    const last = versions.at(-1);
    return { result: 'found', versions, ...(rows.length > limit && last ? { next: last.version } : {}) };
  }

  async get({ pipelineId, version }: GetVersion): Promise<GetVersionReply> {
    const found = await this.pipelines.version(pipelineId, version);
    if (found) return { result: 'found', version: versionView(found), yaml: found.yaml, includes: found.includes };
    const current = await this.pipelines.find(pipelineId);
    return current ? { result: 'unknown-version', current: current.version } : { result: 'missing' };
  }

  async diff({ pipelineId, ...range }: DiffPipeline): Promise<DiffPipelineReply> {
    const current = await this.pipelines.find(pipelineId);
    if (!current) return { result: 'missing' };
    const to = range.to ?? current.version;
    const from = range.from ?? to - 1;
    const read = async (version: number): Promise<Named | undefined> => {
      if (version === current.version) return current;
      // Before the first there was nothing.
      return version === 0 ? { version, yaml: '', includes: {} } : this.pipelines.version(pipelineId, version);
    };
    const [before, after] = await Promise.all([read(from), read(to)]);
    if (!before || !after) return { result: 'unknown-version', current: current.version };
    return { result: 'found', from, to, diff: await this.differ.unified(before, after) };
  }
}

const versionView = ({ version, name, author, at, message, includes }: StoredVersion): VersionView => ({
  version,
  name,
  author,
  at,
  ...(message === undefined ? {} : { message }),
  files: Object.keys(includes).sort(),
});
