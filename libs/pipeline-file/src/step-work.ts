import type { ConnectorType } from '@switchyard/contracts';
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

/** For each connector the keys of its config of which it needs one. */
const needed: Record<ConnectorType, readonly string[]> = {
  shell: ['command', 'script'],
  null: [],
  docker: ['image', 'dockerfile', 'buildContext'],
  kubernetes: ['image', 'manifest', 'helmChart'],
  aws: ['image', 'jobDefinition', 'service', 'action'],
  azure: ['image', 'service', 'action'],
  gcp: ['image', 'job', 'service', 'action'],
  github: ['workflow', 'action', 'title', 'state'],
  gitlab: ['project', 'repositoryUrl', 'action'],
};

const spelled = (key: string) => key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);

/** Whether there is anything to do, and whether a command can be run at all. */
export const checkWork = (raw: RawStep, { connectors, name, path, config, isPlugin }: Work, report: Report): void => {
  const place = raw.values.run === undefined ? raw.offset : raw.at('run');
  if ([config['command'], config['script']].some(one => typeof one === 'string' && one.includes('\0')))
    report.add(place, path, {
      code: 'bad-text',
      message: `the command of step ${name} holds a NUL character`,
      suggestion: 'remove it',
    });
  else if (!isPlugin && !saidWrongly(raw, connectors, path, report))
    for (const connector of connectors) checkNeeded({ connector, name, path, place, config }, report);
};

const saidWrongly = (raw: RawStep, connectors: ConnectorType[], path: string, report: Report): boolean =>
  ['run', 'config', 'approval', 'image', 'connector', raw.path('stepType').slice(path.length + 1), ...connectors].some(
    key => report.concerns(`${path}.${key}`),
  );

interface Needing {
  connector: ConnectorType;
  name: string;
  path: string;
  place: number;
  config: Record<string, unknown>;
}

const checkNeeded = ({ connector, name, path, place, config }: Needing, report: Report): void => {
  const keys = needed[connector];
  if (keys.length === 0 || keys.some(key => isSaid(config[key]))) return;
  const called = `step ${name || 'without a name'}`;
  if (connector === 'shell')
    report.add(place, path, {
      code: 'no-command',
      message: `${called} has nothing to run`,
      suggestion: 'add run: with a shell command',
    });
  else
    report.add(place, path, {
      code: 'nothing-to-do',
      message: `${called} says nothing that ${connector} could do`,
      suggestion: `add one of ${keys.map(spelled).join(', ')}`,
    });
};

const isSaid = (value: unknown): boolean => value !== undefined && !(typeof value === 'string' && value.trim() === '');
