import type { ExecutionView, StepId, StepView } from '@switchyard/contracts';
import { beforeInStage, stepsOfStages } from './order.js';

/** More steps side by side than this are one box until somebody opens it. */
export const mostSideBySide = 12;

/** A box of the graph: one step, or several that stand side by side with the same before and after. */
export interface GraphNode {
  /** A step's id, or `<stage>/<group>`, which no step's is. */
  id: string;
  label: string;
  steps: StepId[];
  /** Absent: one step. Else whether its steps are shown one by one. */
  isOpen?: boolean;
}

export interface StageGraph {
  id: string;
  name: string;
  nodes: GraphNode[];
  /** Ids of nodes, the earlier one first; nothing that follows from others. */
  edges: (readonly [from: string, to: string])[];
}

/**
 * What is drawn: the stages, which follow each other, and in each its steps with what they wait for there.
 * @param toggled groups that are not as they are at first: large ones closed, small ones open.
 */
export const stageGraphsOf = (
  { stages, steps }: Pick<ExecutionView, 'stages' | 'steps'>,
  toggled: ReadonlySet<string> = new Set(),
): StageGraph[] => {
  const stepsOf = stepsOfStages({ stages, steps });
  return stages.map(({ id, name, parallel }, index) => {
    const own = stepsOf[index] ?? [];
    const before = beforeInStage(own, parallel);
    const nodes = nodesOf(id, own, before).map(node => opened(node, toggled));
    return { id, name, nodes, edges: edgesOf(nodes, before) };
  });
};

type Before = ReadonlyMap<StepId, readonly StepId[]>;

const nodesOf = (stage: string, steps: StepView[], before: Before): GraphNode[] => {
  const after = afterOf(before);
  const crowds = new Map<string, StepView[]>();
  for (const step of steps) {
    const ties = [before, after].map(near => [...(near.get(step.id) ?? [])].sort().join(' '));
    const key = JSON.stringify([step.cell?.matrix ?? null, ...ties]);
    crowds.set(key, [...(crowds.get(key) ?? []), step]);
  }
  return [...crowds.values()].flatMap((crowd, index): GraphNode[] => {
    const matrix = crowd[0]?.cell?.matrix;
    const isGroup = crowd.length > mostSideBySide || (matrix !== undefined && crowd.length > 1);
    if (!isGroup) return crowd.map(({ id, name }) => ({ id, label: name, steps: [id] }));
    const node = {
      id: `${stage}/${matrix ?? index}`,
      label: matrix ?? 'side by side',
      steps: crowd.map(({ id }) => id),
    };
    return [{ ...node, isOpen: crowd.length <= mostSideBySide }];
  });
};

const afterOf = (before: Before): Map<StepId, StepId[]> => {
  const after = new Map<StepId, StepId[]>();
  for (const [id, sources] of before) for (const from of sources) after.set(from, [...(after.get(from) ?? []), id]);
  return after;
};

const opened = (node: GraphNode, toggled: ReadonlySet<string>): GraphNode =>
  node.isOpen === undefined || !toggled.has(node.id) ? node : { ...node, isOpen: !node.isOpen };

const edgesOf = (nodes: GraphNode[], beforeStep: Before): StageGraph['edges'] => {
  const nodeOf = new Map(nodes.flatMap(({ id, steps }) => steps.map(step => [step, id] as const)));
  const before = new Map<string, Set<string>>();
  for (const { id, steps } of nodes) {
    const sources = new Set(steps.flatMap(step => beforeStep.get(step) ?? []));
    before.set(id, new Set([...sources].flatMap(step => nodeOf.get(step) ?? [])));
  }
  const farther = fartherBefore(before);
  return nodes.flatMap(({ id }) =>
    [...(before.get(id) ?? [])].filter(from => !farther(id).has(from)).map(from => [from, id] as const),
  );
};

/** Of a node, all that come before what comes before it. */
const fartherBefore = (before: ReadonlyMap<string, ReadonlySet<string>>): ((id: string) => ReadonlySet<string>) => {
  const known = new Map<string, Set<string>>();
  const farther = (id: string): Set<string> => {
    const found = known.get(id);
    if (found) return found;
    const all = new Set<string>();
    known.set(id, all);
    for (const near of before.get(id) ?? []) {
      for (const one of before.get(near) ?? []) all.add(one);
      for (const one of farther(near)) all.add(one);
    }
    return all;
  };
  return farther;
};
