import { aView } from './a-view.story.js';
import { stageGraphsOf } from './stage-graph.js';

const matrix = (name: string, count: number, needs: string[] = []) =>
  Array.from({ length: count }, (_, n) => ({
    id: `${name}-${n}`,
    needs,
    cell: { matrix: name, values: { n: String(n) } },
  }));

describe('the graph of an execution', () => {
  it('has the steps of a stage one after the other, unless it is parallel', () => {
    const view = aView([
      { id: 'build', steps: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] },
      { id: 'test', parallel: true, steps: [{ id: 'd' }, { id: 'e' }] },
    ]);
    expect(stageGraphsOf(view).map(({ id, edges }) => [id, edges])).toEqual([
      [
        'build',
        [
          ['a', 'b'],
          ['b', 'c'],
        ],
      ],
      ['test', []],
    ]);
  });

  it('shows what a step needs, without what follows from that', () => {
    const steps = [{ id: 'a' }, { id: 'b', needs: ['a'] }, { id: 'c', needs: ['a', 'b'] }];
    const [graph] = stageGraphsOf(aView([{ id: 's', parallel: true, steps }]));
    expect(graph?.edges).toEqual([
      ['a', 'b'],
      ['b', 'c'],
    ]);
  });

  it('leaves out what is needed of an earlier stage: all of that comes before', () => {
    const view = aView([
      { id: 's', steps: [{ id: 'a' }] },
      { id: 't', parallel: true, steps: [{ id: 'b', needs: ['a'] }] },
    ]);
    expect(stageGraphsOf(view)[1]?.edges).toEqual([]);
  });

  it('has a matrix in one box between what is before and after it, also in a stage from top to bottom', () => {
    const view = aView([{ id: 's', steps: [{ id: 'a' }, ...matrix('m', 3), { id: 'z' }] }]);
    const [graph] = stageGraphsOf(view);
    expect(graph?.nodes.map(({ id, isOpen, steps }) => [id, isOpen, steps.length])).toEqual([
      ['a', undefined, 1],
      ['s/m', true, 3],
      ['z', undefined, 1],
    ]);
    expect(graph?.edges).toEqual([
      ['a', 's/m'],
      ['s/m', 'z'],
    ]);
  });

  it('closes a box of more than twelve, until somebody opens it', () => {
    const steps = Array.from({ length: 13 }, (_, n) => ({ id: `s${n}` }));
    const view = aView([{ id: 'wide', parallel: true, steps }]);
    const [closed] = stageGraphsOf(view);
    expect(closed?.nodes).toMatchObject([{ label: 'side by side', isOpen: false }]);
    const [open] = stageGraphsOf(view, new Set([closed?.nodes[0]?.id ?? '']));
    expect(open?.nodes).toMatchObject([{ isOpen: true }]);
    expect(stageGraphsOf(aView([{ id: 'wide', parallel: true, steps: steps.slice(1) }]))[0]?.nodes).toHaveLength(12);
  });

  it('keeps steps apart that are needed by different ones', () => {
    const many = Array.from({ length: 13 }, (_, n) => ({ id: `s${n}` }));
    const [graph] = stageGraphsOf(aView([{ id: 's', parallel: true, steps: [...many, { id: 'end', needs: ['s0'] }] }]));
    expect(graph?.nodes.map(({ id }) => id)).toContain('s0');
    expect(graph?.edges).toEqual([['s0', 'end']]);
  });
});
