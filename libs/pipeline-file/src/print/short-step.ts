import type {
  ArtifactModel,
  CacheModel,
  MemoModel,
  PortModel,
  ServiceModel,
  SourceModel,
  StepModel,
} from '../model.js';
import { filled, type Plain, present } from './plain.js';
import { approvalKeys, matrixKeys, retryKeys } from './short-policies.js';
import { workKeys } from './short-work.js';
import { timeOf } from './time.js';

export interface Around {
  /** From the ids of steps to their names. */
  names: ReadonlyMap<string, string>;
  /** What steps of this stage do that say nothing. */
  when: StepModel['when'];
  /** A condition that stands at the stage. */
  condition: string | undefined;
}

export const stepKeys = (step: StepModel, { names, when, condition }: Around): Plain => {
  const work = workKeys(step);
  const own = condition === undefined ? step.conditions : step.conditions.slice(1);
  return present({
    name: isDerived(step.name, work['run']) ? undefined : step.name,
    ...work,
    workspace: step.workspace === 'shared' ? undefined : step.workspace,
    needs: filled(step.needs.map(id => names.get(id) ?? id)),
    if: joined(own),
    when: step.when === when ? undefined : step.when,
    approval: approvalKeys(step.approval),
    matrix: matrixKeys(step.matrix),
    'continue-on-error': step.continueOnError || undefined,
    timeout: step.timeoutSeconds === undefined ? undefined : timeOf(step.timeoutSeconds),
    retry: retryKeys(step.retry),
    env: filled(step.environment),
    ...materialKeys(step),
  });
};

const materialKeys = (step: StepModel): Plain => ({
  secrets: secretKeys(step.secrets),
  outputs: filled(step.outputs),
  services: filled(Object.fromEntries(step.services.map(one => [one.name, serviceKeys(one)]))),
  ports: portKeys(step.ports),
  artifacts: filled(step.artifacts.map(one => artifactKeys(one, step.name))),
  cache: filled([...step.caches.map(cacheKeys), ...(step.memo ? [memoKeys(step.memo)] : [])]),
  source: sourceKeys(step.source),
  'environment-name': step.environmentName,
});

/** An address alone, where nothing else is said. */
export const sourceKeys = (source: SourceModel | false | undefined): boolean | string | Plain | undefined => {
  if (source === undefined || source === false) return source;
  const { repository, ref, commit, depth, filter, submodules, path, credentials } = source;
  const rest = present({ ref, commit, depth, filter, submodules, path, credentials });
  if (Object.keys(rest).length > 0) return present({ repository, ...rest });
  return repository ?? true;
};

/** A step without a name is called by the first line of its command. */
const isDerived = (name: string, run: unknown): boolean =>
  typeof run === 'string' && run.trim().split('\n')[0]?.slice(0, 60).trim() === name;

const joined = ([first, ...others]: string[]): string | undefined =>
  others.length === 0 ? first : [first, ...others].map(one => `(${one})`).join(' && ');

const secretKeys = (secrets: Record<string, string>): string[] | Plain | undefined => {
  const isPlain = Object.entries(secrets).every(([variable, secret]) => variable === secret);
  return filled(isPlain ? Object.keys(secrets) : secrets);
};

const serviceKeys = ({ image, environment, ports, health }: ServiceModel): string | Plain => {
  const terms = present({ env: filled(environment), ports: filled(ports), health });
  return Object.keys(terms).length > 0 ? { image, ...terms } : image;
};

/** A map where all have names, else a list. */
const portKeys = (ports: PortModel[]): Plain | (number | string | Plain)[] | undefined => {
  const isPlain = ({ name, port }: PortModel): boolean => name === String(port);
  if (ports.some(isPlain))
    return ports.map(one => (one.port === undefined ? one.name : isPlain(one) ? one.port : { [one.name]: one.port }));
  return filled(Object.fromEntries(ports.map(({ name, port }) => [name, port ?? 'auto'])));
};

const artifactKeys = ({ name, paths, expiresSeconds, report, when }: ArtifactModel, step: string): Plain =>
  present({
    name: name === step ? undefined : name,
    paths,
    expires: expiresSeconds === undefined ? undefined : timeOf(expiresSeconds),
    report,
    when: when === (report ? 'always' : 'success') ? undefined : when,
  });

const cacheKeys = ({ key, paths, fallbacks }: CacheModel): Plain =>
  present({ key, paths, fallbacks: filled(fallbacks) });

const memoKeys = ({ key, inputs, outputs }: MemoModel): Plain =>
  present({ result: true, key, inputs, outputs: filled(outputs) });
