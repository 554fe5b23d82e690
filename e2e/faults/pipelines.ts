import type { ExecutionStatus } from '@switchyard/contracts';

/** Stands in the environment of every trigger, and nowhere it should not. */
export const secretValue = 'tangerine-9f31c2aa-dream';

/** One line on disk before anything else: an attempt that runs twice has two. */
const mark = `printf '%s\\n' "$YARD_ATTEMPT" | dd of="$LEDGER" oflag=append conv=notrunc,fsync status=none\n`;
export const lines = 40;
const says = (pause: string) =>
  `${mark}i=0\nwhile [ $i -lt ${lines} ]; do echo "$YARD_ATTEMPT line $i"; i=$((i + 1)); ${pause}; done\n`;

export type Kind = 'mixed' | 'fails' | 'cancels' | 'slow' | 'moves' | 'drifts' | 'keeps' | 'sourced' | 'listens';

/** A pipeline that ends in one way only, whatever dies. */
export interface Sample {
  /**
   * @param edition any text: another one is another version.
   * @param name another one is another pipeline.
   */
  yaml(edition: string, name?: string): string;
  ends: ExecutionStatus;
}

export const sample = (name: Kind, ends: ExecutionStatus, stages: object[]): Sample => ({
  ends,
  yaml: (edition, called = name) => JSON.stringify({ name: called, description: `edition ${edition}`, stages }),
});

const quiet = ':';
const shell = (name: string, run: string, more: object = {}) => ({ name, run, ...more });
const nothing = { sleep: 0.05, print: 'null says', lines: 30 };
const hangsAtFirst = 'case "$YARD_ATTEMPT" in *.1) sleep 300;; esac\n';
export const retry = { limit: 4, on: ['user'], backoff: { initial: 0.02, factor: 1, max: 0.05 } };

export const samples: Record<Kind, Sample> = {
  mixed: sample('mixed', 'success', [
    {
      name: 'side by side',
      parallel: true,
      steps: [
        shell('says', says(quiet)),
        shell('again', `${says(quiet)}case "$YARD_ATTEMPT" in *.1) exit 1;; esac\n`, { retry }),
        { name: 'nothing', null: nothing },
      ],
    },
    { name: 'after', steps: [shell('last', says(quiet))] },
  ]),
  fails: sample('fails', 'failed', [
    { name: 'first', steps: [shell('breaks', `${says(quiet)}exit 3\n`), shell('never', mark)] },
  ]),
  cancels: sample('cancels', 'cancelled', [
    {
      name: 'long',
      parallel: true,
      steps: [shell('sleeps', `${says(quiet)}sleep 300\n`), { name: 'hangs', null: { ...nothing, hang: true } }],
    },
  ]),
  slow: sample('slow', 'success', [
    {
      name: 'slow',
      parallel: true,
      steps: [shell('lasts', says('sleep 0.02')), { name: 'rests', null: { ...nothing, sleep: 1 } }],
    },
  ]),
  sourced: sample('sourced', 'success', [
    {
      name: 'works',
      steps: [
        shell('reads', `${mark}test "$(cat file)" = there\n${says(quiet).slice(mark.length)}`, {
          source: { repository: '${{ env.LEDGER }}.git' },
        }),
      ],
    },
  ]),
  listens: sample('listens', 'success', [
    {
      name: 'listens',
      steps: [shell('has a port', `test "$YARD_PORT_HTTP" -gt 0\n${says('sleep 0.02')}`, { ports: 'http' })],
    },
  ]),
  moves: sample('moves', 'success', [
    {
      name: 'slow',
      steps: [shell('repeatable', `${says(quiet)}${hangsAtFirst}`, { retry: { ...retry, on: ['platform'] } })],
    },
  ]),
  keeps: sample('keeps', 'success', [
    {
      name: 'files',
      steps: [
        shell('keeper', `${mark}printf '%s' "$YARD_ATTEMPT" > kept.txt\n${says(quiet).slice(mark.length)}`, {
          artifacts: [
            { name: 'kept', paths: ['*.txt'] },
            { name: 'brief', paths: ['*.txt'], expires: 1 },
          ],
        }),
      ],
    },
  ]),
  drifts: sample('drifts', 'success', [
    {
      name: 'slow',
      steps: [{ name: 'repeats', null: { ...nothing, sleep: 6 }, retry: { ...retry, on: ['platform'] } }],
    },
  ]),
};

/** Whether lines of the platform's stand around what the step itself prints. */
export const isSurrounded = (step: string): boolean => ['keeper', 'reads', 'served'].includes(step);

/** Whether an attempt of that step leaves a line in the ledger. */
export const marks = (step: string): boolean => !['nothing', 'hangs', 'rests', 'repeats'].includes(step);

/** What an attempt of a step prints from its start to its natural end. */
export const outputOf = (step: string, attempt: string): string => {
  if (!marks(step))
    return `${nothing.print}\n${Array.from({ length: nothing.lines }, (_, i) => `line ${i + 1}\n`).join('')}`;
  if (step === 'never') return '';
  return Array.from({ length: lines }, (_, i) => `${attempt} line ${i}\n`).join('');
};
