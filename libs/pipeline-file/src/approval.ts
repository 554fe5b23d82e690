import { mostPeople } from './limits.js';
import type { ApprovalModel } from './model.js';
import { checkName } from './names.js';
import type { Report } from './report.js';
import { field, type Found, name, oneOrMore, type Reader, reader, record, seconds, whole, wrong } from './shape.js';

const person: Reader<string> = reader(name, (value, path, report) => {
  const found = name(value, path, report);
  const what = 'somebody who may approve';
  return found === undefined ? undefined : checkName(found, { offset: value.offset, path, what }, report) || undefined;
});

const terms = record(
  { id: 'approval', what: 'approval (by, quorum, expires)', doc: 'Who must agree before a step runs.' },
  {
    by: field(oneOrMore(person), {
      doc: 'Who may approve, as they are shown; at most 100.',
      absent: 'anyone',
      example: '[alice, bob]',
    }),
    quorum: field(whole(1, 100), { doc: 'How many of them must.', default: 1, example: '2' }),
    expires: field(seconds(1), { doc: 'Nobody waits longer; the step then fails.', absent: 'never', example: '8h' }),
  },
);

/** `true` for one approval by anyone, or who must agree; `false` is none. */
export const approval: Reader<ApprovalModel> = reader(
  {
    schema: { anyOf: [{ type: 'boolean' }, terms.schema] },
    words: `\`true\` or \`false\`, or ${terms.words}`,
    parts: terms.parts,
  },
  (value, path, report) => {
    if (value.kind !== 'scalar') {
      const found = terms(value, path, report);
      return found && approvalOf(found, path, report);
    }
    if (typeof value.value !== 'boolean') return wrong(value, path, report, 'true, or a map of by, quorum and expires');
    return value.value ? { by: [], quorum: 1 } : undefined;
  },
);

const approvalOf = ({ values, at }: Found<typeof terms>, path: string, report: Report): ApprovalModel => {
  const by = [...new Set(values.by ?? [])];
  const { quorum = 1, expires } = values;
  if (by.length > mostPeople)
    report.add(at('by'), `${path}.by`, {
      code: 'too-many-people',
      message: `${path}.by names ${by.length} people, and ${mostPeople} is the most`,
      suggestion: 'name fewer, or leave by: out, and anyone may approve',
    });
  if (by.length > 0 && quorum > by.length && !report.concerns(path))
    report.add(at('quorum'), `${path}.quorum`, {
      code: 'quorum-too-large',
      message: `${path}.quorum is ${quorum}, and by names ${by.length}`,
      suggestion: `write a number from 1 to ${by.length}, or name more people`,
    });
  return { by, quorum, ...(expires === undefined ? {} : { expiresSeconds: Math.ceil(expires) }) };
};
