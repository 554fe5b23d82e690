import type { EventData, EventType, YardEvent } from '@switchyard/contracts';
import { portWords } from '@switchyard/contracts/words';
import { sizedFiles } from './artifact-words.js';
import { approvalWords, reviewWords } from './approval.js';
import { plain } from './clean.js';
import { duration } from './duration.js';
import { painted } from './status.js';
import { fit } from './table.js';
import type { Terminal } from './terminal.js';

/** Room of the columns whose text has no width of its own; longer ids are not cut, since commands take them. */
const stepColumn = 16;
const typeColumn = 20;

/** An event of the feed in one line: when, of which execution and step, what it is, and what it says. */
export const eventLine = (terminal: Terminal, event: YardEvent): string => {
  const { dim } = terminal.colors;
  const { executionId, ...data } = event.data;
  const step = 'stepId' in data ? data.stepId : '';
  const what = eventWords(event);
  const shown = 'status' in data ? painted(terminal, data.status, what) : what;
  const columns = [dim(event.time), executionId, atLeast(step, stepColumn), atLeast(event.type, typeColumn), shown];
  return columns.join('  ').trimEnd();
};

const atLeast = (text: string, columns: number): string => (text.length < columns ? fit(text, columns) : text);

/** What an event says beside its type. */
export const eventWords = (event: YardEvent): string =>
  // The table has for each type a function of its own data.
  (words[event.type] as ((data: YardEvent['data']) => string) | undefined)?.(event.data) ?? '';

const because = (reason: string | undefined): string => (reason ? `: ${plain(reason)}` : '');
const byWhom = ({ actor, reason }: { actor: string; reason?: string }): string =>
  `by ${plain(actor)}${because(reason)}`;

const words: { [Type in EventType]: (data: EventData[Type]) => string } = {
  'execution.created': ({ execution: { pipelineName, pipelineVersion, trigger, rerunOf } }) => {
    const repeats = rerunOf ? `, repeats ${rerunOf.executionId}` : '';
    return `${plain(pipelineName)} version ${pipelineVersion}, ${trigger.type} by ${plain(trigger.actor)}${repeats}`;
  },
  'execution.admitted': ({ group }) => `by concurrency group ${plain(group)}`,
  'execution.started': () => '',
  'execution.paused': byWhom,
  'execution.resumed': byWhom,
  'execution.cancelling': data => `${byWhom(data)}${data.force ? ', clean-up steps too' : ''}`,
  'execution.finished': ({ status, reason }) => `${status}${because(reason)}`,
  'stage.started': ({ stageId }) => stageId,
  'stage.finished': ({ stageId, status }) => `${stageId}: ${status}`,
  'step.held': approvalWords,
  'step.reviewed': reviewWords,
  'step.queued': ({ n, connector, pool }) => `attempt ${n}, for pool ${connector}/${pool}`,
  'step.started': ({ n }) => `attempt ${n}`,
  'step.adopted': ({ n }) => `attempt ${n}, by another session of its connector`,
  'step.published': ({ ports }) => ports.map(one => plain(portWords(one))).join(', '),
  'artifact.kept': ({ artifact }) => `${plain(artifact.name)}: ${sizedFiles(artifact)}`,
  'step.stopping': ({ n, reason }) => `attempt ${n}${because(reason)}`,
  'step.retrying': ({ n, reason, retryAt, movedTo }) =>
    `attempt ${n + 1} ${movedTo ? `on ${movedTo}` : `at ${retryAt}`}${because(reason)}`,
  'step.finished': ({ status, reason, startedAt, finishedAt }) => {
    const took = startedAt && finishedAt ? ` (${duration(Date.parse(finishedAt) - Date.parse(startedAt))})` : '';
    return `${status}${because(reason)}${took}`;
  },
  'step.skipped': ({ status, reason }) => `${status}${because(reason)}`,
};
