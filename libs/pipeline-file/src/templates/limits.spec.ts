import { cpuMillisOf } from '../cpu-time.story.js';
import { largestFile } from '../limits.js';
import { found, parse, suggestions } from './templates.story.js';

describe('templates that go round in circles, or never end', () => {
  it('are named with the circle', () => {
    const circle = {
      'a.yaml': 'template: a\ninclude: b.yaml\nsteps: [extends: b]\n',
      'b.yaml': 'template: b\nsteps: [extends: c]\ninclude: c.yaml\n',
      'c.yaml': 'template: c\nsteps: [extends: a]\n',
    };
    const yaml = 'name: x\ninclude: a.yaml\nsteps: [extends: a]\n';
    expect(suggestions(yaml, circle)).toEqual([
      'these templates extend each other: a → b → c → a → remove one of these extends',
    ]);
    const files2 = { ...circle, 'c.yaml': 'template: c\ninclude: a.yaml\nsteps: [run: x]\n' };
    expect(found(yaml, files2)).toEqual(['include-cycle c.yaml:2:10 include']);
    expect(suggestions(yaml, files2)[0]).toMatch('these files include each other: a.yaml → b.yaml → c.yaml → a.yaml');
  });

  it('are stopped at a depth', () => {
    const chain = (most: number, kind: 'include' | 'extends') =>
      Object.fromEntries(
        Array.from({ length: most }, (_, n) => [
          `${n}.yaml`,
          `template: t${n}\n${kind === 'include' && n + 1 < most ? `include: ${n + 1}.yaml\n` : ''}steps: [${kind === 'extends' && n + 1 < most ? `extends: t${n + 1}` : 'run: x'}]\n`,
        ]),
      );
    const all = (most: number) => `include: [${Array.from({ length: most }, (_, n) => `${n}.yaml`).join(', ')}]`;
    expect(found('name: a\ninclude: 0.yaml\nsteps: [extends: t0]\n', chain(8, 'include'))).toEqual([]);
    expect(found('name: a\ninclude: 0.yaml\nsteps: [extends: t0]\n', chain(9, 'include'))).toEqual([
      'deep-include 7.yaml:2:10 include',
    ]);
    expect(found(`name: a\n${all(8)}\nsteps: [extends: t0]\n`, chain(8, 'extends'))).toEqual([]);
    expect(found(`name: a\n${all(9)}\nsteps: [extends: t0]\n`, chain(9, 'extends'))).toEqual([
      'deep-template 7.yaml:2:18 steps[0].extends',
    ]);
  });

  it('do not grow beyond what a file may hold', () => {
    const doubled = Object.fromEntries(
      Array.from({ length: 8 }, (_, n) => [
        `${n}.yaml`,
        `template: t${n}\nsteps:\n${(n < 7 ? `  - extends: t${n + 1}\n` : '  - run: x\n').repeat(40)}`,
      ]),
    );
    const yaml = `name: a\ninclude: [${Object.keys(doubled).join(', ')}]\nsteps: [extends: t0]\n`;
    const taken = cpuMillisOf(() => expect(parse(yaml, doubled).findings).toMatchObject([{ code: 'too-many-values' }]));
    expect(taken).toBeLessThan(1_500);
  });

  it('count with the file against its size', () => {
    const long = { 'a.yaml': `template: a\nsteps: [run: x]\n# ${'x'.repeat(largestFile / 2)}\n` };
    const both = { ...long, 'b.yaml': long['a.yaml'].replace('template: a', 'template: b') };
    const yaml = 'name: a\ninclude: [a.yaml, b.yaml]\nsteps: [extends: a]\n';
    expect(found(yaml.replace(', b.yaml', ''), long)).toEqual([]);
    expect(found(yaml, both)).toEqual(['too-large 2:19 include[1]']);
  });
});
