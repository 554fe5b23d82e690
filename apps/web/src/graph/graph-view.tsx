import type { ExecutionView, StepId, StepView } from '@switchyard/contracts';
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { Icon } from '../ui/icons.js';
import { Status } from '../ui/status.js';
import { lookOf } from '../ui/status-look.js';
import { Duration } from '../ui/time.js';
import { type Box, layoutOf, type PlacedNode, type PlacedStage } from './layout.js';
import { stageGraphsOf } from './stage-graph.js';
import { countsOf, togetherOf } from './together.js';
import { useWidth } from './use-width.js';
import css from './graph-view.module.css';

export interface GraphProps {
  view: ExecutionView;
  /** ISO 8601: how long what had not ended then had taken; absent: now. */
  asOf?: string | undefined;
  chosen: StepId | undefined;
  hrefOf: (step: StepId) => string;
}

/** Below this width in pixels stages stand below each other. */
const narrow = 640;

/** Stages, their steps and what needs what. */
export const GraphView = (props: GraphProps) => {
  const { view } = props;
  const toggled = useSignal<ReadonlySet<string>>(new Set());
  const { place, width } = useWidth();
  const direction = width > 0 && width < narrow ? 'down' : 'across';
  // What an execution consists of never changes once it is planned.
  const layout = useMemo(
    () => layoutOf(stageGraphsOf(view, toggled.value), direction),
    [view.id, view.steps.length, toggled.value, direction],
  );
  const toggle = (id: string) => {
    const next = new Set(toggled.value);
    if (!next.delete(id)) next.add(id);
    toggled.value = next;
  };
  const steps = new Map(view.steps.map(step => [step.id, step]));
  return (
    <div ref={place} class={css.scroll}>
      <nav
        class={css.graph}
        aria-label="Graph of steps"
        style={{ width: `${layout.width}px`, height: `${layout.height}px` }}
      >
        {layout.stages.map(stage => (
          <Stage key={stage.id} {...props} stage={stage} steps={steps} toggle={toggle} />
        ))}
        <svg class={css.edges} width={layout.width} height={layout.height} aria-hidden="true">
          {layout.edges.map(({ id, path }) => (
            <path key={id} d={path} />
          ))}
        </svg>
      </nav>
    </div>
  );
};

type Inner = GraphProps & { steps: ReadonlyMap<StepId, StepView>; toggle: (id: string) => void };

const placed = ({ x, y, width, height }: Box) => ({
  left: `${x}px`,
  top: `${y}px`,
  width: `${width}px`,
  height: `${height}px`,
});

const Stage = (props: Inner & { stage: PlacedStage }) => {
  const { stage, view } = props;
  const { status = 'waiting' } = view.stages.find(({ id }) => id === stage.id) ?? {};
  return (
    <>
      <div class={css.stage} style={placed(stage)}>
        <h3 class={css.name}>
          <Status status={status} size="icon" />
          <span title={stage.name}>{stage.name}</span>
        </h3>
      </div>
      {stage.nodes.map(node => (
        <Node key={node.node.id} {...props} placedNode={node} />
      ))}
    </>
  );
};

const Node = (props: Inner & { placedNode: PlacedNode }) => {
  const { placedNode, steps } = props;
  const { node } = placedNode;
  if (node.isOpen !== undefined) return <Group {...props} />;
  const step = steps.get(node.steps[0] as StepId);
  return step ? <StepBox {...props} step={step} box={placedNode} label={node.label} /> : null;
};

const StepBox = ({
  step,
  box,
  label,
  chosen,
  hrefOf,
  asOf,
  look = css.step,
}: GraphProps & { step: StepView; box: Box; label: string; look?: string | undefined }) => (
  <a
    class={`${look} ${css[lookOf(step.status).tone]}`}
    style={placed(box)}
    href={hrefOf(step.id)}
    aria-current={step.id === chosen ? 'step' : undefined}
    data-step={step.id}
  >
    <Status status={step.status} size="icon" />
    <span class={css.label} title={step.name}>
      {label}
    </span>
    {step.attempts.length > 1 && (
      <span class={css.tries} title={`${step.attempts.length} attempts`}>
        ×{step.attempts.length}
      </span>
    )}
    {look === css.step && step.startedAt !== undefined && (
      <span class={css.time}>
        <Duration from={step.startedAt} to={step.finishedAt ?? asOf} />
      </span>
    )}
  </a>
);

const Group = (props: Inner & { placedNode: PlacedNode }) => {
  const { placedNode, steps, toggle } = props;
  const { node, cells } = placedNode;
  const own = node.steps.flatMap(id => steps.get(id) ?? []);
  const isOpen = node.isOpen === true;
  return (
    <div class={`${css.group} ${isOpen ? css.open : css[lookOf(togetherOf(own)).tone]}`} style={placed(placedNode)}>
      <button type="button" class={css.fold} aria-expanded={isOpen} onClick={() => toggle(node.id)}>
        <Status status={togetherOf(own)} size="icon" />
        <span class={css.label}>{node.label}</span>
        <span class={css.time}>{own.length} steps</span>
        <Icon name={isOpen ? 'up' : 'down'} size={12} />
      </button>
      {!isOpen && <Shares steps={own} />}
      {cells.map((cell, index) => {
        const step = own[index];
        const box = { ...cell, x: cell.x - placedNode.x - 1, y: cell.y - placedNode.y - 1 };
        const label = step?.cell ? Object.values(step.cell.values).join(' · ') : (step?.name ?? '');
        return step ? <StepBox key={step.id} {...props} step={step} box={box} label={label} look={css.cell} /> : null;
      })}
    </div>
  );
};

/** How many of them are how: a bar, and words for those who listen or point at it. */
const Shares = ({ steps }: { steps: StepView[] }) => {
  const counts = countsOf(steps);
  const said = counts.map(({ status, count }) => `${count} ${lookOf(status).word}`).join(', ');
  return (
    <span class={css.shares} title={said}>
      {counts.map(({ status, count }) => (
        <i key={status} class={css[lookOf(status).tone]} style={{ width: `${(count / steps.length) * 100}%` }} />
      ))}
      <span class="heard">{said}</span>
    </span>
  );
};
