import { createRequire } from 'node:module';
import type { ErrorAnswer } from '@switchyard/contracts';
import type { Attempt, Operation } from './requests.js';

type Check = ((value: unknown) => boolean) & { errors?: { instancePath: string; message?: string }[] };
interface Checker {
  addSchema(schema: object): void;
  compile(schema: object): Check;
}
// The one of the server: it knows the draft of OpenAPI 3.1.
const require = createRequire(createRequire(import.meta.url).resolve('@fastify/ajv-compiler'));
const { default: Ajv } = require('ajv/dist/2020') as { default: new (options: object) => Checker };

export interface Told {
  status: number;
  type: string;
  requestId: string | null;
  text: string;
}

const categories = ['validation', 'authentication', 'authorization', 'external-service', 'internal', 'timeout'];
const stack = /\n\s+at |node_modules|\.(?:ts|js):\d+/;

/** Checks answers against the document. */
export class Judge {
  private readonly ajv = new Ajv({ strict: false, validateFormats: false });
  private readonly checks = new Map<object, Check>();

  constructor(document: { components: object }) {
    this.ajv.addSchema({ $id: 'api', components: document.components });
  }

  /** What is wrong with an answer; undefined when it is as promised. */
  complaint({ target }: Pick<Attempt, 'target'>, told: Told): string | undefined {
    if (told.status >= 500) return `answered ${told.status}`;
    if (told.status >= 400) return mistakeInError(told);
    return this.mistakeInAnswer(target.operation, told);
  }

  /** What is wrong with a value that should have a shape of the document. */
  mistakeIn(schema: object, value: unknown): string | undefined {
    const check = this.checks.get(schema) ?? this.ajv.compile(outward(schema));
    this.checks.set(schema, check);
    if (check(value)) return undefined;
    const [first] = check.errors ?? [];
    return `${first?.instancePath} ${first?.message}`;
  }

  private mistakeInAnswer({ responses }: Operation, { status, type, text }: Told): string | undefined {
    const content = responses[status]?.content;
    if (!content) return `answered ${status}, which the document does not have`;
    const [declared, { schema }] = Object.entries(content)[0] ?? ['', { schema: {} }];
    if (!type.startsWith(declared)) return `answered ${type}, and the document says ${declared}`;
    if (declared !== 'application/json') return undefined;
    const mistake = this.mistakeIn(schema, JSON.parse(text));
    return mistake === undefined ? undefined : `answered what is not of its shape: ${mistake}`;
  }
}

const outward = (schema: object): object => JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object;

const mistakeInError = ({ status, text, requestId }: Told): string | undefined => {
  let answer: Partial<ErrorAnswer>;
  try {
    answer = JSON.parse(text) as Partial<ErrorAnswer>;
  } catch {
    return `answered ${status} without the envelope: ${text.slice(0, 100)}`;
  }
  const whole =
    categories.includes(answer.error ?? '') &&
    typeof answer.message === 'string' &&
    typeof answer.details === 'object' &&
    Array.isArray(answer.suggestions) &&
    !Number.isNaN(Date.parse(answer.timestamp ?? ''));
  if (!whole) return `answered ${status} with half an envelope: ${text.slice(0, 200)}`;
  if (answer.requestId === undefined || answer.requestId !== requestId) return `answered ${status} without its id`;
  if (answer.error === 'internal') return `answered ${status} as internal`;
  return stack.test(answer.message ?? '') ? `answered ${status} with a place in the source` : undefined;
};
