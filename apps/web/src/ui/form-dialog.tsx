import type { ComponentChildren } from 'preact';
import { useSignal } from '@preact/signals';
import { YardError } from '@switchyard/client';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { Field, Form } from './field.js';
import { Problem } from './problem.js';

/** Does something once at a time, and keeps why it was not done. */
const useSending = (act: () => Promise<unknown>, onDone: () => void) => {
  const trouble = useSignal<YardError | undefined>(undefined);
  const isBusy = useSignal(false);
  const send = async () => {
    if (isBusy.value) return;
    isBusy.value = true;
    trouble.value = undefined;
    try {
      await act();
      onDone();
    } catch (error) {
      if (!(error instanceof YardError)) throw error;
      trouble.value = error;
    } finally {
      isBusy.value = false;
    }
  };
  return { trouble, isBusy, send };
};

/** A form over the page: it closes when what it asks for is done; a reason why it was not stays in sight. */
export const FormDialog = ({
  title,
  verb,
  isDanger = false,
  isReady = true,
  look = 'middle',
  onClose,
  onSend,
  children,
}: {
  title: string;
  /** What the button says: the deed. */
  verb: string;
  isDanger?: boolean;
  /** Whether what is typed so far can be sent. */
  isReady?: boolean;
  look?: 'middle' | 'wide';
  onClose: () => void;
  onSend: () => Promise<unknown>;
  children: ComponentChildren;
}) => {
  const { trouble, isBusy, send } = useSending(onSend, onClose);
  return (
    <Dialog title={title} onClose={onClose} look={look}>
      <Form onSend={() => void (isReady && send())}>
        {children}
        {trouble.value && <Problem error={trouble.value} />}
        <footer>
          <Button onClick={onClose}>Leave it</Button>
          <Button look={isDanger ? 'danger' : 'main'} type="submit" disabled={!isReady} isBusy={isBusy.value}>
            {verb}
          </Button>
        </footer>
      </Form>
    </Dialog>
  );
};

/** Before what cannot be taken back: it is done once the name of the thing has been typed. */
export const ConfirmName = ({
  title,
  name,
  verb,
  onClose,
  onDo,
  children,
}: {
  title: string;
  name: string;
  verb: string;
  onClose: () => void;
  onDo: () => Promise<unknown>;
  /** What it means. */
  children: ComponentChildren;
}) => {
  const typed = useSignal('');
  return (
    <FormDialog
      title={title}
      verb={verb}
      isDanger
      isReady={typed.value.trim() === name}
      onClose={onClose}
      onSend={onDo}
    >
      <div>{children}</div>
      <Field
        label={`Type ${name} to go on`}
        value={typed.value}
        onInput={text => (typed.value = text)}
        isExact
        autoFocus
        autocomplete="off"
      />
    </FormDialog>
  );
};
