import type { PlannedPipeline } from '@switchyard/contracts';
import { columnsOf } from './plan-columns.js';
import css from './plan-view.module.css';

/** What a trigger would run: stage after stage, and what runs side by side in one row. */
export const PlanView = ({ plan, isOld }: { plan: PlannedPipeline; isOld: boolean }) => (
  <ol class={`${css.plan} ${isOld ? css.old : ''}`} aria-label="Plan">
    {columnsOf(plan).map(({ stage, layers }) => (
      <li key={stage.id} class={css.stage}>
        <h3>{stage.name}</h3>
        {layers.map(layer => (
          <ul key={layer.key} class={css.layer}>
            {layer.steps.map(({ id, name, about, isOff }) => (
              <li key={id} class={isOff ? css.off : css.step}>
                <strong>{name}</strong>
                <span>{isOff ? `${about} · is left out` : about}</span>
              </li>
            ))}
            {layer.more > 0 && <li class={css.more}>and {layer.more} more</li>}
          </ul>
        ))}
      </li>
    ))}
  </ol>
);
