import type { ComponentChildren } from 'preact';
import { useSignal } from '@preact/signals';
import { Icon, type IconName } from './icons.js';
import css from './button.module.css';

export interface ButtonProps {
  children?: ComponentChildren;
  icon?: IconName;
  /** What it is called where only the icon is shown; else its text says so. */
  label?: string;
  look?: 'usual' | 'main' | 'danger' | 'bare';
  type?: 'button' | 'submit';
  /** Still takes the focus and says why it does nothing. */
  disabled?: boolean | undefined;
  /** While what a click began runs, the button takes no other. */
  onClick?: (event: MouseEvent) => unknown;
  /** Somebody else's work that it waits for. */
  isBusy?: boolean | undefined;
  title?: string | undefined;
  pressed?: boolean | undefined;
  expanded?: boolean | undefined;
}

/** A promise that its click returns keeps it busy; what that promise throws is the caller's to show. */
export const Button = (props: ButtonProps) => {
  const { children, icon, label, look = 'usual', type = 'button', disabled = false, onClick, title } = props;
  const working = useSignal(false);
  const busy = working.value || props.isBusy === true;
  const click = async (event: MouseEvent) => {
    if (busy || disabled) return event.preventDefault();
    working.value = true;
    try {
      await onClick?.(event);
    } finally {
      working.value = false;
    }
  };
  return (
    <button
      type={type}
      class={`${css.button} ${css[look]} ${children === undefined ? css.square : ''}`}
      aria-disabled={disabled || busy}
      aria-busy={busy}
      aria-label={label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      title={title ?? (children === undefined ? label : undefined)}
      onClick={event => void click(event)}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
};

/** A link that looks like a button: it goes somewhere, and changes nothing. */
export const ButtonLink = ({
  href,
  icon,
  look = 'usual',
  children,
  download,
}: Pick<ButtonProps, 'icon' | 'look' | 'children'> & { href: string; download?: boolean }) => (
  <a class={`${css.button} ${css[look]}`} href={href} {...(download ? { download: '' } : {})}>
    {icon && <Icon name={icon} />}
    {children}
  </a>
);
