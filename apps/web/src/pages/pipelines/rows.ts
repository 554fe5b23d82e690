import type { ConnectorType, LatestRun, PipelineView } from '@switchyard/contracts';
import { connectorTypes } from '@switchyard/contracts/connectors';
import type { ListPipelinesOptions, YardClient } from '@switchyard/client';

export interface PipelineRow {
  pipeline: PipelineView;
  /** Newest first. */
  runs: readonly LatestRun[];
}
export interface PipelinePage {
  rows: readonly PipelineRow[];
  next?: string;
}

type Words = Readonly<Record<string, string | undefined>>;

export const barsShown = 20;

/** What an address asks for. */
export const askedOf = ({ project, name, state, connector, sort, after }: Words): ListPipelinesOptions => ({
  limit: 50,
  ...(project ? { project } : {}),
  ...(name ? { name } : {}),
  ...(state === 'enabled' || state === 'disabled' ? { enabled: state === 'enabled' } : {}),
  ...((connectorTypes as readonly (string | undefined)[]).includes(connector)
    ? { connector: connector as ConnectorType }
    : {}),
  ...(sort === 'updated' ? { sort } : {}),
  ...(after ? { after } : {}),
});

/** Two requests, however many pipelines there are. */
export const loadPage = async (client: YardClient, asked: ListPipelinesOptions): Promise<PipelinePage> => {
  const { pipelines, next } = await client.catalogue.list(asked);
  const { project } = asked;
  const ids = pipelines.map(({ id }) => id);
  const latest = await client.statistics.latest(ids, { last: barsShown, ...(project ? { project } : {}) });
  const runs = new Map(latest.map(one => [one.pipelineId, one.runs]));
  const rows = pipelines.map(pipeline => ({ pipeline, runs: runs.get(pipeline.id) ?? [] }));
  return { rows, ...(next === undefined ? {} : { next }) };
};
