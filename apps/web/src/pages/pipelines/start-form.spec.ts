import type { InputView } from '@switchyard/contracts';
import { bodyOf, firstOf, problemsOf } from './start-form.js';

const input = (name: string, over: Partial<InputView> = {}): InputView => ({
  name,
  type: 'text',
  required: false,
  options: [],
  ...over,
});
const inputs = [
  input('target', { type: 'choice', options: ['staging', 'production'], required: true }),
  input('count', { type: 'number', default: '3' }),
  input('dry', { type: 'boolean' }),
  input('note'),
];
const nowhere = { branch: '', commit: '' };

describe('the form that starts a pipeline', () => {
  it('begins with what the pipeline says', () =>
    expect(firstOf(inputs)).toEqual({ target: 'staging', count: '3', dry: 'false', note: '' }));

  it('finds what is missing, and what is no number', () => {
    expect(problemsOf(inputs, { target: ' ', count: 'three' })).toEqual({
      target: 'This is needed.',
      count: 'This is no number.',
    });
    expect(problemsOf(inputs, { target: 'staging', count: '' })).toEqual({});
  });

  it('sends values of their types, and leaves out what is empty', () => {
    const typed = { target: 'production', count: ' 4.5 ', dry: 'true', note: '' };
    expect(bodyOf(inputs, typed, { branch: ' main ', commit: '' })).toEqual({
      inputs: { target: 'production', count: 4.5, dry: true },
      branch: 'main',
    });
    expect(bodyOf([], {}, nowhere)).toEqual({});
  });

  it('keeps a name like any other that objects have of themselves', () => {
    const odd = [input('constructor'), input('toString')];
    expect(bodyOf(odd, { constructor: 'x', toString: '' } as never, nowhere)).toEqual({ inputs: { constructor: 'x' } });
  });
});
