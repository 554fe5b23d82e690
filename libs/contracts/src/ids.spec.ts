import { sortableId } from '@switchyard/kernel';
import fc from 'fast-check';
import { connectorTypes } from './connectors.js';
import {
  type AttemptId,
  attemptIdOf,
  type ExecutionId,
  isAttemptId,
  partsOfAttempt,
  type Pool,
  type ProjectId,
  type StepId,
} from './ids.js';
import { bellSubject, eventsOf, eventSubject, logsOf, logSubject } from './subjects.js';
import { isSlug } from './words.js';

const slugs = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
const executions = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.uint8Array({ minLength: 16, maxLength: 16 }))
  .map(([at, chance]) => sortableId(at, chance) as ExecutionId);
const tries = fc.integer({ min: 1, max: 9_999 });

/** Whether nats-server would deliver `subject` to a subscription of `pattern`. */
const matches = (pattern: string, subject: string): boolean => {
  const [wanted, tokens] = [pattern.split('.'), subject.split('.')];
  if (tokens.includes('')) return false;
  const end = wanted.indexOf('>');
  if (end >= 0 ? tokens.length <= end : tokens.length !== wanted.length) return false;
  return wanted.every((token, at) => token === '>' || token === '*' || token === tokens[at]);
};

describe('ids', () => {
  it('of attempts can be taken apart', () => {
    fc.assert(
      fc.property(executions, slugs, tries, (executionId, step, n) => {
        const id = attemptIdOf(executionId, step as StepId, n);
        expect(isAttemptId(id)).toBe(true);
        expect(partsOfAttempt(id)).toEqual({ executionId, stepId: step, n });
      }),
    );
  });

  it.each([
    '',
    '.',
    'a.b.1',
    '01m84ywyccwh2egkrpyg85s86c.build.0',
    '01m84ywyccwh2egkrpyg85s86c.build.01',
    '01m84ywyccwh2egkrpyg85s86c.Build.1',
    '01m84ywyccwh2egkrpyg85s86c.a.b.1',
    '01m84ywyccwh2egkrpyg85s86c.build.1\n',
  ])('are not what %j is', text => {
    expect(isAttemptId(text)).toBe(false);
    expect(partsOfAttempt(text)).toBeUndefined();
  });

  it('that are slugs hold nothing that means something to the bus or to a path', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5 }), text => {
        if (isSlug(text)) expect(text).toMatch(/^[a-z0-9-]{1,63}$/);
      }),
    );
    for (const text of [
      '',
      '-',
      'a-',
      '-a',
      'a.b',
      'a*',
      '>',
      '..',
      'a/b',
      'A',
      'ä',
      'a\n',
      'a'.repeat(64),
      7,
      null,
      undefined,
    ])
      expect({ text, slug: isSlug(text) }).toEqual({ text, slug: false });
  });
});

describe('subjects', () => {
  it('reach who listens to their execution, and nobody else', () => {
    fc.assert(
      fc.property(slugs, executions, executions, slugs, tries, (project, mine, other, step, n) => {
        fc.pre(mine !== other);
        const event = eventSubject(project as ProjectId, mine, 'step.finished');
        expect(matches(eventsOf(project as ProjectId, mine), event)).toBe(true);
        expect(matches(eventsOf(project as ProjectId, other), event)).toBe(false);
        const output = logSubject(project as ProjectId, attemptIdOf(mine, step as StepId, n) as AttemptId);
        expect(matches(logsOf(project as ProjectId, mine), output)).toBe(true);
        expect(matches(logsOf(project as ProjectId, other), output)).toBe(false);
        expect(output.split('.')).toHaveLength(6);
      }),
    );
  });

  it('of bells name one connector and one pool', () => {
    for (const connector of connectorTypes)
      expect(bellSubject(connector, 'default' as Pool)).toBe(`yard.job.${connector}.default`);
  });
});
