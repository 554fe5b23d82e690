import type { ConnectorType } from '@switchyard/contracts';
import { platforms } from './platforms/blocks.js';
import type { Report } from './report.js';
import type { RawStep } from './step-shape.js';

interface Work {
  /** What may run it, in order. */
  connectors: ConnectorType[];
  name: string;
  path: string;
  config: Record<string, unknown>;
  isPlugin: boolean;
}

interface Need {
  /** Keys of the config, of which it needs one. */
  keys: readonly string[];
  remedy: string;
}

const needs: Record<ConnectorType, Need> = {
  shell: { keys: ['command', 'script'], remedy: 'add run: with a shell command' },
  null: { keys: [], remedy: '' },
  docker: { keys: ['image', 'dockerfile', 'buildContext'], remedy: 'add image:, or dockerfile: below docker:' },
  kubernetes: { keys: ['image', 'manifest', 'helmChart'], remedy: 'add image:, manifest: or helm-chart:' },
  aws: { keys: ['image', 'jobDefinition', 'service', 'action'], remedy: 'add image: or job-definition:' },
  azure: { keys: ['image', 'service', 'action'], remedy: 'add image:' },
  gcp: { keys: ['image', 'job', 'service', 'action'], remedy: 'add image: or job:' },
  github: { keys: ['workflow', 'action', 'title', 'state'], remedy: 'add workflow:, or action: with what it does' },
  gitlab: { keys: ['project', 'repositoryUrl', 'action'], remedy: 'add project:' },
};

/** Whether there is anything to do, and whether a command can be run at all. */
export const checkWork = (raw: RawStep, { connectors, name, path, config, isPlugin }: Work, report: Report): void => {
  const place = raw.values.run === undefined ? raw.offset : raw.at('run');
  if ([config['command'], config['script']].some(one => typeof one === 'string' && one.includes('\0')))
    report.add(place, path, {
      code: 'bad-text',
      message: `the command of step ${name} holds a NUL character`,
      suggestion: 'remove it',
    });
  else if (!isPlugin && !saidWrongly(path, report))
    for (const connector of connectors) checkNeeded({ connector, name, path, place, config }, report);
};

/** A mistake in one of these is what keeps it from having anything to do. */
const workKeys = ['run', 'config', 'approval', 'image', 'connector', 'step_type', 'null', ...platforms];

const saidWrongly = (path: string, report: Report): boolean => workKeys.some(key => report.concerns(`${path}.${key}`));

interface Needing {
  connector: ConnectorType;
  name: string;
  path: string;
  place: number;
  config: Record<string, unknown>;
}

const checkNeeded = ({ connector, name, path, place, config }: Needing, report: Report): void => {
  const { keys, remedy } = needs[connector];
  if (keys.length === 0 || keys.some(key => isSaid(config[key]))) return;
  const called = `step ${name || 'without a name'}`;
  report.add(place, path, {
    code: connector === 'shell' ? 'no-command' : 'nothing-to-do',
    message:
      connector === 'shell' ? `${called} has nothing to run` : `${called} says nothing that ${connector} could do`,
    suggestion: remedy,
  });
};

const isSaid = (value: unknown): boolean => value !== undefined && !(typeof value === 'string' && value.trim() === '');
