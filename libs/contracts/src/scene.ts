import type { ConnectorType } from './connectors.js';
import type { AttemptId, ExecutionId, StepId } from './ids.js';

/** How to make a container like that of a step, on the engine it was on. */
export interface SceneContainer {
  /** As DOCKER_HOST has it. */
  engine: string;
  /** The id of its image. */
  image: string;
  user: string;
  network: string;
  /** Where the workspace is in it. */
  workspace: string;
  readOnly: boolean;
  pidsMax: number;
  capabilities: string[];
  /** Bytes. */
  memory?: number;
  /** By which its connector finds what is its own on the engine. */
  labels: Record<string, string>;
}

/**
 * What it takes to stand where a step stood that did not end well: a file beside its workspace, on the machine of its
 * connector, for as long as that is kept. It holds no secret.
 */
export interface StepScene {
  v: 1;
  executionId: ExecutionId;
  stepId: StepId;
  attemptId: AttemptId;
  connector: ConnectorType;
  /** A folder of that machine. */
  workspace: string;
  /** Where the step began; in the container where there is one. */
  directory: string;
  /** Its variables, without those that are secrets. */
  environment: Record<string, string>;
  /** Names of variables that are left out. */
  withheld: string[];
  container?: SceneContainer;
}

/** Somebody looks at a workspace: a file beside it. Until then it is not removed, whatever else is said. */
export interface Hold {
  v: 1;
  attemptId: AttemptId;
  /** Milliseconds since 1970. */
  until: number;
  pid: number;
}

/** Names beside the workspace of an execution, `<id>`: a folder of scenes by attempt, and the hold. */
export const scenesSuffix = '.scenes';
export const holdSuffix = '.hold';

/** On containers that somebody has a shell in: when that is over, in milliseconds since 1970. */
export const heldUntilLabel = 'switchyard.held-until';
