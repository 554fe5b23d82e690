import { actorIn } from './actor.js';

const asBytes = (name: string) => Buffer.from(name, 'utf8').toString('latin1');

describe('the name of who acts', () => {
  it.each([
    ['alice', 'alice'],
    ['  Alice B. ', 'Alice B.'],
    ['Zo%C3%AB', 'Zoë'],
    [asBytes('Ünal 山田'), 'Ünal 山田'],
    ['100% sure', '100% sure'],
    ['caf\u00e9', 'café'],
  ])('%j is %s', (header, name) => {
    expect(actorIn(header)).toBe(name);
  });

  it.each(['', '   ', 'x'.repeat(201), 'two%0Alines'])('is refused where nobody could read it: %j', header => {
    expect(() => actorIn(header)).toThrow('Yard-Actor must be a name of 1 to 200 characters');
  });
});
