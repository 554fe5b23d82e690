import type { PlannedStep, StepId, When } from '@switchyard/contracts';
import { plain } from './clean.js';
import { duration } from './duration.js';

export interface Note {
  text: string;
  tone?: 'green' | 'yellow' | 'red' | 'dim';
}

/** A limit in round words: `30 min`, not `30 min 0 s`. */
export const limit = (seconds: number): string => duration(seconds * 1_000).replace(/(?<=min|h) 0 (?:s|min)$/, '');

/** Cells that are named one by one. */
const mostNamed = 4;
/** Characters of a condition that are shown. */
const longestShown = 80;

/** What is to be known of a step beside its name, or of cells of one matrix together. */
export const notesOf = (steps: readonly PlannedStep[], all: ReadonlyMap<StepId, PlannedStep>): Note[] => {
  const [step] = steps;
  if (!step) return [];
  return [
    ...cellsNote(steps),
    ...needsNote(step, all),
    ...whenNote(step.when),
    ...conditionNote(steps),
    ...approvalNote(step),
    ...limitNotes(step),
    ...(step.environmentName === undefined ? [] : [{ text: `deploys to ${plain(step.environmentName)}` }]),
    ...laterNote(step),
  ];
};

const cellsNote = (steps: readonly PlannedStep[]): Note[] => {
  const cell = steps[0]?.cell;
  if (!cell || steps.length === 1) return [];
  const names = steps.map(step => Object.values(step.cell?.values ?? {}).join(' '));
  const shown = names.length > mostNamed ? [...names.slice(0, mostNamed - 1), '…', names.at(-1) ?? ''] : names;
  const most = cell.maxParallel === undefined ? '' : `, ${cell.maxParallel} at a time`;
  return [{ text: `${plain(shown.join(', '))}${most}` }];
};

/** All cells of one matrix are told by its name. */
const needsNote = ({ needs }: PlannedStep, all: ReadonlyMap<StepId, PlannedStep>): Note[] => {
  if (needs.length === 0) return [];
  const counts = new Map<string, number>();
  for (const id of needs) {
    const step = all.get(id);
    const name = step?.cell ? step.cell.matrix : plain(step?.name ?? id);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const names = [...counts].map(([name, count]) => (count > 1 ? `${name} × ${count}` : name));
  return [{ text: `after ${names.join(', ')}`, tone: 'dim' }];
};

const whens: Record<When, Note[]> = {
  success: [],
  failure: [{ text: 'only when something failed', tone: 'yellow' }],
  always: [{ text: 'always', tone: 'yellow' }],
};
const whenNote = (when: When = 'success'): Note[] => whens[when];

/** Marked by whether it holds with what is known now. */
const conditionNote = (steps: readonly PlannedStep[]): Note[] => {
  const conditions = steps[0]?.conditions ?? [];
  if (conditions.length === 0) return [];
  const text = `if ${shortened(plain(conditions.join(' and ')))}`;
  const marks = [
    { mark: '✓', tone: 'green' as const, count: steps.filter(({ known }) => known === true).length },
    { mark: '✗', tone: 'red' as const, count: steps.filter(({ known }) => known === false).length },
    { mark: '?', tone: 'yellow' as const, count: steps.filter(({ known }) => known === undefined).length },
  ].filter(({ count }) => count > 0);
  const [only, ...others] = marks;
  if (only && others.length === 0) return [{ text: `${only.mark} ${text}`, tone: only.tone }];
  return [{ text: `${marks.map(({ mark, count }) => `${count} ${mark}`).join(' ')} ${text}`, tone: 'yellow' }];
};

const shortened = (text: string) => (text.length > longestShown ? `${text.slice(0, longestShown)}…` : text);

const approvalNote = ({ approval }: PlannedStep): Note[] => {
  if (!approval) return [];
  const { by, quorum, expiresSeconds } = approval;
  const who = by.length > 0 ? by.map(plain).join(', ') : 'anyone';
  const many = quorum > 1 ? `, ${quorum} of them` : '';
  const until = expiresSeconds === undefined ? '' : `, within ${limit(expiresSeconds)}`;
  return [{ text: `approval by ${who}${many}${until}`, tone: 'yellow' }];
};

const limitNotes = ({ timeoutSeconds, retry, continueOnError }: PlannedStep): Note[] => [
  ...(timeoutSeconds === undefined ? [] : [{ text: `within ${limit(timeoutSeconds)}` }]),
  ...(retry && retry.limit > 0 ? [{ text: `up to ${retry.limit + 1} tries` }] : []),
  ...(continueOnError ? [{ text: 'may fail' }] : []),
];

const laterNote = ({ templates }: PlannedStep): Note[] =>
  templates ? [{ text: `filled in when it starts: ${plain(Object.keys(templates).join(', '))}`, tone: 'dim' }] : [];
