import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Icon } from '../../ui/icons.js';
import { Progress } from '../../ui/progress.js';
import css from './execution.module.css';

const slowMs = 500;

/** While nothing is there yet: nothing for half a second. */
export const Late = ({ isAway, what = 'the execution' }: { isAway: boolean; what?: string }) => {
  const isSlow = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => (isSlow.value = true), slowMs);
    return () => clearTimeout(timer);
  }, []);
  if (isAway) return <Away />;
  return isSlow.value ? <Progress label={`Loading ${what}`} /> : null;
};

/** It goes on by itself. */
export const Away = () => (
  <p class={css.away} role="status">
    <Icon name="pulse" />
    The platform does not answer. What is shown may be old; it goes on by itself as soon as the platform is back.
  </p>
);
