import type { ExecutionView, StepScene, StepView } from '@switchyard/contracts';
import { isFinal } from '@switchyard/contracts/statuses';
import type { Millis } from '@switchyard/kernel';
import { exit, Stop } from '../exit.js';
import type { Connection } from '../platform/connect.js';
import { dataDirectory } from '../platform/found.js';
import { plain } from '../view/clean.js';
import { suggestion } from '../view/suggestion.js';
import type { Terminal } from '../view/terminal.js';
import { clockOf, connectorsIn, findScene, type Found, hold } from './held.js';
import { mustHaveDocker, type ShellEnd, shellIn } from './shell.js';

export interface DebugOptions {
  /** How long. */
  for: Millis;
  shell: string;
  /** Not in a container, also where the step was in one. */
  onMachine: boolean;
  /** Of a connector that is no part of a platform of this data directory. */
  connectorData?: string;
  data?: string;
}

/** Holds the workspace of a step that failed, and gives a shell in it. @returns the exit code of the shell, 1 when its time was over */
export const debugStep = async (
  terminal: Terminal,
  connection: Connection,
  execution: ExecutionView,
  step: StepView,
  options: DebugOptions,
): Promise<number> => {
  const found = await sceneOf(connection, execution, step, options);
  const scene = options.onMachine ? besideFiles(found.scene) : found.scene;
  if (scene.container) mustHaveDocker();
  const until = Date.now() + options.for;
  const held = await hold(found, until);
  try {
    tellScene(terminal, { step, found, until }, scene.container !== undefined);
    const end = await shellIn(scene, { program: options.shell, until });
    return tellEnd(terminal, end);
  } finally {
    await held.release();
  }
};

/** The same without its container: the shell begins where the files are. */
const besideFiles = ({ container, ...scene }: StepScene): StepScene => {
  const { workspace, environment } = scene;
  if (!container) return scene;
  return { ...scene, directory: workspace, environment: { ...environment, YARD_WORKSPACE: workspace } };
};

const sceneOf = async (
  connection: Connection,
  execution: ExecutionView,
  step: StepView,
  { connectorData, data }: DebugOptions,
): Promise<Found> => {
  const attempt = step.attempts.at(-1);
  const name = plain(step.name);
  if (!isFinal(step.status)) throw new Stop(exit.badInput, `step ${name} has not ended`);
  if (!attempt || (step.status !== 'failed' && step.status !== 'timeout'))
    throw new Stop(exit.badInput, `step ${name} did not fail: it is ${step.status}, and leaves nothing to look at`);
  const local = connection.isLocal ? await connectorsIn(dataDirectory(data)) : [];
  const directories = connectorData === undefined ? local : [connectorData];
  const found = await findScene(directories, execution.id, attempt.id);
  if (found) return found;
  throw connection.isLocal || connectorData !== undefined
    ? gone(execution, step, data)
    : await elsewhere(connection, execution, step);
};

const gone = ({ id }: ExecutionView, { id: stepId, name }: StepView, data: string | undefined): Stop =>
  new Stop(exit.badInput, `the workspace of step ${plain(name)} is not on this machine`, [
    'it is kept for an hour after the end (WORKSPACE_KEPT_MS), and a step that never began leaves none',
    `to run it again: ${suggestion(['rerun', id, '--from', stepId, '--follow'], data)}`,
  ]);

/** Said as it is: there is no way into another machine from here. */
const elsewhere = async ({ client }: Connection, { id }: ExecutionView, step: StepView): Promise<Stop> => {
  const { connector, pool, id: stepId, name } = step;
  const alive = (await client.agents()).filter(one => one.alive && one.service === `connector-${connector}`);
  const hosts = [...new Set(alive.map(({ host }) => plain(host)))].join(', ');
  return new Stop(
    exit.badInput,
    `a shell for step ${plain(name)} is only possible on the machine that has its workspace`,
    [
      `it ran by a connector of pool ${connector}/${pool}${hosts === '' ? '' : `; such connectors live on ${hosts}`}`,
      `there: ${suggestion(['debug', id, stepId, '--connector-data'], undefined)} DIRECTORY, the DATA_DIRECTORY of that connector`,
      `what it kept for others: ${suggestion(['artifacts', 'download', id], undefined)}`,
      `the same on this machine: ${suggestion(['verify', id, '--keep'], undefined)}`,
    ],
  );
};

const tellScene = (
  terminal: Terminal,
  { step, found: { scene }, until }: { step: StepView; found: Found; until: Millis },
  isInContainer: boolean,
): void => {
  const { withheld, directory, workspace, container } = scene;
  const how = step.reason ?? step.status;
  terminal.note(`${plain(step.name)} ended with: ${plain(how)}`);
  terminal.note(`its workspace: ${plain(workspace)}`);
  if (isInContainer)
    terminal.note(
      `in a new container like its own, at ${plain(directory)}: what it wrote elsewhere, and its services, are gone`,
    );
  else if (scene.connector !== 'shell' || container) terminal.note('on this machine, not in a container');
  if (withheld.length > 0) terminal.note(`without its secrets: ${plain(withheld.join(', '))}`);
  terminal.note(`held until ${clockOf(until)}, or until the shell ends (exit)`);
};

const tellEnd = (terminal: Terminal, end: ShellEnd): number => {
  if ('code' in end) return end.code;
  terminal.note(end.ended === 'time' ? 'the time is over: the shell has been ended' : 'the shell has been ended');
  return exit.failure;
};
