import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { useEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import { YardError } from '@switchyard/client';
import { Button } from './button.js';
import { Problem } from './problem.js';
import css from './dialog.module.css';

/** Over the page: the browser keeps the focus in it, and Escape or a click beside it closes it. */
export const Dialog = ({
  title,
  onClose,
  children,
  look = 'middle',
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  look?: 'middle' | 'wide';
}) => {
  const place = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = place.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={place}
      class={`${css.dialog} ${css[look]}`}
      aria-labelledby={id}
      onCancel={event => {
        event.preventDefault();
        onClose();
      }}
      onClick={event => event.target === place.current && onClose()}
    >
      <div class={css.inside}>
        <header>
          <h2 id={id}>{title}</h2>
          <Button icon="cross" label="Close" look="bare" onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  );
};

/** Asks before something is done, does it, and closes when that is done; a reason why it was not stays in sight. */
export const Confirm = ({
  title,
  verb,
  isDanger = false,
  onClose,
  onDo,
  children,
}: {
  title: string;
  /** What the button says: the deed, never `OK`. */
  verb: string;
  isDanger?: boolean;
  onClose: () => void;
  onDo: () => Promise<unknown>;
  children?: ComponentChildren;
}) => {
  const trouble = useSignal<YardError | undefined>(undefined);
  const act = async () => {
    trouble.value = undefined;
    try {
      await onDo();
      onClose();
    } catch (error) {
      if (!(error instanceof YardError)) throw error;
      trouble.value = error;
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      {children && <div class={css.said}>{children}</div>}
      {trouble.value && <Problem error={trouble.value} />}
      <footer>
        <Button onClick={onClose}>Leave it</Button>
        <Button look={isDanger ? 'danger' : 'main'} onClick={act}>
          {verb}
        </Button>
      </footer>
    </Dialog>
  );
};
