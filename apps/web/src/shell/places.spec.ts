import { placeOf, returnPlace } from './places.js';

describe('places', () => {
  it('leave out what is not asked for', () => {
    expect(placeOf('/executions', { status: 'failed', text: '', branch: undefined, at: 0 })).toBe(
      '/executions?status=failed&at=0',
    );
    expect(placeOf('/executions')).toBe('/executions');
    expect(placeOf('/executions', { text: 'a&b=c' })).toBe('/executions?text=a%26b%3Dc');
  });

  it.each([
    ['/executions/1?step=a&line=3', '/executions/1?step=a&line=3'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/.//evil.example', '/'],
    ['https://evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/a\tb', '/'],
    [undefined, '/'],
  ])('never lead from %s to another site', (wish, place) => expect(returnPlace(wish)).toBe(place));
});
