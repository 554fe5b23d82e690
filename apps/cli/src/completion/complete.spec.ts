import { programOf } from '../program.js';
import { Screen } from '../view/screen.story.js';
import { candidates } from './complete.js';

const program = programOf(new Screen().terminal, '0.0.0', () => undefined);
const contexts = async () => ['work', 'home'];
const words = async (...typed: string[]) => (await candidates(program, typed, { contexts })).map(({ word }) => word);

describe('completion', () => {
  it.each([
    [['pipe'], ['pipelines']],
    [['pipelines', 'ro'], ['rollback']],
    [['pipelines', '--json', 'ro'], ['rollback']],
    [
      ['context', 'use', ''],
      ['work', 'home', 'local'],
    ],
    [['list', '--context', 'w'], ['work']],
    [['list', '--status', 'f'], ['failed']],
    [['logs', 'l'], ['last']],
    [['logs', 'last', '--fo'], ['--follow']],
    [['completion', 'f'], ['fish']],
    [['executions', 'can'], ['cancel']],
    [['list', '--limit', ''], []],
    [['run', ''], []],
    [['nonsense', 'more', ''], []],
  ])('of %p is %p', async (typed, found) => expect(await words(...typed)).toEqual(found));

  it('knows all commands at first, and says what they do', async () => {
    const all = await candidates(program, [''], { contexts });
    expect(all.map(({ word }) => word)).toEqual(program.commands.map(one => one.name()));
    expect(all.every(({ says }) => says !== '')).toBe(true);
  });

  it('goes on without contexts where their file is not right', async () => {
    const broken = { contexts: () => Promise.reject(new Error('broken')) };
    expect((await candidates(program, ['context', 'use', ''], broken)).map(({ word }) => word)).toEqual(['local']);
  });
});
