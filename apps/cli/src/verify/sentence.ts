import type { Difference } from './compare.js';

const longest = 120;

const quoted = (text: string | undefined): string => {
  if (text === undefined) return 'nothing';
  return JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
};

/** A difference in one sentence. */
export const sentenceOf = ({ step, what, name, line, there, here }: Difference): string => {
  switch (what) {
    case 'log': {
      const number = line?.there ?? 0;
      if (here === undefined)
        return `step ${step}: after ${line?.here} lines its output ends here, and line ${number} there is ${quoted(there)}`;
      if (there === undefined)
        return `step ${step}: after ${number} lines its output ends there, and line ${line?.here} here is ${quoted(here)}`;
      const also = line && line.here !== line.there ? ` (line ${line.here} here)` : '';
      return `step ${step}: line ${number} of its output${also} is ${quoted(there)} there, and ${quoted(here)} here`;
    }
    case 'output':
      return `step ${step}: its output ${name} is ${quoted(there)} there, and ${quoted(here)} here`;
    case 'status':
      return `step ${step}: ${there} there, and ${here ?? 'not there at all'} here`;
    default:
      return `step ${step}: its ${what} is ${there ?? 'none'} there, and ${here ?? 'none'} here`;
  }
};
