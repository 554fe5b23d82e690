import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { say } from '../shell/toasts.js';
import { Button } from './button.js';
import { type Commands, curlOf } from './curl.js';
import css from './copy-as.module.css';

/** Puts a text where the next paste takes it from, and says so. */
export const copy = async (text: string, what: string): Promise<void> => {
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied ${what}`);
  } catch {
    say(`The browser does not let ${what} be copied: select it by hand`, 'bad');
  }
};

/** A button that copies one text. */
export const Copy = ({ text, what }: { text: string; what: string }) => (
  <Button icon="copy" look="bare" label={`Copy ${what}`} onClick={() => copy(text, what)} />
);

/** What the page shows or does, for a terminal: as `yard`, and as `curl`. */
export const CopyAs = ({ commands }: { commands: Commands | readonly Commands[] }) => {
  const isOpen = useSignal(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      if (!place.current?.contains(event.target as Node)) isOpen.value = false;
    };
    addEventListener('pointerdown', close);
    addEventListener('focusin', close);
    return () => {
      removeEventListener('pointerdown', close);
      removeEventListener('focusin', close);
    };
  }, []);
  const take = (text: string, what: string) => async () => {
    isOpen.value = false;
    await copy(text, what);
  };
  return (
    <div
      ref={place}
      class={css.place}
      onKeyDown={event => {
        if (event.key === 'Escape') isOpen.value = false;
      }}
    >
      <Button icon="copy" expanded={isOpen.value} onClick={() => (isOpen.value = !isOpen.value)}>
        Copy as
      </Button>
      {isOpen.value && (
        <div class={css.menu}>
          {[commands].flat().map(one => (
            <Choices key={`${one.request} ${one.yard}`} commands={one} take={take} />
          ))}
        </div>
      )}
    </div>
  );
};

const Choices = ({
  commands,
  take,
}: {
  commands: Commands;
  take: (text: string, what: string) => () => Promise<void>;
}) => {
  const [method, path = ''] = commands.request.split(' ');
  return (
    <>
      {commands.yard !== undefined && (
        <Button look="bare" onClick={take(`yard ${commands.yard}`, 'the yard command')}>
          yard {shortened(commands.yard)}
        </Button>
      )}
      <Button look="bare" onClick={take(curlOf(commands, location.origin), 'the curl command')}>
        curl {method} …/{path.split('?')[0]?.split('/').at(-1)}
      </Button>
    </>
  );
};

/** Without what is long and not for people, such as ids. */
const shortened = (yard: string): string =>
  yard
    .split(' ')
    .map(word => (word.length > 24 ? '…' : word))
    .join(' ');
