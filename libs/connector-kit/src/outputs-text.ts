import { isOutputName } from '@switchyard/contracts';

/** What a step wrote, or the first thing that is wrong with it. */
export type Parsed = { outputs: Record<string, string>; mistake?: undefined } | { mistake: string };

const single = /^([^=<]+)=(.*)$/s;
const opening = /^([^=<]+)<<(\S+)$/;

/**
 * Reads `name=value` lines, and values of several lines between `name<<DELIMITER` and a line that is just `DELIMITER`.
 * Empty lines mean nothing; of two values with one name the later counts.
 */
export const parseOutputs = (text: string): Parsed => {
  if (text.includes('\0')) return { mistake: 'it holds a NUL character' };
  const outputs = new Map<string, string>();
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    if (lines[at] === '') continue;
    const found = readAt(lines, at);
    if ('mistake' in found) return { mistake: `line ${at + 1}: ${found.mistake}` };
    outputs.set(found.name, found.value);
    at = found.end;
  }
  return { outputs: Object.fromEntries(outputs) };
};

type Found = { name: string; value: string; end: number } | { mistake: string };

const readAt = (lines: readonly string[], at: number): Found => {
  const line = lines[at] ?? '';
  const [, name = '', value] = single.exec(line) ?? [];
  if (value === undefined) return readBlock(lines, at);
  return isOutputName(name) ? { name, value, end: at } : badName(name);
};

const readBlock = (lines: readonly string[], at: number): Found => {
  const line = lines[at] ?? '';
  const [, name = '', delimiter] = opening.exec(line) ?? [];
  if (delimiter === undefined) return { mistake: `${quoted(line)} is neither name=value nor name<<DELIMITER` };
  if (!isOutputName(name)) return badName(name);
  const end = lines.indexOf(delimiter, at + 1);
  if (end < 0) return { mistake: `the value of ${name} has no end: no line after it is just ${quoted(delimiter)}` };
  return { name, value: lines.slice(at + 1, end).join('\n'), end };
};

const badName = (name: string) => ({
  mistake: `${quoted(name)} is no name of an output: a letter or _, then letters, digits, _ or -`,
});

const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
