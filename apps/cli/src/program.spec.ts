import type { Command } from 'commander';
import { leavesOf } from './completion/manual.js';
import { programOf } from './program.js';
import { examples } from './program/examples.js';
import { pathOf } from './program/paths.js';
import { Screen } from './view/screen.story.js';

const fresh = () => programOf(new Screen().terminal, '0.0.0', () => undefined);
const paths = leavesOf(fresh()).map(pathOf);

/** As a shell would give it, up to what it does with the output. */
const wordsOf = (example: string): string[] =>
  [...(example.split(/ [|<>] |<\(/)[0] ?? '').matchAll(/'([^']*)'|(\S+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? '',
  );

/** The command that words lead to; nothing is done. */
const reachedBy = async (words: readonly string[]): Promise<string> => {
  const program = fresh();
  let reached = '';
  for (const leaf of leavesOf(program)) leaf.action(() => void (reached = pathOf(leaf)));
  const quiet = (command: Command): void => {
    command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    command.commands.forEach(quiet);
  };
  quiet(program);
  await program.parseAsync(words, { from: 'user' });
  return reached;
};

describe('every command', () => {
  it('has examples that are right, and there is none of another', async () => {
    expect(Object.keys(examples).sort()).toEqual([...paths].sort());
    for (const [path, shown] of Object.entries(examples)) {
      expect(shown.length).toBeGreaterThan(0);
      for (const example of shown.filter(one => one.startsWith('yard ')))
        expect([example, await reachedBy(wordsOf(example).slice(1))]).toEqual([example, path]);
    }
  });

  it('gives programs JSON, but for those that are for shells and people', () => {
    const without = leavesOf(fresh()).filter(({ options }) => !options.some(({ long }) => long === '--json'));
    expect(without.map(pathOf)).toEqual(['debug', 'executions debug', 'completion', 'help']);
  });

  it('takes a context, but for those that talk to no platform elsewhere', () => {
    const without = leavesOf(fresh()).filter(({ options }) => !options.some(({ long }) => long === '--context'));
    const nouns = new Set(without.map(one => pathOf(one).split(' ')[0]));
    expect([...nouns].sort()).toEqual(
      ['init', 'validate', 'plan', 'fmt', 'up', 'down', 'data', 'context', 'completion', 'help'].sort(),
    );
  });

  it('on executions is there with its noun and without', () => {
    const below = paths.filter(path => path.startsWith('executions ')).map(path => path.slice('executions '.length));
    expect(below.length).toBeGreaterThan(15);
    expect(below.filter(path => !paths.includes(path))).toEqual([]);
  });
});
