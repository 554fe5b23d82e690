interface Part {
  name: string;
  least: number;
  most: number;
  words?: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const parts: readonly Part[] = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day of the month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12, words: months },
  { name: 'weekday', least: 0, most: 7, words: weekdays },
];

/** In words, for times that need no more. */
export const nicknames = ['@hourly', '@daily', '@weekly', '@monthly', '@yearly', '@annually'];

/**
 * What is wrong with a cron expression: five fields (minute hour day month weekday) of numbers, lists, ranges and
 * steps, or a nickname. Undefined when nothing is, and some day its time comes.
 */
export const mistakeInCron = (text: string): string | undefined => {
  const written = text.trim();
  if (written.startsWith('@'))
    return nicknames.includes(written)
      ? undefined
      : `${JSON.stringify(written.slice(0, 40))} is none of ${nicknames.join(', ')}`;
  const fields = written.split(/\s+/, 7).filter(one => one !== '');
  if (fields.length !== parts.length)
    return `it has ${count(fields.length)}, and needs five: ${parts.map(({ name }) => name).join(', ')}`;
  for (const [index, part] of parts.entries()) {
    const mistake = mistakeIn(fields[index] ?? '', part);
    if (mistake !== undefined) return mistake;
  }
  return isPossible(fields) ? undefined : 'no year has such a day, so its time never comes';
};

const count = (fields: number) => (fields === 1 ? 'one field' : `${fields > 6 ? 'more than six' : fields} fields`);

const mistakeIn = (field: string, part: Part): string | undefined => {
  if (field.length > 200) return `its ${part.name} is longer than 200 characters`;
  return field
    .split(',')
    .map(item => mistakeInItem(item, part))
    .find(mistake => mistake !== undefined);
};

const mistakeInItem = (item: string, part: Part): string | undefined => {
  const [range = '', step, ...more] = item.split('/', 3);
  const shown = JSON.stringify(item.slice(0, 40));
  if (more.length > 0) return `${shown} is no ${part.name}`;
  if (step !== undefined && !isStep(step, part)) return `${shown} has no step from 1 to ${part.most}`;
  if (range === '*') return undefined;
  const mistake = mistakeInRange(range, part);
  if (mistake !== undefined) return `${shown} ${mistake}`;
  const isLoose = step !== undefined && !range.includes('-');
  return isLoose ? `${shown} needs a range, such as ${range}-${part.most}/${step}` : undefined;
};

const mistakeInRange = (range: string, part: Part): string | undefined => {
  const [from = '', to = from, ...more] = range.split('-', 3);
  const [first, last] = [numberOf(from, part), numberOf(to, part)];
  if (more.length > 0 || first === undefined || last === undefined)
    return `is no ${part.name}, which is ${part.least} to ${part.most}`;
  return last < first ? 'ends before it begins' : undefined;
};

const isStep = (step: string, { most }: Part): boolean =>
  /^\d{1,2}$/.test(step) && Number(step) >= 1 && Number(step) <= most;

const numberOf = (text: string, { least, most, words = [] }: Part): number | undefined => {
  const word = words.indexOf(text.toLowerCase());
  if (word >= 0) return word + least;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : -1;
  return value >= least && value <= most ? value : undefined;
};

const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day that none of the months has never comes; with a weekday beside it, that day does. */
const isPossible = ([, , days = '*', month = '*', weekday = '*']: string[]): boolean => {
  if (weekday !== '*') return true;
  const [monthPart, dayPart] = [parts[3], parts[2]];
  if (!monthPart || !dayPart) return true;
  const longest = Math.max(...valuesOf(month, monthPart).map(one => longestMonths[one - 1] ?? 0));
  return valuesOf(days, dayPart).some(day => day <= longest);
};

/** The numbers a field of no mistakes stands for. */
const valuesOf = (field: string, part: Part): number[] =>
  field.split(',').flatMap(item => {
    const [range = '', step = '1'] = item.split('/');
    const [from = '', to = from] = range === '*' ? [`${part.least}`, `${part.most}`] : range.split('-');
    const [first, last] = [numberOf(from, part) ?? part.least, numberOf(to, part) ?? part.most];
    const count = Math.floor((last - first) / Number(step)) + 1;
    return Array.from({ length: count }, (_, index) => first + index * Number(step));
  });
