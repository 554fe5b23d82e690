import type { DetectedProject } from '@switchyard/contracts';
import { projectTable } from './projects.js';
import { Screen } from './screen.story.js';

const project = (facts: Partial<DetectedProject>): DetectedProject => ({
  kind: 'node',
  directory: '.',
  confidence: 0.84,
  evidence: [{ path: 'package.json', shows: 'it defines a Node package', weight: 0.8 }],
  commands: [],
  ...facts,
});
const shown = (...projects: DetectedProject[]) => projectTable(new Screen().terminal, projects);

describe('the table of what was found', () => {
  it('has a line for each piece of evidence, and says how sure it is', () => {
    const more = { path: 'yarn.lock', shows: 'yarn wrote it', weight: 0.5 };
    const first = project({});
    expect(
      shown(project({ tool: 'yarn', evidence: [...first.evidence, more] }), project({ kind: 'go', directory: 'api' })),
    ).toEqual([
      'project  folder  with  sure  evidence      what it shows',
      'node     .       yarn  84 %  package.json  it defines a Node package',
      '                             yarn.lock     yarn wrote it',
      'go       api           84 %  package.json  it defines a Node package',
    ]);
  });

  it('stays short, and says so', () => {
    const evidence = Array.from({ length: 7 }, (_, i) => ({ path: `f${i}`, shows: 'x', weight: 0.1 }));
    const lines = shown(...Array.from({ length: 32 }, () => project({ evidence })));
    expect(lines[6]?.trim()).toBe('and 2 more');
    expect(lines.at(-1)).toBe('and 2 more projects; --json lists them');
  });

  it('does nothing to the terminal that a file is named after', () =>
    expect(shown(project({ directory: 'a\x1b[2Jb' })).join('\n')).not.toContain('\x1b'));
});
