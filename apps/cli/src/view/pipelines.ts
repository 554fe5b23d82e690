import type { DeliveryView, PipelineView, VersionView } from '@switchyard/contracts';
import { plain } from './clean.js';
import { duration } from './duration.js';
import { table } from './table.js';
import type { Terminal } from './terminal.js';

type State = 'enabled' | 'disabled' | 'deleted';

export const stateOf = ({ enabled, deleted }: PipelineView): State =>
  deleted ? 'deleted' : enabled ? 'enabled' : 'disabled';

const painted = ({ colors }: Terminal, state: State, cell: string): string => {
  if (state === 'enabled') return colors.green(cell);
  return state === 'disabled' ? colors.yellow(cell) : colors.dim(cell);
};

const ago = (at: string, now: number): string => `${duration(now - Date.parse(at))} ago`;

/** Pipelines as a table, a line for each. */
export const pipelineTable = (terminal: Terminal, pipelines: readonly PipelineView[], now: number): string[] => {
  const rows = pipelines.map(one => [
    one.id,
    plain(one.project),
    plain(one.name),
    stateOf(one),
    String(one.version),
    ago(one.updatedAt, now),
    plain(one.author),
    String(one.stages.reduce((sum, { steps }) => sum + steps.length, 0)),
    one.triggers.join(', '),
  ]);
  return table(
    ['pipeline', 'project', 'name', 'state', 'version', 'changed', 'by', 'steps', 'started by'],
    rows,
    (cell, column, row) => {
      const one = pipelines[row];
      return column === 3 && one ? painted(terminal, stateOf(one), cell) : cell;
    },
  );
};

/** Who changed a pipeline, a line for each version. */
export const versionTable = (versions: readonly VersionView[], now: number): string[] =>
  table(
    ['version', 'changed', 'by', 'name', 'includes', 'message'],
    versions.map(one => [
      String(one.version),
      ago(one.at, now),
      plain(one.author),
      plain(one.name),
      one.files.length === 0 ? '' : String(one.files.length),
      plain(one.message ?? ''),
    ]),
  );

/** What one pipeline is, a line for each fact. */
export const pipelineFacts = (terminal: Terminal, pipeline: PipelineView): string[] => {
  const { disabled, deleted, message } = pipeline;
  const mark: PipelineView['disabled'] = deleted ?? disabled;
  const why = mark?.reason === undefined ? '' : `: ${plain(mark.reason)}`;
  const state = painted(terminal, stateOf(pipeline), stateOf(pipeline));
  return [
    `${plain(pipeline.name)} (${pipeline.id}) of project ${plain(pipeline.project)}`,
    ...(pipeline.description === undefined ? [] : [plain(pipeline.description)]),
    `${state}${mark ? ` by ${plain(mark.actor)} at ${mark.at}${why}` : ''}`,
    `version ${pipeline.version} by ${plain(pipeline.author)} at ${pipeline.updatedAt}${message === undefined ? '' : `: ${plain(message)}`}`,
  ];
};

/** A unified diff, painted as is usual. */
export const diffLines = ({ colors }: Terminal, diff: string): string[] =>
  diff
    .replace(/\n$/, '')
    .split('\n')
    .map(raw => {
      const line = plain(raw.replaceAll('\t', '  '));
      if (/^(\+\+\+|---) /.test(line)) return colors.bold(line);
      if (line.startsWith('@@')) return colors.cyan(line);
      if (line.startsWith('+')) return colors.green(line);
      return line.startsWith('-') ? colors.red(line) : line;
    });

/** What came to a pipeline by itself, a line for each. */
export const deliveryTable = (deliveries: readonly DeliveryView[]): string[] =>
  table(
    ['at', 'from', 'what', 'decision', 'what became of it'],
    deliveries.map(({ at, source, what, decision, reason, executionId }) => [
      at,
      source,
      plain(what),
      decision,
      plain(
        [...(executionId === undefined ? [] : [executionId]), ...(reason === undefined ? [] : [reason])].join(': '),
      ),
    ]),
  );
