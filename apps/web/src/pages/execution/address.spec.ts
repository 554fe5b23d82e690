import { seenOf } from './address.js';

describe('the address of what is looked at', () => {
  it('says all of it', () => {
    const query = {
      tab: 'events',
      picture: 'timing',
      step: 'unit',
      attempt: '2',
      line: '120',
      at: '7',
      project: 'shop',
    };
    expect(seenOf(query)).toEqual({ tab: 'events', picture: 'timing', step: 'unit', attempt: 2, line: 120, at: 7 });
  });

  it.each(['0', '-1', '1.5', 'x', '', '99999999999', undefined])('takes %j for no number', at => {
    expect(seenOf({ at, attempt: at, line: at, tab: 'nowhere', step: '' })).toEqual({ tab: 'steps', picture: 'graph' });
  });
});
