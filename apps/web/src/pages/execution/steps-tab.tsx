import type { StepView } from '@switchyard/contracts';
import { Empty } from '../../ui/empty.js';
import { Status } from '../../ui/status.js';
import { Duration } from '../../ui/time.js';
import { hrefOfStep, type Look } from './look.js';
import { StepDetail } from './step-detail.js';
import css from './steps.module.css';
import { reasonOf } from './view-model.js';

/** All steps, and beside them the one that is looked at with what it writes. */
export const StepsTab = ({ look }: { look: Look }) => {
  if (look.view.steps.length === 0)
    return (
      <Empty icon="clock" title="Accepted, and not planned yet">
        <p>Its steps appear here in a moment.</p>
      </Empty>
    );
  return (
    <div class={css.steps}>
      <StepList look={look} />
      {look.step && <StepDetail key={look.step.id} look={look} step={look.step} />}
    </div>
  );
};

const StepList = ({ look }: { look: Look }) => {
  const steps = new Map(look.view.steps.map(step => [step.id, step]));
  return (
    <nav class={css.list} aria-label="Steps">
      {look.view.stages.map(({ id, name, status, steps: ids }) => (
        <section key={id}>
          <h3>
            <span>{name}</span>
            <Status status={status} size="icon" />
          </h3>
          <ul>
            {ids.map(one => {
              const step = steps.get(one);
              return step && <StepRow key={one} step={step} look={look} />;
            })}
          </ul>
        </section>
      ))}
    </nav>
  );
};

const StepRow = ({ step, look }: { step: StepView; look: Look }) => {
  const { id, name, status, startedAt, finishedAt, attempts } = step;
  const why = status === 'success' ? undefined : reasonOf(step, look.reasons);
  return (
    <li>
      <a href={hrefOfStep(look)(id)} aria-current={look.step?.id === id ? 'step' : undefined} data-row={id}>
        <Status status={status} size="icon" />
        <span class={css.name}>
          {name}
          {why && <small title={why.sentence}>{why.sentence}</small>}
        </span>
        {attempts.length > 1 && <span class={css.soft}>×{attempts.length}</span>}
        {startedAt !== undefined && (
          <span class={css.soft}>
            <Duration from={startedAt} to={finishedAt ?? look.asOf} />
          </span>
        )}
      </a>
    </li>
  );
};
