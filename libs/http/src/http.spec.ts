import 'reflect-metadata';
import { BadRequestException, NotFoundException } from '@nestjs/common';
import { Fault } from '@switchyard/kernel';
import { IsInt, IsOptional, IsString, Max, Min, MinLength } from 'class-validator';
import { tellError } from './error-answer.js';
import { HttpFault } from './http-fault.js';
import { readConfig } from './read-config.js';
import { httpDoor } from './validation-pipe.js';

class Config {
  @IsString() NAME!: string;
  @MinLength(8) SECRET!: string;
  @IsInt() @Min(1) @Max(9) COUNT = 3;
  @IsOptional() @IsString() EXTRA?: string;
}

describe('a configuration', () => {
  it('is read from the environment, with its numbers and defaults', () => {
    const config = readConfig(Config, { NAME: 'x', SECRET: '12345678', COUNT: '7', EXTRA: '', PATH: '/bin' });
    expect({ ...config }).toMatchObject({ NAME: 'x', SECRET: '12345678', COUNT: 7 });
    expect(config.EXTRA).toBeUndefined();
    expect(readConfig(Config, { NAME: 'x', SECRET: '12345678' }).COUNT).toBe(3);
  });

  it('tells every mistake at once, and never a value', () => {
    const read = () => readConfig(Config, { SECRET: 'hunter2', COUNT: 'many' });
    expect(read).toThrow(/NAME must be a string.*SECRET must be longer.*COUNT must/s);
    expect(read).not.toThrow(/hunter2/);
  });
});

const named = (name: string) => Object.assign(new Error('connect ECONNREFUSED'), { name });
const told = (thrown: unknown) => tellError(thrown, 'request-1', 0);
const fault = (more: Partial<ConstructorParameters<typeof Fault>[0]>) =>
  new Fault({ code: 'some-code', message: 'a sentence', blame: 'user', retry: false, ...more });

describe('an error', () => {
  it('has one shape for people and programs', () => {
    expect(told(fault({ suggestions: ['do this'] }))).toEqual({
      status: 400,
      unplanned: false,
      body: {
        error: 'validation',
        code: 'some-code',
        message: 'a sentence',
        details: { requestId: 'request-1' },
        suggestions: ['do this'],
        timestamp: '1970-01-01T00:00:00.000Z',
        requestId: 'request-1',
      },
    });
  });

  it.each([
    ['a time-out of the bus', fault({ code: 'bus-timeout', blame: 'platform', retry: true }), 504, 'timeout', 1],
    ['a store that is away', named('MongoServerSelectionError'), 503, 'external-service', 1],
    ['a service that is away', fault({ blame: 'platform', retry: true }), 503, 'external-service', 1],
    ['a rule that forbids it', fault({ blame: 'policy' }), 403, 'authorization', undefined],
    [
      'an answer of its own',
      new HttpFault(409, 'validation', { code: 'c', message: 'm' }),
      409,
      'validation',
      undefined,
    ],
    ['an unknown route', new NotFoundException('Cannot GET /x'), 404, 'validation', undefined],
    ['a bad request', new BadRequestException('no'), 400, 'validation', undefined],
    ['no JSON', new SyntaxError('Unexpected token'), 400, 'validation', undefined],
  ])('tells %s by its status and category', (_what, thrown, status, error, retryAfter) => {
    const { body, ...rest } = told(thrown);
    expect({ status: rest.status, error: body.error, retryAfter: rest.retryAfter }).toEqual({
      status,
      error,
      retryAfter,
    });
    expect(rest.unplanned).toBe(false);
  });

  it.each([new TypeError('secret is undefined'), 'a text', undefined, null, fault({ blame: 'platform' })])(
    'that nobody planned for (%p) is a 500 that tells nothing of it',
    thrown => {
      const { status, unplanned, body } = told(thrown);
      expect([status, unplanned, body.error, body.code]).toEqual([500, true, 'internal', 'internal']);
      expect(JSON.stringify(body)).not.toMatch(/secret|a text|a sentence|at /);
    },
  );
});

class Inner {
  @IsString() text!: string;
}
class Body extends Inner {
  @IsInt() count!: number;
  @IsOptional() @IsString() note?: string;
}

describe('the door of HTTP', () => {
  const pass = (value: unknown) => httpDoor().transform(value, { type: 'body', metatype: Body });

  it('lets what is right through as an instance', async () => {
    expect(await pass({ text: 'x', count: 1 })).toBeInstanceOf(Body);
  });

  it('takes a field that is null for one that is not given', async () => {
    expect(await pass({ text: 'x', count: 1, note: null })).toEqual({ text: 'x', count: 1, note: undefined });
    await expect(pass({ text: null, count: 1 })).rejects.toThrow('text must be a string');
    await expect(pass({ text: 'x', count: 1, more: null })).rejects.toThrow('"more" is no field of this request');
  });

  it.each([
    ['a text', 'x'.repeat(100_000), 'the body must be an object'],
    ['a list', [{ text: 'x', count: 1 }], 'the body must be an object'],
    ['fields without end', Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`f${i}`, i])), 'more than 1000'],
  ])('refuses %s as a whole', async (_what, value, message) => {
    await expect(async () => pass(value)).rejects.toThrow(message);
  });

  it('lets nothing in that would be inherited', async () => {
    const passed = (await pass(JSON.parse('{"text":"x","count":1,"__proto__":{"admin":true}}'))) as { admin?: boolean };
    expect(passed.admin).toBeUndefined();
    expect(Object.keys(passed)).toEqual(['text', 'count']);
  });

  it.each([
    ['an unknown field', { text: 'x', count: 1, more: 1 }, '"more" is no field of this request'],
    ['a wrong type', { text: 'x', count: '1' }, 'count must be an integer number'],
    ['a field that is missing', { count: 1 }, 'text must be a string'],
  ])('refuses %s by its name', async (_what, value, message) => {
    await expect(pass(value)).rejects.toMatchObject({ status: 400, code: 'bad-request' });
    await expect(pass(value)).rejects.toThrow(message);
  });
});
