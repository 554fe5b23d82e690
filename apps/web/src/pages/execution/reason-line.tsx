import type { Cause, StepId, StepStatus } from '@switchyard/contracts';
import { Icon } from '../../ui/icons.js';
import { sentence } from '../../ui/problem.js';
import { type AnyStatus, lookOf } from '../../ui/status-look.js';
import css from './execution.module.css';
import { hrefOfStep, type Look } from './look.js';
import type { Reason } from './view-model.js';

/** Why something waits, was left out or ended badly, and where that comes from. */
export const ReasonLine = ({ reason, look, tone }: { reason: Reason; look: Look; tone: AnyStatus | StepStatus }) => {
  const link = reason.cause && linkOf(reason.cause, look);
  const { icon, tone: colour } = lookOf(tone);
  return (
    <p class={`${css.reason} ${css[colour]}`} data-reason>
      <Icon name={icon} />
      <span>{sentence(reason.sentence)}</span>
      {link && <a href={link.href}>{link.says}</a>}
    </p>
  );
};

const linkOf = ({ kind, ref }: Cause, look: Look): { href: string; says: string } | undefined => {
  if (ref === undefined) return undefined;
  switch (kind) {
    case 'step': {
      const step = look.view.steps.find(({ id }) => id === ref);
      return step && step.id !== look.step?.id
        ? { href: hrefOfStep(look)(ref as StepId), says: `See ${step.name}` }
        : undefined;
    }
    case 'execution':
      return { href: look.place.to(`/executions/${ref}`), says: 'See that execution' };
    case 'pool':
      return { href: look.place.to('/agents'), says: 'See the agents' };
    default:
      return undefined;
  }
};
