import type { Signal } from '@preact/signals';
import { me } from '../data/session.js';
import { Icon } from '../ui/icons.js';
import { type Entry, navigation } from './navigation.js';
import { usePlace } from './use-place.js';
import css from './side.module.css';

/** Where one can go; on a phone it opens over the page. */
export const Side = ({ isOpen }: { isOpen: Signal<boolean> }) => (
  <>
    {isOpen.value && <div class={css.veil} onClick={() => (isOpen.value = false)} />}
    <nav
      class={`${css.side} ${isOpen.value ? css.open : ''}`}
      aria-label="Main"
      onKeyDown={event => {
        if (event.key === 'Escape') isOpen.value = false;
      }}
    >
      {navigation.map(group => (
        <ul key={group[0]?.path}>
          {group
            .filter(({ isForAdministrators = false }) => !isForAdministrators || me.value?.administrator)
            .map(entry => (
              <li key={entry.path}>
                <Way entry={entry} />
              </li>
            ))}
        </ul>
      ))}
    </nav>
  </>
);

const Way = ({ entry: { path, title, icon } }: { entry: Entry }) => {
  const { to, path: current } = usePlace();
  const isHere = current === path || current.startsWith(`${path}/`);
  return (
    <a href={to(path)} aria-current={isHere ? 'page' : undefined}>
      <Icon name={icon} />
      {title}
    </a>
  );
};
