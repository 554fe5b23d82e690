import type { EventType, ExecutionView, YardEvent, YardEventOf } from '@switchyard/contracts';
import { portWords } from '@switchyard/contracts/words';

type Names = Pick<ExecutionView, 'steps' | 'stages'>;
type Texts = { [Type in EventType]: (event: YardEventOf<Type>, names: Names) => string };

const stepName = ({ steps }: Names, id: string): string => steps.find(step => step.id === id)?.name ?? id;
const stageName = ({ stages }: Names, id: string): string => stages.find(stage => stage.id === id)?.name ?? id;
const because = (reason: string | undefined): string => (reason === undefined || reason === '' ? '' : `: ${reason}`);
const tryOf = (n: number): string => (n > 1 ? ` (attempt ${n})` : '');

/** What happened, in words: one for each type, so that a new one cannot be forgotten. */
const texts: Texts = {
  'execution.created': () => 'the execution was created',
  'execution.admitted': ({ data }) => `concurrency group ${data.group} lets it start`,
  'execution.started': () => 'the execution started',
  'execution.paused': ({ data }) => `${data.actor} paused it${because(data.reason)}`,
  'execution.resumed': ({ data }) => `${data.actor} let it go on`,
  'execution.cancelling': ({ data }) =>
    `${data.actor} ${data.force ? 'cancelled it by force' : 'cancelled it'}${because(data.reason)}`,
  'execution.finished': ({ data }) => `the execution ended: ${data.status}${because(data.reason)}`,
  'stage.started': ({ data }, names) => `stage ${stageName(names, data.stageId)} started`,
  'stage.finished': ({ data }, names) => `stage ${stageName(names, data.stageId)} ended: ${data.status}`,
  'step.held': ({ data }, names) => `${stepName(names, data.stepId)} waits for approval`,
  'step.reviewed': ({ data }, names) =>
    `${data.actor} ${data.verdict === 'approve' ? 'approved' : 'rejected'} ${stepName(names, data.stepId)}${because(data.comment)}`,
  'step.queued': ({ data }, names) =>
    `${stepName(names, data.stepId)} was queued for ${data.connector}/${data.pool}${tryOf(data.n)}`,
  'step.started': ({ data }, names) => `${stepName(names, data.stepId)} started${tryOf(data.n)}`,
  'step.adopted': ({ data }, names) => `${stepName(names, data.stepId)} goes on with another session of its connector`,
  'step.published': ({ data }, names) =>
    `${stepName(names, data.stepId)} is reached at ${data.ports.map(portWords).join(', ')}`,
  'artifact.kept': ({ data }, names) => `${stepName(names, data.stepId)} left artifact ${data.artifact.name}`,
  'step.stopping': ({ data }, names) => `${stepName(names, data.stepId)} is being stopped${because(data.reason)}`,
  'step.retrying': ({ data }, names) => `${stepName(names, data.stepId)} will be tried again${because(data.reason)}`,
  'step.finished': ({ data }, names) =>
    `${stepName(names, data.stepId)} ended: ${data.status}${because(data.reason)}${tryOf(data.n)}`,
  'step.skipped': ({ data }, names) =>
    `${stepName(names, data.stepId)} was not run: ${data.status}${because(data.reason)}`,
};

/** One event in words. A newer platform may tell of more than this page knows. */
export const eventText = (event: YardEvent, names: Names): string => {
  const text = texts[event.type] as ((event: YardEvent, names: Names) => string) | undefined;
  return text ? text(event, names) : event.type;
};
