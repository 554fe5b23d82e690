import type { Signal } from '@preact/signals';
import { me } from '../data/session.js';
import { Button } from '../ui/button.js';
import { Icon, type IconName } from '../ui/icons.js';
import { Logo } from './logo.js';
import { ProjectChoice } from './project-choice.js';
import { nextTheme, theme, type Theme } from './theme.js';
import { usePlace } from './use-place.js';
import css from './header.module.css';

const themeIcons: Record<Theme, IconName> = { system: 'screen', light: 'sun', dark: 'moon' };

/** Always in sight: where one is, and who. */
export const Header = ({ isMenuOpen }: { isMenuOpen: Signal<boolean> }) => {
  const { to, path } = usePlace();
  return (
    <header class={css.header}>
      <span class={css.menu}>
        <Button
          icon="menu"
          look="bare"
          label="Navigation"
          expanded={isMenuOpen.value}
          onClick={() => (isMenuOpen.value = !isMenuOpen.value)}
        />
      </span>
      <a class={css.home} href={to('/')}>
        <Logo />
        <span>Switchyard</span>
      </a>
      <ProjectChoice />
      <span class={css.gap} />
      <Button icon={themeIcons[theme.value]} look="bare" label={`Theme: ${theme.value}`} onClick={nextTheme} />
      <a
        class={css.person}
        href={to('/profile')}
        aria-current={path === '/profile' ? 'page' : undefined}
        title="Your profile"
      >
        <Icon name="person" />
        <span>{me.value?.login ?? me.value?.name}</span>
      </a>
    </header>
  );
};
