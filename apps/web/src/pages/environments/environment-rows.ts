import type { DeploymentView } from '@switchyard/contracts';

export interface EnvironmentRow {
  /** Environments have names within their projects. */
  key: string;
  name: string;
  project: string;
  /** What changed it last, or is about to. */
  newest: DeploymentView;
  /** What changed it last and ended well: what is there now, as far as this platform knows. */
  live: DeploymentView | undefined;
}

/** @param deployments newest executions first; within one, later steps come later. */
export const environmentsOf = (deployments: readonly DeploymentView[]): EnvironmentRow[] => {
  const rows = new Map<string, EnvironmentRow>();
  for (const one of latestFirst(deployments)) {
    const key = `${one.project} ${one.environment}`;
    const row = rows.get(key) ?? { key, name: one.environment, project: one.project, newest: one, live: undefined };
    row.live ??= one.status === 'success' ? one : undefined;
    rows.set(key, row);
  }
  return [...rows.values()].sort((a, b) => a.key.localeCompare(b.key));
};

const latestFirst = (deployments: readonly DeploymentView[]): DeploymentView[] => {
  const place = new Map([...new Set(deployments.map(one => one.executionId))].map((id, index) => [id, index]));
  return deployments
    .map((one, index) => ({ one, index }))
    .sort((a, b) => (place.get(a.one.executionId) ?? 0) - (place.get(b.one.executionId) ?? 0) || b.index - a.index)
    .map(({ one }) => one);
};

/** `web 3, main at a1b2c3d` */
export const whatText = ({ pipelineName, pipelineVersion, branch, commit }: DeploymentView): string => {
  const at = commit === undefined ? '' : ` at ${commit.slice(0, 7)}`;
  const from = branch === undefined ? at.trim() : `${branch}${at}`;
  return `${pipelineName} ${pipelineVersion}${from === '' ? '' : `, ${from}`}`;
};
