import type { ExecutionStatus } from '@switchyard/contracts';

/** What a badge can say. */
export type BadgeWord = Exclude<ExecutionStatus, 'pending'> | 'unknown';

/** Dark enough for white text of 11 pixels: a contrast of 4.5 and more (WCAG 2.2, 1.4.3). */
const colours: Record<BadgeWord, string> = {
  success: '#1a7f37',
  failed: '#c0272d',
  timeout: '#c0272d',
  cancelled: '#5f6771',
  running: '#0b62c4',
  unknown: '#5f6771',
};
const words: Record<BadgeWord, string> = {
  success: 'passing',
  failed: 'failing',
  timeout: 'timed out',
  cancelled: 'cancelled',
  running: 'running',
  unknown: 'unknown',
};

/** Characters of a name that are shown. */
const longestLabel = 40;
const height = 20;

/** An SVG of some hundred bytes that asks for nothing else: `label` is any text, and stays text. */
export const badgeOf = (label: string, word: BadgeWord): string => {
  const [left, right] = [shortened(label), words[word]];
  const [leftWidth, rightWidth] = [widthOf(left), widthOf(right)];
  const width = leftWidth + rightWidth;
  const title = escaped(`${left}: ${right}`);
  const text = (content: string, middle: number, space: number) =>
    `<text x="${middle}" y="14" textLength="${space - 12}">${escaped(content)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<clipPath id="r"><rect width="${width}" height="${height}" rx="3"/></clipPath>`,
    `<g clip-path="url(#r)"><rect width="${leftWidth}" height="${height}" fill="#3b434d"/>`,
    `<rect x="${leftWidth}" width="${rightWidth}" height="${height}" fill="${colours[word]}"/></g>`,
    '<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">',
    text(left, leftWidth / 2, leftWidth),
    text(right, leftWidth + rightWidth / 2, rightWidth),
    '</g></svg>',
  ].join('');
};

const shortened = (label: string): string => {
  // What XML 1.0 cannot hold is no part of a name that is shown.
  const signs = [...label.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, ' ').trim()];
  return signs.length > longestLabel ? `${signs.slice(0, longestLabel - 1).join('')}…` : signs.join('');
};

/** Near enough: `textLength` fits the text into it. */
const widthOf = (text: string): number =>
  Math.round(
    [...text].reduce(
      (sum, sign) => sum + (/[ijl.,:;'|! ]/.test(sign) ? 4 : /[mwMW@]|[^\x00-\u02ff]/.test(sign) ? 10.5 : 7),
      12,
    ),
  );

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, sign => entities[sign] ?? '');

/** The newest execution that has ended says how it is; where none has, one that runs says so. */
export const wordOf = (runs: readonly { status: ExecutionStatus }[]): BadgeWord => {
  const ended = runs.find(({ status }) => status !== 'pending' && status !== 'running');
  if (ended) return ended.status as BadgeWord;
  return runs.length > 0 ? 'running' : 'unknown';
};
