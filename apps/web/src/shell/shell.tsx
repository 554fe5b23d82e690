import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { findMe, me, meTrouble } from '../data/session.js';
import { Problem } from '../ui/problem.js';
import { Header } from './header.js';
import { KeysOverlay } from './keys-overlay.js';
import { useKeys } from './keys.js';
import { framelessPaths, navigation } from './navigation.js';
import { placeOf } from './places.js';
import { Side } from './side.js';
import { nextTheme } from './theme.js';
import { ToastCorner } from './toast-corner.js';
import { Trouble } from './trouble.js';
import { usePlace } from './use-place.js';
import css from './shell.module.css';

/** What stands around every page. Who is not signed in is sent to where that is done, and comes back afterwards. */
export const Shell = ({ children }: { children: ComponentChildren }) => {
  const { path } = usePlace();
  const inside = framelessPaths.includes(path) ? (
    <main class={css.bare}>
      <Trouble place={path}>{children}</Trouble>
    </main>
  ) : (
    <Frame>{children}</Frame>
  );
  return (
    <>
      {inside}
      <ToastCorner />
    </>
  );
};

const Frame = ({ children }: { children: ComponentChildren }) => {
  const { path, go } = usePlace();
  const isMenuOpen = useSignal(false);
  useEffect(() => {
    if (me.value === undefined) void findMe();
  }, []);
  const isOut = me.value === null;
  useEffect(() => {
    if (!isOut) return;
    const back = `${location.pathname}${location.search}`;
    go(placeOf('/sign-in', { return: back === '/' ? undefined : back }), 'replace');
  }, [isOut]);
  useEffect(() => {
    isMenuOpen.value = false;
  }, [path]);
  if (meTrouble.value) return <Unreachable />;
  if (!me.value) return null;
  return (
    <div class={css.shell}>
      <a class={css.skip} href="#page">
        Skip to the page
      </a>
      <Header isMenuOpen={isMenuOpen} />
      <Side isOpen={isMenuOpen} />
      <main id="page" class={css.main} tabIndex={-1}>
        <Trouble place={path}>{children}</Trouble>
      </main>
      <FrameKeys />
    </div>
  );
};

const Unreachable = () => (
  <main class={css.bare}>{meTrouble.value && <Problem error={meTrouble.value} onRetry={findMe} />}</main>
);

const goFirst = navigation.flat().filter(({ key }) => key !== undefined);

const FrameKeys = () => {
  const { to, go } = usePlace();
  const isShown = useSignal(false);
  useKeys(
    goFirst.map(({ key, path, title }) => ({ key: `g ${key}`, does: title, run: () => go(to(path)) })),
    'Go to',
  );
  useKeys(
    [
      { key: '?', does: 'these keys', run: () => (isShown.value = true) },
      { key: '/', does: 'search', run: focusSearch },
      { key: 'T', does: 'light, dark or as the system', run: nextTheme },
    ],
    'Everywhere',
  );
  return isShown.value ? <KeysOverlay onClose={() => (isShown.value = false)} /> : null;
};

/** The search of the page, if it has one. */
const focusSearch = (): void => document.querySelector<HTMLInputElement>('[data-search]')?.focus();
