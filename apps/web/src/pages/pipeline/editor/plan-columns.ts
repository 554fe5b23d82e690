import type { PlannedPipeline, PlannedStage, StepId } from '@switchyard/contracts';

/** A stage as it is drawn: what can run side by side stands below each other, what comes after it to the right. */
export interface PlanColumn {
  stage: Pick<PlannedStage, 'id' | 'name'>;
  layers: { key: string; steps: DrawnStep[]; more: number }[];
}

export interface DrawnStep {
  id: StepId;
  name: string;
  /** The connector, and what else is worth a word. */
  about: string;
  /** Its conditions can never hold. */
  isOff: boolean;
}

/** Steps that are drawn of one layer: a matrix may have a thousand cells. */
export const mostDrawn = 12;

export const columnsOf = ({ stages }: Pick<PlannedPipeline, 'stages'>): PlanColumn[] =>
  stages.map(({ id, name, steps, layers }) => {
    const byId = new Map(steps.map(step => [step.id, step]));
    return {
      stage: { id, name },
      layers: layers.map((ids, n) => ({
        key: `${id} ${n}`,
        steps: ids.slice(0, mostDrawn).flatMap(step => {
          const found = byId.get(step);
          return found ? [drawnOf(found)] : [];
        }),
        more: Math.max(0, ids.length - mostDrawn),
      })),
    };
  });

const drawnOf = ({
  id,
  name,
  connector,
  approval,
  retry,
  conditions,
  when,
  known,
}: PlannedStage['steps'][number]): DrawnStep => ({
  id,
  name,
  about: [
    connector,
    approval && 'waits for approval',
    retry && retry.limit > 0 && `retried ${retry.limit}×`,
    conditions.length > 0 && 'has a condition',
    when && when !== 'success' && (when === 'always' ? 'runs always' : 'runs after a failure'),
  ]
    .filter(Boolean)
    .join(' · '),
  isOff: known === false,
});
