import { Graph, layout } from '@dagrejs/dagre';
import type { GraphNode, StageGraph } from './stage-graph.js';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PlacedNode extends Box {
  node: GraphNode;
  /** Of an open group: its steps, in its own order. */
  cells: Box[];
}

export interface PlacedStage extends Box {
  id: string;
  name: string;
  nodes: PlacedNode[];
}

/** All in pixels, from the upper left corner. */
export interface Layout {
  width: number;
  height: number;
  stages: PlacedStage[];
  /** SVG paths. */
  edges: { id: string; path: string }[];
}

/** Stages beside each other, or below each other where there is little room. */
export type Direction = 'across' | 'down';

export const sizes = {
  node: { width: 208, height: 36 },
  cell: { width: 146, height: 30 },
  gap: 10,
  rank: 40,
  /** Around the steps of a stage, and above them for its name. */
  padding: 12,
  head: 34,
  /** Room for the arrow from one stage to the next. */
  between: 36,
} as const;

interface Point {
  x: number;
  y: number;
}

/** Where everything stands. Depends on what there is and not on how it goes: a running step moves nothing. */
export const layoutOf = (graphs: readonly StageGraph[], direction: Direction): Layout => {
  const placed: Layout = { width: 0, height: 0, stages: [], edges: [] };
  let corner: Point = { x: 0, y: 0 };
  for (const graph of graphs) {
    const stage = stageAt(graph, corner, placed.edges);
    const before = placed.stages.at(-1);
    if (before) placed.edges.push({ id: `${before.id} ${stage.id}`, path: arrow(before, stage, direction) });
    placed.stages.push(stage);
    placed.width = Math.max(placed.width, stage.x + stage.width);
    placed.height = Math.max(placed.height, stage.y + stage.height);
    const { between } = sizes;
    corner = direction === 'across' ? { x: placed.width + between, y: 0 } : { x: 0, y: placed.height + between };
  }
  return placed;
};

const arrow = (from: Box, to: Box, direction: Direction): string => {
  const [across, down] = [sizes.head / 2, sizes.node.width / 2];
  return direction === 'across'
    ? `M${from.x + from.width} ${from.y + across}H${to.x - 1}`
    : `M${from.x + down} ${from.y + from.height}V${to.y - 1}`;
};

const stageAt = (graph: StageGraph, corner: Point, edges: Layout['edges']): PlacedStage => {
  const { padding, head } = sizes;
  const inner = isChain(graph) ? chained(graph) : ranked(graph);
  const move = ({ x, y }: Point): Point => ({ x: x + corner.x + padding, y: y + corner.y + head });
  const nodes = inner.nodes.map(one => ({
    ...one,
    ...move(one),
    cells: one.cells.map(cell => ({ ...cell, ...move(cell) })),
  }));
  for (const { id, points, along } of inner.edges) edges.push({ id, path: curve(points.map(move), along) });
  const width =
    Math.max(...nodes.map(one => one.x + one.width), corner.x + padding + sizes.node.width) - corner.x + padding;
  const height = Math.max(...nodes.map(one => one.y + one.height), corner.y + head) - corner.y + padding;
  return { id: graph.id, name: graph.name, ...corner, width, height, nodes };
};

interface Inner {
  nodes: PlacedNode[];
  edges: { id: string; points: Point[]; along: 'x' | 'y' }[];
}

const isChain = ({ nodes, edges }: StageGraph): boolean =>
  edges.length === nodes.length - 1 &&
  edges.every(([from, to], index) => from === nodes[index]?.id && to === nodes[index + 1]?.id);

/** One below the other, as in a list. */
const chained = ({ nodes, edges }: StageGraph): Inner => {
  const placed: PlacedNode[] = [];
  let y = 0;
  for (const node of nodes) {
    const size = sizeOf(node);
    placed.push({ node, x: 0, y, ...size, cells: cellsOf(node, { x: 0, y }) });
    y += size.height + sizes.gap + 4;
  }
  const middle = sizes.node.width / 2;
  return {
    nodes: placed,
    edges: edges.map(([from, to], index) => {
      const above = placed[index];
      const start = { x: middle, y: (above?.y ?? 0) + (above?.height ?? 0) };
      return { id: `${from} ${to}`, points: [start, { x: middle, y: (placed[index + 1]?.y ?? 0) - 1 }], along: 'y' };
    }),
  };
};

