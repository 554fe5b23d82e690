import type { InputModel } from '../model.js';
import { checkInputs, type GivenInputs } from './check-inputs.js';

const input = (name: string, options: Partial<InputModel> = {}): InputModel => ({
  name,
  type: 'text',
  required: false,
  options: [],
  ...options,
});
const inputs = [
  input('target', { type: 'choice', options: ['staging', 'production'], required: true }),
  input('replicas', { type: 'number', default: '2' }),
  input('dry', { type: 'boolean' }),
  input('note', { description: 'for the log' }),
];
const right = { target: 'staging', replicas: '2', dry: 'false', note: '' };
const mistakesOf = (given: GivenInputs) => checkInputs(inputs, given).mistakes;

describe('the inputs of a trigger', () => {
  it('are filled in with defaults, and with what stands for nothing', () => {
    expect(checkInputs(inputs, { target: 'staging' })).toEqual({ values: right, mistakes: [] });
  });

  it('may be numbers and switches, and come out as text', () => {
    expect(checkInputs(inputs, { target: 'production', replicas: 0.5, dry: true, note: 'x' }).values).toEqual({
      target: 'production',
      replicas: '0.5',
      dry: 'true',
      note: 'x',
    });
    expect(checkInputs(inputs, { target: 'staging', replicas: '', dry: '' }).values).toEqual(right);
  });

  it.each<[GivenInputs, string, string, string]>([
    [{ taget: 'staging' }, 'unknown-input', 'the pipeline has no input "taget"', 'did you mean target?'],
    [{ x: 1 }, 'unknown-input', 'no input "x"', 'the inputs are target, replicas, dry, note'],
    [{ target: 'Staging' }, 'bad-input', 'input target is "Staging"', 'did you mean staging?'],
    [{ target: 'moon' }, 'bad-input', 'input target is "moon"', 'one of staging, production'],
    [{ replicas: 'two' }, 'bad-input', 'input replicas is "two", and no number', 'a number'],
    [{ dry: 'yes' }, 'bad-input', 'input dry is "yes"', 'true or false'],
    [{ note: 'a\0b' }, 'bad-input', 'input note holds a NUL character', 'remove it'],
    [{ note: 'x'.repeat(40_000) }, 'bad-input', 'has 40000 characters, and 32768 is the most', 'files'],
  ])('that are not right are told with what would be: %j', (given, code, message, suggestion) => {
    const [mistake, ...others] = mistakesOf({ target: 'staging', ...given });
    expect(others).toEqual([]);
    expect(mistake).toMatchObject({
      code,
      message: expect.stringContaining(message),
      suggestion: expect.stringContaining(suggestion),
    });
  });

  it('that are required must be there, and all mistakes are told at once', () => {
    expect(mistakesOf({ target: '', replicas: 'x', other: 1 }).map(({ name, code }) => [name, code])).toEqual([
      ['other', 'unknown-input'],
      ['target', 'missing-input'],
      ['replicas', 'bad-input'],
    ]);
    expect(checkInputs([input('a', { required: true, default: 'x' })], {})).toEqual({
      values: { a: 'x' },
      mistakes: [],
    });
    expect(checkInputs([input('a', { required: true, description: 'why' })], {}).mistakes[0]?.message).toBe(
      'input a (why) is required',
    );
  });

  it('mean nothing to a pipeline that asks for none, whatever they are called', () => {
    const given = JSON.parse('{"__proto__": "x", "constructor": "y"}') as GivenInputs;
    const { values, mistakes } = checkInputs([], given);
    expect(values).toEqual({});
    expect(mistakes.map(({ suggestion }) => suggestion)).toEqual(Array(2).fill('the pipeline asks for none'));
  });
});
