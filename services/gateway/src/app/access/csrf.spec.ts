import { newCsrfToken } from './csrf-token.js';
import { isForgeable } from './csrf.js';

describe('a request that another site may have made', () => {
  const token = 'a'.repeat(43);
  const cookie = `x=1; yard_csrf=${token}; session=s`;
  const post = { method: 'POST', cookie };

  it.each([
    ['a change with a cookie alone', post],
    ['with another header', { ...post, csrf: 'b'.repeat(43) }],
    ['with an empty header', { ...post, csrf: '' }],
    ['with a part of it', { ...post, csrf: token.slice(0, 42) }],
    ['with a name and a password, which browsers add', { ...post, authorization: 'Basic eDp5' }],
    ['with an empty bearer', { ...post, authorization: 'Bearer ' }],
    ['without the cookie', { method: 'DELETE', cookie: 'session=s', csrf: token }],
    ['with a short cookie', { method: 'PUT', cookie: 'yard_csrf=a; session=s', csrf: 'a' }],
    ['with an empty cookie and header', { method: 'PUT', cookie: 'yard_csrf=; session=s', csrf: '' }],
    ['with two cookies', { method: 'PATCH', cookie: `yard_csrf=${token}; yard_csrf=${token}`, csrf: token }],
    [
      'with the weaker name beside the stronger',
      { ...post, cookie: `__Host-yard_csrf=${'b'.repeat(43)}; yard_csrf=${token}`, csrf: token },
    ],
    ['by a method nobody knows', { ...post, method: 'PURGE' }],
  ])('is %s', (_, asked) => {
    expect(isForgeable(asked)).toBe(true);
  });

  it.each([
    ['one that repeats the cookie', { ...post, csrf: token }],
    ['one with the stronger name', { ...post, cookie: `__Host-yard_csrf=${token}; session=s`, csrf: token }],
    ['one with a bearer token', { ...post, authorization: 'Bearer abc' }],
    ['one without cookies', { method: 'POST' }],
    ['one that reads', { method: 'GET', cookie }],
    ['one that asks what is allowed', { method: 'OPTIONS', cookie }],
  ])('is not %s', (_, asked) => {
    expect(isForgeable(asked)).toBe(false);
  });

  it('is not one with a cookie that was made here', () => {
    const made = newCsrfToken();
    expect(made).toHaveLength(43);
    expect(isForgeable({ ...post, cookie: `yard_csrf=${made}`, csrf: made })).toBe(false);
    expect(newCsrfToken()).not.toBe(made);
  });
});