/** From left to right by what needs what (dagre, which writes into what it is given). */
const ranked = ({ nodes, edges }: StageGraph): Inner => {
  const graph = new Graph({ multigraph: false })
    .setGraph({ rankdir: 'LR', nodesep: sizes.gap, ranksep: sizes.rank, edgesep: sizes.gap })
    .setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, { ...sizeOf(node) });
  for (const [from, to] of edges) graph.setEdge(from, to);
  layout(graph);
  const centres = new Map(nodes.map(({ id }) => [id, graph.node(id) as Partial<Point>]));
  // Of one rank all begin at the same place, however wide they are.
  const lefts = new Map<number, number>();
  for (const node of nodes) {
    const x = centres.get(node.id)?.x ?? 0;
    lefts.set(x, Math.min(lefts.get(x) ?? Infinity, x - sizeOf(node).width / 2));
  }
  const placed = nodes.map((node): PlacedNode => {
    const { x = 0, y = 0 } = centres.get(node.id) ?? {};
    const size = sizeOf(node);
    const corner = { x: lefts.get(x) ?? 0, y: y - size.height / 2 };
    return { node, ...corner, ...size, cells: cellsOf(node, corner) };
  });
  const byId = new Map(placed.map(one => [one.node.id, one]));
  return { nodes: placed, edges: edges.map(edge => routed(edge, byId, graph)) };
};

/** From the middle of one's right side to the middle of the other's left one. */
const routed = (
  [from, to]: StageGraph['edges'][number],
  placed: ReadonlyMap<string, PlacedNode>,
  graph: InstanceType<typeof Graph>,
): Inner['edges'][number] => {
  const [left, right] = [placed.get(from), placed.get(to)];
  const { points = [] } = graph.edge(from, to) as { points?: Point[] };
  const start = left ? [{ x: left.x + left.width, y: left.y + left.height / 2 }] : [];
  const end = right ? [{ x: right.x - 1, y: right.y + right.height / 2 }] : [];
  // The first and the last lie on the boxes' outlines, the one between in the gap if nothing is passed.
  const passed = points.length > 3 ? points.slice(1, -1) : [];
  return { id: `${from} ${to}`, points: [...start, ...passed, ...end], along: 'x' };
};

/** Few are low, and many are no longer than they are wide. */
const columnsOf = (count: number): number => Math.ceil(count / (count > 12 ? 12 : 4));

const sizeOf = ({ steps, isOpen }: GraphNode): { width: number; height: number } => {
  if (isOpen !== true) return sizes.node;
  const { cell, padding, node } = sizes;
  const columns = columnsOf(steps.length);
  const rows = Math.ceil(steps.length / columns);
  const width = columns * (cell.width + 6) - 6 + padding * 2;
  return { width: Math.max(width, node.width), height: node.height + rows * (cell.height + 6) - 6 + padding };
};

const cellsOf = (node: GraphNode, corner: Point): Box[] => {
  if (node.isOpen !== true) return [];
  const { cell, padding } = sizes;
  const columns = columnsOf(node.steps.length);
  const width = columns === 1 ? sizeOf(node).width - padding * 2 : cell.width;
  return node.steps.map((_, index) => ({
    x: corner.x + padding + (index % columns) * (cell.width + 6),
    y: corner.y + sizes.node.height + Math.floor(index / columns) * (cell.height + 6),
    width,
    height: cell.height,
  }));
};

/** A line through the points that leaves and reaches each of them along one axis. */
const curve = (points: Point[], along: 'x' | 'y'): string =>
  points
    .map(({ x, y }, index) => {
      const before = points[index - 1];
      if (!before) return `M${round(x)} ${round(y)}`;
      if (along === 'y') return `V${round(y)}`;
      const middle = round((before.x + x) / 2);
      return `C${middle} ${round(before.y)} ${middle} ${round(y)} ${round(x)} ${round(y)}`;
    })
    .join('');

const round = (value: number): number => Math.round(value * 10) / 10;
