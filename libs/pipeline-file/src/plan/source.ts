import type { SourcePlan } from '@switchyard/contracts';
import {
  isCommitName,
  isMistake,
  readRepository,
  sourceCredentials,
  wrongRef,
} from '@switchyard/contracts/repository-address';
import type { Filled } from '../interpolation/index.js';
import type { PipelineModel, SourceModel } from '../model.js';
import type { Draft } from './draft.js';
import type { Origin, TriggerWords } from './planned.js';

/** Its own source, or its pipeline's. */
export const sourceModelOf = ({ model, step }: Pick<Draft, 'model' | 'step'>): SourceModel | undefined => {
  const source = step.source ?? model.source;
  return source === false ? undefined : source;
};

/** As people see it before anybody has triggered. */
export const writtenSource = (source: SourceModel): SourcePlan => {
  const { credentials, repository = '${{ repository }}', ...rest } = source;
  return { repository, ...rest, ...(credentials === undefined ? {} : { credentials: sourceCredentials }) };
};

/** Why a trigger by hand that names this repository, or none, gives its pipeline no source; undefined when it does. */
export const wrongRepository = (
  { stages, source }: PipelineModel,
  repository = '',
): { message: string; suggestion: string } | undefined => {
  const models = stages.flatMap(({ steps }) => steps.map(step => step.source ?? source));
  if (!models.some(one => one && one.repository === undefined)) return undefined;
  if (repository === '')
    return {
      message: 'source: asks for the repository of the trigger, and the trigger names none',
      suggestion: 'give it with the trigger, or name it in the file: source: https://git.example.com/team/web.git',
    };
  const read = readRepository(repository);
  return isMistake(read)
    ? { message: `the repository of the trigger: ${read.mistake}`, suggestion: read.suggestion }
    : undefined;
};

export interface SourceFacts {
  trigger: TriggerWords;
  origin: Origin;
  fill: (text: string) => Filled;
}

export type PlannedSource = { source: SourcePlan; mistake?: undefined } | { mistake: string };

/** Which repository, and what of it: said by the file, and by the trigger where the file leaves it to it. */
export const plannedSource = (model: SourceModel, facts: SourceFacts): PlannedSource => {
  const texts = filledTexts(model, facts);
  if (texts.mistake !== undefined) return texts;
  const { repository = facts.trigger.repository, ...own } = texts.texts;
  if (repository === '') return { mistake: noRepository };
  const read = readRepository(repository);
  if (isMistake(read)) return { mistake: `source: ${read.mistake}` };
  // What the trigger says holds for its own repository only.
  const told = model.repository === undefined && own.ref === undefined ? toldOf(facts, own.commit) : {};
  const found = { ...told, ...own };
  const mistake = mistakeIn(found);
  if (mistake !== undefined) return { mistake: `source: ${mistake}` };
  return { source: { repository, ...found, ...restOf(model, facts.origin) } };
};

const restOf = ({ repository: _r, ref: _f, commit: _c, credentials, ...rest }: SourceModel, { fork }: Origin) => ({
  ...rest,
  // A pull request from a fork gets no secrets; a public repository needs none.
  ...(credentials === undefined || fork === true ? {} : { credentials: sourceCredentials }),
});

const noRepository =
  'source: asks for the repository of the trigger, and the trigger names none; name it in the file, or give it with the trigger';

interface Texts {
  repository?: string;
  ref?: string;
  commit?: string;
}

const filledTexts = (
  { repository, ref, commit }: SourceModel,
  { fill }: SourceFacts,
): { texts: Texts; mistake?: undefined } | { mistake: string } => {
  const texts: Texts = {};
  for (const [key, text] of Object.entries({ repository, ref, commit })) {
    if (text === undefined) continue;
    const filled = fill(text);
    if (filled.mistake !== undefined) return { mistake: `source.${key}: ${filled.mistake}` };
    // A branch or a commit that is not known is the default one; a repository is not.
    if (filled.text !== '' || key === 'repository') texts[key as keyof Texts] = filled.text;
  }
  return { texts };
};

const toldOf = ({ trigger: { tag, branch, commit }, origin: { pullRequest } }: SourceFacts, own?: string): Texts => {
  const ref =
    pullRequest !== undefined
      ? `refs/pull/${pullRequest}/head`
      : tag !== ''
        ? `refs/tags/${tag}`
        : branch !== ''
          ? `refs/heads/${branch}`
          : undefined;
  return {
    ...(ref === undefined ? {} : { ref }),
    ...(commit === '' || own !== undefined ? {} : { commit: commit.toLowerCase() }),
  };
};

const mistakeIn = ({ ref, commit }: Texts): string | undefined => {
  if (commit !== undefined && !isCommitName(commit))
    return `${JSON.stringify(commit.slice(0, 80))} is no name of a commit`;
  return ref === undefined ? undefined : wrongRef(ref);
};
