import type { InputMistake, RefusalReason } from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';

interface Shape {
  status: number;
  category: 'validation' | 'authorization';
  says: string;
  suggestion: string;
}

const conflict = (says: string, suggestion: string): Shape => ({
  status: 409,
  category: 'validation',
  says,
  suggestion,
});

const shapes: Partial<Record<RefusalReason, Shape>> = {
  'already-final': conflict('the execution has ended', 'repeat it with POST /api/ci/executions/:id/rerun'),
  'not-held': conflict(
    'the step does not wait for an approval',
    'GET /api/ci/executions/:id/why says what it waits for',
  ),
  'not-ended': conflict('the execution has not ended', 'wait for its end, or cancel it first'),
  'nothing-failed': conflict(
    'everything in the execution ended well',
    'name a step with from_step to repeat it from there, or give all: true',
  ),
  'unknown-step': { ...conflict('the execution has no such step', 'GET the execution lists its steps'), status: 404 },
  'not-allowed': {
    status: 403,
    category: 'authorization',
    says: 'the step must be reviewed by somebody else',
    suggestion: 'the approval of the step lists who may review it',
  },
};

/** What a caller is told when the execution service refuses. */
export const refused = (id: string, reason: RefusalReason): HttpFault => {
  if (reason === 'unknown-execution') return unknownExecution(id);
  const shape = shapes[reason] ?? conflict(`it cannot be done now: ${reason}`, 'ask again in a moment');
  return new HttpFault(shape.status, shape.category, {
    code: reason,
    message: shape.says,
    suggestions: [shape.suggestion],
  });
};

export const unknownExecution = (id: string): HttpFault =>
  notFound('unknown-execution', `there is no execution ${id}`, 'GET /api/ci/executions lists them');

export const allFromStep = (): HttpFault =>
  new HttpFault(400, 'validation', {
    code: 'bad-rerun',
    message: 'all and from_step cannot both be given',
    suggestions: ['all repeats everything, from_step a step and what comes after it'],
  });

/** A project that has too much in line. */
export const tooManyQueued = ({
  queued,
  most,
  project,
}: {
  queued: number;
  most: number;
  project: string;
}): HttpFault =>
  new HttpFault(429, 'validation', {
    code: 'too-many-queued',
    message: `project ${project} has ${queued} executions queued, and ${most} is the most`,
    suggestions: ['wait until some of them have started', 'cancel what is not needed any more'],
  });

/** All that is wrong with what was given, at once. */
export const badInputs = (mistakes: readonly InputMistake[]): HttpFault =>
  new HttpFault(400, 'validation', {
    code: 'bad-inputs',
    message: mistakes.map(({ message }) => message).join('; '),
    details: {
      fields: mistakes.map(({ input, message }) => ({
        field: input === '' ? 'repository' : `inputs.${input}`,
        message,
      })),
    },
    suggestions: [...new Set(mistakes.map(({ suggestion }) => suggestion))].slice(0, 10),
  });

/** As draft-ietf-httpapi-idempotency-key-header-07 has it: 422 for a key that came with another request before. */
export const keyReused = (): HttpFault =>
  new HttpFault(422, 'validation', {
    code: 'idempotency-key-reused',
    message: 'this Idempotency-Key was used for another request',
    suggestions: ['use a new key for a new request, and the same one only to repeat a request'],
  });

export const checkedKey = (key: string | undefined): string | undefined => {
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new HttpFault(400, 'validation', {
    code: 'bad-idempotency-key',
    message: 'Idempotency-Key must be 1 to 255 visible ASCII characters',
    suggestions: ['use a UUID, new for each request that is meant to start something new'],
  });
};
