import type { PlannedPipeline, PlannedStage, PlannedStep, StepId } from '@switchyard/contracts';
import { plain } from './clean.js';
import { limit, notesOf } from './plan-notes.js';
import { fit, width } from './table.js';
import type { Terminal } from './terminal.js';

/** Cells of one matrix beyond this are told in one line. */
const mostCells = 8;
/** Columns for the name of a step. */
const widestName = 40;

/** A step, or cells of one matrix that are told together. */
interface Row {
  steps: PlannedStep[];
  /** `1 ┬`, `  ├`, `  └`, `2 ─`: what stands at one number can run side by side. */
  rail: string;
  name: string;
  where: string;
}

/** Stages and steps as a tree: layer below layer, and beside each step where it runs, after what, and when. */
export const tellPlan = (terminal: Terminal, plan: PlannedPipeline, facts: string): void => {
  const { colors } = terminal;
  const byId = new Map(plan.stages.flatMap(({ steps }) => steps.map(step => [step.id, step])));
  const count = `${counted(plan.stages.length, 'stage')}, ${counted(byId.size, 'step')}`;
  terminal.line(`${colors.bold(plain(plan.name))}: ${count}${within(plan)} ${colors.dim(`(${plain(facts)})`)}`);
  const stages = plan.stages.map(stage => ({ stage, rows: rowsOf(stage) }));
  const rows = stages.flatMap(one => one.rows);
  const columns = {
    name: Math.min(widestName, Math.max(...rows.map(({ name }) => width(name)))),
    where: Math.max(...rows.map(({ where }) => width(where))),
  };
  for (const one of stages) {
    terminal.line();
    terminal.line(`${colors.bold(plain(one.stage.name))}${within(one.stage)}`);
    for (const row of one.rows) {
      const notes = notesOf(row.steps, byId).map(({ text, tone }) => (tone ? colors[tone](text) : text));
      const cells = [fit(row.name, columns.name), colors.dim(fit(row.where, columns.where)), notes.join(' · ')];
      terminal.line(`  ${colors.dim(row.rail)} ${cells.join('  ')}`.trimEnd());
    }
  }
};

export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const within = ({ timeoutSeconds }: { timeoutSeconds?: number }): string =>
  timeoutSeconds === undefined ? '' : `, within ${limit(timeoutSeconds)}`;

const rowsOf = ({ layers, steps }: PlannedStage): Row[] => {
  const byId = new Map(steps.map(step => [step.id, step]));
  const digits = String(layers.length).length;
  return layers.flatMap((ids, layer) => {
    const groups = folded(ids, byId);
    return groups.map((group, place) => ({
      steps: group,
      rail: `${place === 0 ? String(layer + 1).padStart(digits) : ' '.repeat(digits)} ${railOf(place, groups.length)}`,
      name: nameOf(group),
      where: whereOf(group[0]),
    }));
  });
};

const railOf = (place: number, count: number): string => {
  if (count === 1) return '─';
  if (place === 0) return '┬';
  return place === count - 1 ? '└' : '├';
};

const folded = (ids: StepId[], byId: Map<StepId, PlannedStep>): PlannedStep[][] => {
  const groups = new Map<string, PlannedStep[]>();
  for (const id of ids) {
    const step = byId.get(id);
    if (!step) continue;
    const key = step.cell ? `cells of ${step.cell.matrix}` : id;
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  return [...groups.values()].flatMap(group => (group.length > mostCells ? [group] : group.map(step => [step])));
};

const nameOf = (group: PlannedStep[]): string => {
  const [first] = group;
  return group.length > 1 ? `${first?.cell?.matrix} × ${group.length}` : plain(first?.name ?? '');
};

const whereOf = (step: PlannedStep | undefined): string => {
  if (!step) return '';
  const { connector, pool, fallbacks = [] } = step;
  const first = pool === 'default' ? connector : `${connector}/${pool}`;
  return [first, ...fallbacks].join(', else ');
};
