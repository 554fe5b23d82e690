import { bareText } from './ansi.js';

/** What a line says about the lines around it. */
export type Mark =
  | { kind: 'begin'; title: string; name?: string; isCollapsed?: boolean }
  | { kind: 'end'; name?: string }
  | { kind: 'error' };

/** Marks stand in this many bytes at the beginning of a line. */
export const markWithin = 512;
/** No mark is shorter. */
export const shortestMark = 4;

const begins = /^(?:##\[group\]|::group::)(.*)$/;
const ends = /^(?:##\[endgroup\]|::endgroup::)\s*$/;
// Of GitLab: `section_start:<time>:<name>[collapsed=true]`, a carriage return, and the title.
const section = /^section_(start|end):\d{1,20}:([\w.-]{1,200})(?:\[([^\]]{0,200})\])?\r?(.*)$/;

/** Words that a line about an error begins with, or has in front of a colon. */
const error =
  /^(?:##\[error\]|::error\b)|^(?:.{0,200}[\s([.])?(?:error|fatal|panic|exception|\w{1,80}(?:Error|Exception))(?:\[\w{1,20}\]|\(\w{1,20}\)|\s\w{1,20})?\s?:\s|^\s{0,20}(?:FAILED|FAIL|FAILURE|ERROR|FATAL|✕|✗|✖)\b|^Traceback \(most recent call last\)|^\s{0,20}(?:✕|✗|✖) |\[(?:ERROR|FATAL|error|fatal)\]/;
const errorInAnyCase = /\b(?:error|fatal|panic|exception)\s?:\s/i;
const noError = /\b(?:no|0) (?:errors?|failures?)\b/i;

/** Whether a line of bytes may have a mark at all; quick, and right where it says no. */
export const mayHaveMark = (head: string): boolean =>
  /##\[|::|section_|error|fatal|panic|exception|fail|traceback|\xe2\x9c/i.test(head);

/** @param head the beginning of a line, without its newline. */
export const markOf = (head: string): Mark | undefined => {
  const text = bareText(head).replace(/\r+$/, '');
  const begun = begins.exec(text);
  if (begun) return { kind: 'begin', title: titled(begun[1]) };
  if (ends.test(text)) return { kind: 'end' };
  const found = section.exec(text);
  if (found) return sectionMark(found);
  return isError(text) ? { kind: 'error' } : undefined;
};

const sectionMark = ([, edge, name = '', options = '', title]: RegExpExecArray): Mark =>
  edge === 'end'
    ? { kind: 'end', name }
    : {
        kind: 'begin',
        name,
        title: titled(title) || name,
        ...(/\bcollapsed=true\b/.test(options) ? { isCollapsed: true } : {}),
      };

const titled = (text = ''): string => text.slice(text.lastIndexOf('\r') + 1).trim();

const isError = (text: string): boolean => (error.test(text) || errorInAnyCase.test(text)) && !noError.test(text);
