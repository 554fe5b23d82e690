import type { InputModel } from '@switchyard/pipeline-file';
import { inputsFor, readInputs } from './inputs.js';

const input = (name: string, options: Partial<InputModel> = {}): InputModel => ({
  name,
  type: 'text',
  required: true,
  options: [],
  ...options,
});

describe('inputs on the command line', () => {
  it('are names and whatever stands behind the first sign', () => {
    expect(readInputs(['a=1', 'b=x=y', 'c=', 'a=2'])).toEqual({ a: '2', b: 'x=y', c: '' });
  });

  it.each(['a', '=1', ''])('are refused without a name and a sign: %j', word => {
    expect(() => readInputs([word])).toThrow('--input needs NAME=VALUE');
  });

  it('are checked against what the pipeline asks for, all at once', () => {
    const asked = [input('to'), input('n', { type: 'number', default: '1' })];
    expect(inputsFor(asked, { to: 'eu' })).toEqual({ to: 'eu', n: '1' });
    expect(() => inputsFor(asked, { n: 'many' })).toThrow(
      expect.objectContaining({
        code: 2,
        message: 'input to is required; input n is "many", and no number',
        suggestions: ['give to a text', 'write a number such as 3'],
      }),
    );
  });
});
