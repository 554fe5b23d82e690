import type { TriggerFacts } from '@switchyard/contracts';
import type { PipelineModel, TriggerModel } from '@switchyard/pipeline-file';
import type { EndOfPipeline, Link } from './event.js';
import { listed, refusalOf } from './globs.js';
import type { Subject, Verdict } from './verdict.js';

/** How often one execution may start the next, counted from the first. */
export const deepestChain = 10;

type Following = Extract<TriggerModel, { type: 'pipeline' }>;

/** Whether the end of one pipeline starts another. */
export const decideEnd = ({ pipelineId, model, at }: Subject, end: EndOfPipeline): Verdict => {
  const ended = end.chain.at(-1)?.name ?? '';
  const following = followingOf(model, ended);
  if (following.length === 0) return { run: false, reason: `${model.name} does not wait for the end of ${ended}` };
  const refusals = following.map(one => refusalOfEnd(one, end));
  if (!refusals.includes(undefined)) return { run: false, reason: [...new Set(refusals)].join('; ').slice(0, 1_000) };
  const loop = loopOf(pipelineId, model, end.chain);
  if (loop !== undefined) return { run: false, reason: loop };
  if (end.depth + 1 > deepestChain)
    return { run: false, reason: `${deepestChain} pipelines have started one another already: ${chainOf(end.chain)}` };
  return { run: true, facts: factsOf(end, ended, at), inputs: {} };
};

const followingOf = ({ triggers }: PipelineModel, ended: string): Following[] =>
  triggers.flatMap(one => (one.type === 'pipeline' && one.pipeline === ended ? [one] : []));

const refusalOfEnd = ({ statuses, branches }: Following, { status, branch = '' }: EndOfPipeline): string | undefined =>
  statuses.includes(status)
    ? refusalOf(branches, 'branch', branch)
    : `it ended with ${status}, and only ${listed(statuses)} starts this`;

const loopOf = (pipelineId: string, { name }: PipelineModel, chain: Link[]): string | undefined => {
  const first = chain.findIndex(({ id }) => id === pipelineId);
  if (first < 0) return undefined;
  return `${name} would start itself again: ${chainOf([...chain.slice(first), { name }])}`;
};

const chainOf = (chain: Pick<Link, 'name'>[]): string => chain.map(({ name }) => name).join(' → ');

const factsOf = ({ execution, branch, commit, repository, fork, depth }: EndOfPipeline, ended: string, at: string) => {
  const present = Object.fromEntries(
    Object.entries({ branch, commit, repository, fork }).filter(([, value]) => value !== undefined),
  );
  const actor = `pipeline ${ended}`.slice(0, 200);
  return { type: 'pipeline', ...present, after: execution, depth: depth + 1, actor, at } satisfies TriggerFacts;
};
