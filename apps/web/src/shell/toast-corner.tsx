import { Button } from '../ui/button.js';
import { Icon } from '../ui/icons.js';
import { dismiss, toasts } from './toasts.js';
import css from './toast-corner.module.css';

/** Always there, so that those who listen hear what comes into it. */
export const ToastCorner = () => (
  <div class={css.corner} role="status" aria-live="polite">
    {toasts.value.map(({ id, text, tone }) => (
      <div key={id} class={`${css.toast} ${css[tone]}`}>
        <Icon name={tone === 'good' ? 'check' : 'hand'} />
        <span>{text}</span>
        <Button icon="cross" label="Close this message" look="bare" onClick={() => dismiss(id)} />
      </div>
    ))}
  </div>
);
