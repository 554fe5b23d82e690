import { mistakesIn } from './newcomer.js';

const whole = { login: 'ann', name: '', password: 'correct horse', again: 'correct horse' };

describe('a newcomer', () => {
  it('may come in with a login and a password', () => expect(mistakesIn(whole)).toEqual({}));

  it.each([
    [{ login: '  ' }, ['login']],
    [{ password: '123456789', again: '123456789' }, ['password']],
    // Nine characters, although each is two code units.
    [{ password: '🚂'.repeat(9), again: '🚂'.repeat(9) }, ['password']],
    [{ again: 'correct horze' }, ['again']],
    [{ login: '', password: '', again: 'x' }, ['login', 'password', 'again']],
  ])('is told what is wrong with %j', (more, fields) =>
    expect(Object.keys(mistakesIn({ ...whole, ...more }))).toEqual(fields),
  );
});
