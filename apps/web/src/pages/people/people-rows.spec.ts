import { deedsFor, peopleOf } from './people-rows.js';

const user = (id: string, name: string, more: { disabled?: true } = {}) => ({
  id,
  login: name.toLowerCase(),
  name,
  createdAt: '2026-11-27T09:00:00.000Z',
  totp: false,
  ...more,
});

describe('people', () => {
  it('stand by name, with what they are', () => {
    const people = peopleOf([user('2', 'Bo'), user('1', 'Ann')], [{ user: '2', name: 'Bo' }]);
    expect(people.map(({ name, administrator }) => [name, administrator])).toEqual([
      ['Ann', false],
      ['Bo', true],
    ]);
  });

  it('can have done to them what makes a difference, and nothing by themselves', () => {
    const [ann, bo, cy] = peopleOf(
      [user('1', 'Ann'), user('2', 'Bo'), user('3', 'Cy', { disabled: true })],
      [{ user: '2', name: 'Bo' }],
    );
    if (!ann || !bo || !cy) throw new Error('three people');
    expect(deedsFor(ann, '9')).toEqual(['raise', 'shut-out']);
    expect(deedsFor(bo, '9')).toEqual(['lower', 'shut-out']);
    expect(deedsFor(cy, '9')).toEqual(['let-in']);
    expect(deedsFor(ann, '1')).toEqual([]);
  });
});
