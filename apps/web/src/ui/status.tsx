import { Icon } from './icons.js';
import { type AnyStatus, lookOf, type Tone } from './status-look.js';
import css from './status.module.css';

/** Icon, word and colour; `size="icon"` keeps the word for those who listen, and on hover. */
export const Status = ({
  status,
  size = 'word',
  word,
}: {
  status: AnyStatus;
  size?: 'word' | 'icon' | 'badge';
  /** Instead of the usual word. */
  word?: string;
}) => {
  const look = lookOf(status);
  const said = word ?? look.word;
  return (
    <span class={`${css.status} ${css[look.tone]} ${css[size]}`} title={size === 'icon' ? said : undefined}>
      <span class={status === 'running' ? css.turning : css.still}>
        <Icon name={look.icon} />
      </span>
      <span class={size === 'icon' ? 'heard' : undefined}>{said}</span>
    </span>
  );
};

/** A word with a tone of its own, such as a kind or a role. */
export const Mark = ({ tone = 'quiet', children }: { tone?: Tone; children: string }) => (
  <span class={`${css.status} ${css[tone]} ${css.badge}`}>{children}</span>
);
