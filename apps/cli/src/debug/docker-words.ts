import type { StepScene } from '@switchyard/contracts';
import { heldUntilLabel } from '@switchyard/contracts/scene';
import type { Millis } from '@switchyard/kernel';

export interface DockerShell {
  program: string;
  until: Millis;
  isTerminal: boolean;
  variables: Record<string, string>;
}

export const nameOf = ({ attemptId }: Pick<StepScene, 'attemptId'>): string => `yard-${attemptId}-.debug`;

/** A field of a list with commas (RFC 4180), as --mount takes it. */
const field = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/**
 * What to tell the docker command: a container like that of the step, with its image, user, limits and workspace. Its
 * connector takes it away by its labels once its time is over, where this command cannot.
 */
export const dockerWords = (
  { container, attemptId, workspace, directory }: StepScene,
  { program, until, isTerminal, variables }: DockerShell,
): string[] => {
  if (!container) return [];
  const { engine, image, user, network, pidsMax, memory } = container;
  const labels = Object.entries({ ...container.labels, [heldUntilLabel]: String(until) });
  return [
    ...['-H', engine, 'run', '--rm', isTerminal ? '-it' : '-i', '--pull', 'never'],
    ...['--name', nameOf({ attemptId }), '--no-healthcheck'],
    ...labels.flatMap(([name, value]) => ['--label', `${name}=${value}`]),
    ...['--user', user, '--network', network, '--workdir', directory],
    ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--pids-limit', String(pidsMax)],
    ...container.capabilities.flatMap(name => ['--cap-add', name]),
    ...(memory === undefined ? [] : ['--memory', String(memory), '--memory-swap', String(memory)]),
    ...(container.readOnly ? ['--read-only', '--tmpfs', '/tmp'] : []),
    ...['--mount', `type=bind,${field(`source=${workspace}`)},${field(`target=${container.workspace}`)}`],
    ...Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...['--entrypoint', program, image],
  ];
};
