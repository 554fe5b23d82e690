import type { DetectedProject, DetectedProjects } from '@switchyard/contracts';
import { largestPipeline, mostProjectsInPipeline } from './limits.js';
import { plainWords } from './plain-words.js';
import { type WrittenStage, stagesOf } from './stages.js';
import { leastForSteps } from './weights.js';
import { command, comment, scalar } from './yaml-text.js';

export interface PipelineOptions {
  /** Of the pipeline, where nothing in the checkout has one. */
  name?: string;
  /** Where the folder that was looked at lies in its repository, unless it is the top. */
  folder?: string;
}

/**
 * The text of a pipeline that installs, checks, tests and builds what was found. It asks for nothing that was not seen,
 * and is accepted by the platform as it is.
 */
export const pipelineFor = ({ projects }: DetectedProjects, { name, folder }: PipelineOptions = {}): string => {
  const sure = projects.filter(({ confidence, kind }) => confidence >= leastForSteps && kind !== 'monorepo');
  const title = scalar(titleOf(projects, name));
  if (sure.length === 0) return hello(title, projects.length);
  const inOrder = sure.sort(byFolder);
  for (let count = Math.min(inOrder.length, mostProjectsInPipeline); ; count = Math.floor(count / 2)) {
    const leftOut = inOrder.length - count;
    const text = pipelineOf({ title, projects: inOrder.slice(0, count), leftOut, home: homeOf(folder) });
    if (text.length <= largestPipeline || count === 1) return text;
  }
};

/** Where the steps find the folder that was looked at. */
const homeOf = (folder = ''): string => (folder === '' ? 'source' : `source/${folder}`);

interface Written {
  title: string;
  projects: DetectedProject[];
  leftOut: number;
  home: string;
}

const pipelineOf = ({ title, projects, leftOut, home }: Written): string => {
  const stages = stagesOf(projects);
  return [
    comment('A first pipeline, from what was found in the checkout: change it as you like.'),
    ...projects.map(one => comment(`${wordsOf(one)}: ${one.evidence[0]?.path ?? ''}, confidence ${one.confidence}`)),
    ...(leftOut > 0 ? [comment(`${leftOut} more projects were found, which have no steps here.`)] : []),
    ...(stages.length === 0
      ? [comment('Nothing in it says how it is tested or built: add scripts, and steps here.')]
      : []),
    `name: ${title}`,
    'stages:',
    ...fetchStage,
    ...stages.flatMap(stage => linesOf(stage, home)),
    '',
  ].join('\n');
};

const wordsOf = ({ kind, tool, directory, partOf }: DetectedProject): string =>
  `${kind}${tool === undefined || tool === kind ? '' : ` (${tool})`} in ${directory}${partOf === undefined ? '' : `, part of ${partOf}`}`;

/** Steps share an empty folder; the checkout comes first. A repeated execution may find an older one there. */
const fetchStage = [
  '  - name: fetch',
  '    steps:',
  '      # Clones the repository that the pipeline runs for, at its commit.',
  '      - name: clone',
  '        run: |',
  '          if [ -z "$YARD_REPOSITORY" ]; then',
  "            echo 'YARD_REPOSITORY is empty: start this pipeline inside a git checkout, or name a repository' >&2",
  '            exit 1',
  '          fi',
  '          rm -rf source',
  '          git clone --quiet ${YARD_BRANCH:+--branch="$YARD_BRANCH"} -- "$YARD_REPOSITORY" source',
  '          if [ -n "$YARD_COMMIT" ]; then git -C source checkout --quiet --detach "$YARD_COMMIT"; fi',
];

const linesOf = ({ name, steps }: WrittenStage, home: string): string[] => [
  `  - name: ${name}`,
  ...(steps.length > 1 ? ['    parallel: true'] : []),
  '    steps:',
  ...steps.flatMap(step => [
    `      ${comment(step.why)}`,
    `      - name: ${scalar(step.name)}`,
    `        working-directory: ${scalar(step.directory === '.' ? home : `${home}/${step.directory}`)}`,
    `        run: ${command(step.run, '          ')}`,
  ]),
];

const hello = (title: string, unsure: number): string =>
  [
    comment(
      unsure === 0
        ? 'Nothing was found here that says how it is tested or built, so this pipeline only says hello.'
        : 'What was found here is too unsure to build on, so this pipeline only says hello.',
    ),
    `name: ${title}`,
    'steps:',
    '  # Shows that the pipeline runs: replace it with a command of your own.',
    '  - name: hello',
    '    run: echo "Hello from $(uname -s)"',
    '',
  ].join('\n');

/** What the checkout calls itself at its top, or what it is called outside. */
const titleOf = (projects: readonly DetectedProject[], name = ''): string => {
  const own = projects.find(one => one.directory === '.' && one.name !== undefined)?.name;
  return [own ?? '', name].map(text => plainWords(text, 100)).find(text => text !== '') ?? 'project';
};

const byFolder = (a: DetectedProject, b: DetectedProject): number => {
  const keyOf = ({ directory }: DetectedProject) => (directory === '.' ? '' : directory);
  return keyOf(a) < keyOf(b) ? -1 : Number(keyOf(a) > keyOf(b));
};
