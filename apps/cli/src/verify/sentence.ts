import type { Difference } from './compare.js';

const longest = 120;

const quoted = (text: string | undefined): string => {
  if (text === undefined) return 'nothing';
  return JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
};

/** A difference in one sentence. */
export const sentenceOf = (difference: Difference): string => {
  const { step, what, name, there, here } = difference;
  switch (what) {
    case 'log':
      return `step ${step}: ${ofLog(difference)}`;
    case 'output':
      return `step ${step}: its output ${name} is ${quoted(there)} there, and ${quoted(here)} here`;
    case 'status':
      return `step ${step}: ${there} there, and ${here ?? 'not there at all'} here`;
    default:
      return `step ${step}: its ${what} is ${there ?? 'none'} there, and ${here ?? 'none'} here`;
  }
};

const ofLog = ({ line = { there: 0, here: 0 }, there, here }: Difference): string => {
  if (here === undefined)
    return `after ${line.here} lines its output ends here, and line ${line.there} there is ${quoted(there)}`;
  if (there === undefined)
    return `after ${line.there} lines its output ends there, and line ${line.here} here is ${quoted(here)}`;
  const also = line.here === line.there ? '' : ` (line ${line.here} here)`;
  return `line ${line.there} of its output${also} is ${quoted(there)} there, and ${quoted(here)} here`;
};
