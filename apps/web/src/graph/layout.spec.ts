import { aView } from './a-view.story.js';
import { type Box, type Layout, layoutOf } from './layout.js';
import { stageGraphsOf } from './stage-graph.js';

const numbered = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `s${n}` }));

const overlap = (one: Box, other: Box) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

const expectApart = (boxes: Box[]) => {
  for (const [index, one] of boxes.entries())
    for (const other of boxes.slice(index + 1)) expect(overlap(one, other)).toBe(false);
};

const expectInside = (outer: Box, boxes: Box[]) => {
  for (const box of boxes) {
    expect(box.x).toBeGreaterThanOrEqual(outer.x);
    expect(box.y).toBeGreaterThanOrEqual(outer.y);
    expect(box.x + box.width).toBeLessThanOrEqual(outer.x + outer.width);
    expect(box.y + box.height).toBeLessThanOrEqual(outer.y + outer.height);
  }
};

const expectSound = (layout: Layout) => {
  expectInside({ x: 0, y: 0, width: layout.width, height: layout.height }, layout.stages);
  expectApart(layout.stages);
  for (const stage of layout.stages) {
    expectInside(stage, stage.nodes);
    expectApart(stage.nodes);
    for (const node of stage.nodes) {
      expectInside(node, node.cells);
      expectApart(node.cells);
    }
  }
};

const mixed = aView([
  { id: 'build', steps: [{ id: 'a' }, { id: 'b' }] },
  {
    id: 'test',
    parallel: true,
    steps: [
      { id: 'c' },
      { id: 'd' },
      { id: 'e', needs: ['c', 'd'] },
      { id: 'f', needs: ['e'] },
      ...Array.from({ length: 30 }, (_, n) => ({ id: `m${n}`, cell: { matrix: 'm', values: { n: String(n) } } })),
    ],
  },
  { id: 'empty', steps: [] },
]);

describe('the layout', () => {
  it.each(['across', 'down'] as const)('keeps everything apart and inside its stage, %s', direction => {
    expectSound(layoutOf(stageGraphsOf(mixed), direction));
    expectSound(layoutOf(stageGraphsOf(mixed, new Set(['test/m'])), direction));
  });

  it('has what is needed on the left of what needs it', () => {
    const stage = layoutOf(stageGraphsOf(mixed), 'across').stages[1];
    const x = (id: string) => stage?.nodes.find(({ node }) => node.id === id)?.x ?? Number.NaN;
    expect(x('c')).toBe(x('d'));
    expect(x('e')).toBeGreaterThan(x('c'));
    expect(x('f')).toBeGreaterThan(x('e'));
  });

  it('has steps that follow each other below each other', () => {
    const [stage] = layoutOf(stageGraphsOf(mixed), 'across').stages;
    expect(stage?.nodes.map(({ x }) => x)).toEqual([12, 12]);
  });

  it('draws each stage before the next one', () => {
    const { stages, edges } = layoutOf(stageGraphsOf(mixed), 'across');
    expect(stages.map(({ id }) => id)).toEqual(['build', 'test', 'empty']);
    expect(edges.map(({ id }) => id)).toEqual(['a b', 'c e', 'd e', 'e f', 'build test', 'test empty']);
    for (const { path } of edges) expect(path).not.toContain('NaN');
  });

  it('stands for one step as for three hundred, open, closed, in a row or crossed', () => {
    const wide = aView([{ id: 's', parallel: true, steps: numbered(300) }]);
    const [group] = stageGraphsOf(wide)[0]?.nodes ?? [];
    expectSound(layoutOf(stageGraphsOf(aView([{ id: 's', steps: numbered(1) }])), 'across'));
    const open = layoutOf(stageGraphsOf(wide, new Set([group?.id ?? ''])), 'across');
    expect(open.stages[0]?.nodes[0]?.cells).toHaveLength(300);
    expect(layoutOf(stageGraphsOf(aView([{ id: 's', steps: numbered(300) }])), 'across').stages[0]?.nodes).toHaveLength(
      300,
    );
    const crossed = numbered(300).map(({ id }, n) => ({ id, needs: n < 10 ? [] : [`s${n - 10}`, `s${n - 7}`] }));
    const { stages } = layoutOf(stageGraphsOf(aView([{ id: 's', parallel: true, steps: crossed }])), 'across');
    expect(stages[0]?.nodes).toHaveLength(300);
  });
});
