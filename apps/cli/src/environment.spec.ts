import { readVariables } from './environment.js';
import { codeOfError, Stop } from './exit.js';

describe('--env', () => {
  it('reads names and values; the last of one name wins, and a value may hold anything', () => {
    expect(readVariables(['A=1', 'B_2=x=y z', 'EMPTY=', 'A=2'])).toEqual({ A: '2', B_2: 'x=y z', EMPTY: '' });
  });

  it.each(['', 'A', '=x', '1A=x', 'a-b=x', 'A B=x', '\u001b[2J=x'])('refuses %j as bad usage', word => {
    expect(() => readVariables([word])).toThrow(expect.objectContaining({ code: 2 }));
  });

  it('makes a variable of __proto__ like any other', () => {
    expect(Object.entries(readVariables(['__proto__=x']))).toEqual([['__proto__', 'x']]);
  });
});

describe('an exit code', () => {
  it.each([
    [new Stop(130, ''), 130],
    [{ status: 404 }, 2],
    [{ status: 400 }, 2],
    [{ status: 401 }, 3],
    [{ status: 503 }, 3],
    [{ status: undefined, code: 'unreachable' }, 3],
    [undefined, 3],
    [new TypeError('a mistake'), 3],
  ])('of %j is %d', (error, code) => expect(codeOfError(error)).toBe(code));
});
