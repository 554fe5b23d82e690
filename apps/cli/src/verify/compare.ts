import type { StepStatus } from '@switchyard/contracts';
import { isOfPlatform, stripped } from './stripped.js';

/** How a step of one of two runs came out. */
export interface StepSide {
  id: string;
  name: string;
  status: StepStatus;
  exitCode?: number;
  signal?: string;
  reason?: string;
  outputs?: Record<string, string>;
  /** Its lines from the first on; absent where it has no output of its own to compare. */
  lines?: () => AsyncIterable<string>;
}

/** Where two runs differ: there, and in the run that repeats it here. Absent = nothing. */
export interface Difference {
  step: string;
  what: 'status' | 'exit code' | 'signal' | 'output' | 'log';
  /** Of an output. */
  name?: string;
  /** Of a log: lines from 1, as they were written there and here. */
  line?: { there: number; here: number };
  there?: string;
  here?: string;
}

/** The first difference of a step: what became of it, then what it gave, then what it said. */
export const differenceOf = async (there: StepSide, here: StepSide | undefined): Promise<Difference | undefined> => {
  const step = there.name;
  if (!here) return { step, what: 'status', there: there.status };
  if (there.status !== here.status) return { step, what: 'status', there: sentenceOf(there), here: sentenceOf(here) };
  return (
    plainly(step, 'exit code', there.exitCode, here.exitCode) ??
    plainly(step, 'signal', there.signal, here.signal) ??
    outputsOf(step, there.outputs, here.outputs) ??
    (there.lines && here.lines ? logOf(step, there.lines(), here.lines()) : undefined)
  );
};

const sentenceOf = ({ status, reason }: StepSide): string => (reason === undefined ? status : `${status} (${reason})`);

const sides = (there: unknown, here: unknown): Pick<Difference, 'there' | 'here'> => ({
  ...(there === undefined ? {} : { there: String(there) }),
  ...(here === undefined ? {} : { here: String(here) }),
});

const plainly = (
  step: string,
  what: Difference['what'],
  there: number | string | undefined,
  here: number | string | undefined,
): Difference | undefined => (there === here ? undefined : { step, what, ...sides(there, here) });

const outputsOf = (
  step: string,
  there: Record<string, string> = {},
  here: Record<string, string> = {},
): Difference | undefined => {
  const names = [...new Set([...Object.keys(there), ...Object.keys(here)])].sort();
  const name = names.find(
    one => stripped(there[one] ?? '') !== stripped(here[one] ?? '') || one in there !== one in here,
  );
  return name === undefined ? undefined : { step, what: 'output', name, ...sides(there[name], here[name]) };
};

interface Line {
  number: number;
  text: string;
}

/** Line by line, so that outputs of any size are compared. */
const logOf = async (
  step: string,
  there: AsyncIterable<string>,
  here: AsyncIterable<string>,
): Promise<Difference | undefined> => {
  const [left, right] = [own(there), own(here)];
  try {
    for (let last = { there: 0, here: 0 }; ;) {
      const [{ value: one }, { value: other }] = await Promise.all([left.next(), right.next()]);
      if (!one && !other) return undefined;
      if (!one || !other || stripped(one.text) !== stripped(other.text)) return lineDifference(step, one, other, last);
      last = { there: one.number, here: other.number };
    }
  } finally {
    await Promise.all([left.return(undefined), right.return(undefined)]);
  }
};

/** One that has ended before the other is at its last line. */
const lineDifference = (
  step: string,
  one: Line | undefined,
  other: Line | undefined,
  last: { there: number; here: number },
): Difference => {
  const line = { there: one?.number ?? last.there, here: other?.number ?? last.here };
  return { step, what: 'log', line, ...sides(one?.text, other?.text) };
};

/** What the step said itself, with the numbers its lines have in the whole output. */
async function* own(lines: AsyncIterable<string>): AsyncGenerator<Line, undefined> {
  let number = 0;
  for await (const text of lines) {
    number += 1;
    if (!isOfPlatform(text)) yield { number, text };
  }
  return undefined;
}
