import { outageOf } from './outage.js';

const broken = (facts: object) => Object.assign(new Error('write ECONNRESET'), facts);

describe('an outage of the store', () => {
  it.each([
    [{ name: 'MongoServerSelectionError' }],
    [{ name: 'MongoNetworkTimeoutError' }],
    [{ code: 'ECONNRESET', syscall: 'write' }],
  ])('is known by %j, and a retry may heal it', facts => {
    expect(outageOf(broken(facts))).toMatchObject({ code: 'store-away', retry: true, blame: 'platform' });
  });

  it.each([
    [broken({ name: 'MongoServerError', code: 11_000 })],
    [broken({ code: 'ENOENT', syscall: 'open' })],
    ['MongoNetworkError'],
    [undefined],
  ])('is nothing else: %s', thrown => {
    expect(outageOf(thrown)).toBeUndefined();
  });
});
