import type { ListPipelinesOptions, YardClient } from '@switchyard/client';
import type { ApplyPipelineAnswer, PipelineId, PipelineView, VersionView } from '@switchyard/contracts';
import { exit } from '../exit.js';
import { pipelineNamed } from '../pipeline-named.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import { deliveryTable, diffLines, pipelineFacts, pipelineTable, versionTable } from '../view/pipelines.js';
import type { Terminal } from '../view/terminal.js';

export interface OneOptions {
  project?: string;
  json: boolean;
  data?: string;
}

export interface ListOptions extends Pick<ListPipelinesOptions, 'name' | 'project' | 'connector' | 'sort'> {
  enabled?: true;
  disabled?: true;
  deleted?: true;
  limit: number;
  json: boolean;
  data?: string;
}

/** The API gives at most so many at once. */
const mostAtOnce = 200;

export const listPipelines = async (terminal: Terminal, options: ListOptions): Promise<number> => {
  const { enabled, disabled, deleted, limit, json, data, ...wanted } = options;
  const { client } = await mustRun(data);
  const query = {
    ...wanted,
    ...(enabled || disabled ? { enabled: enabled === true } : {}),
    ...(deleted ? { deleted } : {}),
  };
  const pipelines: PipelineView[] = [];
  for (let after: string | undefined; pipelines.length < limit;) {
    const room = { limit: Math.min(mostAtOnce, limit - pipelines.length), ...(after === undefined ? {} : { after }) };
    const page = await client.catalogue.list({ ...query, ...room });
    pipelines.push(...page.pipelines);
    after = page.next;
    if (after === undefined) break;
  }
  if (json) terminal.json(pipelines);
  else if (pipelines.length === 0) terminal.line('no such pipelines; make one with: yard pipelines apply FILE');
  else for (const line of pipelineTable(terminal, pipelines, Date.now())) terminal.line(line);
  return exit.success;
};

/** Runs something on the pipeline that is named. */
const on = async (
  { data, project }: OneOptions,
  name: string,
  act: (client: YardClient, id: PipelineId) => Promise<void>,
): Promise<number> => {
  const { client } = await mustRun(data);
  await act(client, await pipelineNamed(client, name, project));
  return exit.success;
};

export const showPipeline = (terminal: Terminal, name: string, options: OneOptions & { at?: number }) =>
  on(options, name, async ({ catalogue }, id) => {
    const pipeline = await catalogue.get(id);
    const { yaml, includes, ...version } = await catalogue.version(id, options.at ?? pipeline.version);
    if (options.json) {
      terminal.json({ ...pipeline, shown: { ...version, yaml, includes } });
      return;
    }
    for (const line of pipelineFacts(terminal, pipeline)) terminal.line(line);
    const files = Object.entries({ [`version ${version.version}`]: yaml, ...includes });
    for (const [title, text] of files) {
      terminal.line();
      terminal.line(terminal.colors.bold(`── ${plain(title)}`));
      for (const line of text.replace(/\n$/, '').split('\n')) terminal.line(plain(line));
    }
  });

export const listVersions = (terminal: Terminal, name: string, options: OneOptions & { limit: number }) =>
  on(options, name, async ({ catalogue }, id) => {
    const versions: VersionView[] = [];
    for (let before: number | undefined; versions.length < options.limit;) {
      const limit = Math.min(mostAtOnce, options.limit - versions.length);
      const page = await catalogue.versions(id, { limit, ...(before === undefined ? {} : { before }) });
      versions.push(...page.versions);
      before = page.next;
      if (before === undefined) break;
    }
    if (options.json) terminal.json(versions);
    else for (const line of versionTable(versions, Date.now())) terminal.line(line);
  });

export const diffPipeline = (terminal: Terminal, name: string, options: OneOptions & { from?: number; to?: number }) =>
  on(options, name, async ({ catalogue }, id) => {
    const { from, to } = options;
    const diff = await catalogue.diff(id, {
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    });
    if (options.json) terminal.json({ diff });
    else if (diff === '') terminal.note('both versions are the same');
    else for (const line of diffLines(terminal, diff)) terminal.line(line);
  });

/** The file alone, as it was written. */
export const printPipeline = (terminal: Terminal, name: string, options: OneOptions & { at?: number }) =>
  on(options, name, async ({ catalogue }, id) => {
    const { at } = options;
    const yaml = await (at === undefined ? catalogue.yaml(id) : catalogue.versionYaml(id, at));
    if (options.json) terminal.json({ yaml });
    else if (!terminal.isInteractive) await terminal.bytes(Buffer.from(yaml));
    else for (const line of yaml.replace(/\n$/, '').split('\n')) terminal.line(plain(line));
  });

export const listDeliveries = (terminal: Terminal, name: string, options: OneOptions & { limit: number }) =>
  on(options, name, async ({ catalogue }, id) => {
    const { deliveries } = await catalogue.deliveries(id, { limit: options.limit });
    if (options.json) terminal.json(deliveries);
    else if (deliveries.length === 0) terminal.line('nothing came to it yet');
    else for (const line of deliveryTable(deliveries)) terminal.line(line);
  });

interface Changing extends OneOptions {
  ifVersion?: number;
}
const boundOf = ({ ifVersion }: Changing) => (ifVersion === undefined ? {} : { ifVersion });

export const rollBack = (
  terminal: Terminal,
  name: string,
  version: number,
  options: Changing & { message?: string },
): Promise<number> =>
  on(options, name, async ({ catalogue }, id) => {
    const answer = await catalogue.rollBack(id, version, options.message, boundOf(options));
    told(terminal, answer, options.json, `as version ${version} was`);
  });

export const switchPipeline = (
  terminal: Terminal,
  name: string,
  enabled: boolean,
  options: Changing & { reason?: string },
): Promise<number> =>
  on(options, name, async ({ catalogue }, id) => {
    const pipeline = enabled
      ? await catalogue.enable(id, boundOf(options))
      : await catalogue.disable(id, options.reason, boundOf(options));
    if (options.json) terminal.json(pipeline);
    else terminal.line(`${plain(pipeline.name)} ${enabled ? 'can be triggered' : 'is disabled: nothing triggers it'}`);
  });

export const removePipeline = (terminal: Terminal, name: string, options: Changing) =>
  on(options, name, async ({ catalogue }, id) => {
    const pipeline = await catalogue.remove(id, boundOf(options));
    if (options.json) terminal.json(pipeline);
    else terminal.line(`${plain(pipeline.name)} is deleted; its versions stay, as ${pipeline.id}`);
  });

/** Says what became of a pipeline. */
export const told = (terminal: Terminal, answer: ApplyPipelineAnswer, json: boolean, how: string): void => {
  const { result, pipeline } = answer;
  if (json) terminal.json(answer);
  else
    terminal.line(
      result === 'unchanged'
        ? `${plain(pipeline.name)} is so already, as version ${pipeline.version}`
        : `${plain(pipeline.name)} is now version ${pipeline.version}${how === '' ? '' : `, ${how}`}`,
    );
};
