import type { HostileFile } from './file.story.js';

const ring = (length: number) =>
  Array.from({ length }, (_, i) => `  - { name: s${i}, run: x, needs: [s${(i + 1) % length}] }\n`).join('');
const stagedRing = (length: number) =>
  `name: a\nstages:\n  - name: all\n    parallel: true\n    steps:\n${ring(length).replace(/^/gm, '    ').trimEnd()}\n`;

/** Steps that could never run. */
export const graphs = (): HostileFile[] => [
  ...[1, 2, 3, 10, 100, 1_000].flatMap(length => [
    { what: `${length} steps that wait for each other`, yaml: `name: a\nsteps:\n${ring(length)}` },
    { what: `${length} steps of a stage that wait for each other`, yaml: stagedRing(length) },
  ]),
  { what: 'two rings', yaml: `name: a\nsteps:\n${ring(3)}${ring(3).replace(/s(\d)/g, 't$1')}` },
  {
    what: 'a ring behind a long line',
    yaml: `name: a\nsteps:\n${ring(3)}${Array.from({ length: 500 }, (_, i) => `  - { name: t${i}, run: x, needs: [${i === 0 ? 's0' : `t${i - 1}`}] }\n`).join('')}`,
  },
  {
    what: 'a need of a later stage',
    yaml: 'name: a\nstages:\n  - { name: s, steps: [{ name: one, run: x, needs: two }] }\n  - { name: t, steps: [{ name: two, run: x }] }\n',
  },
  { what: 'a need of nobody', yaml: 'name: a\nsteps: [{ name: one, run: x, needs: nobody }]\n' },
  { what: 'a need of itself', yaml: 'name: a\nsteps: [{ name: one, run: x, needs: one }]\n' },
  { what: 'two steps of one name', yaml: 'name: a\nsteps: [{ name: one, run: x }, { name: one, run: x }]\n' },
  {
    what: 'a step that waits for a failure of nothing',
    yaml: 'name: a\nsteps: [{ name: one, run: x, when: failure }]\n',
  },
  {
    what: 'a condition on a later step',
    yaml: "name: a\nsteps: [{ name: one, run: x, if: steps.nobody.status == 'success', needs: nobody }]\n",
  },
];
