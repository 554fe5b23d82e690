import { type Signal, useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { useDeed } from '../../data/use-deed.js';
import { say } from '../../shell/toasts.js';
import { Button } from '../../ui/button.js';
import { Field, Form } from '../../ui/field.js';
import { Card, Row, Section } from '../../ui/page.js';
import { Problem } from '../../ui/problem.js';
import { shortestPassword } from '../welcome/newcomer.js';

const nothing = { current: '', next: '', again: '' };

const mistakesOf = ({ next, again }: typeof nothing) => ({
  isShort: [...next].length < shortestPassword,
  differs: next !== again,
});

/** Another password; it ends all other sessions. */
export const Password = () => {
  const typed = useSignal(nothing);
  const isSent = useSignal(false);
  const deed = useDeed();
  const send = async () => {
    const { current, next } = typed.value;
    const { isShort, differs } = mistakesOf(typed.value);
    isSent.value = true;
    if (isShort || differs) return;
    if (!(await deed.run(() => client.identity.changePassword(current, next)))) return;
    typed.value = nothing;
    isSent.value = false;
    say('The password was changed, and all other sessions have ended');
  };
  return (
    <Section title="Password">
      <Card>
        <Form onSend={() => void send()}>
          <Passwords typed={typed} isSent={isSent.value} />
          {deed.error.value && <Problem error={deed.error.value} />}
          <Row>
            <Button type="submit" isBusy={deed.isBusy.value}>
              Change the password
            </Button>
          </Row>
        </Form>
      </Card>
    </Section>
  );
};

const Passwords = ({ typed, isSent }: { typed: Signal<typeof nothing>; isSent: boolean }) => {
  const { current, next, again } = typed.value;
  const { isShort, differs } = mistakesOf(typed.value);
  const put = (name: keyof typeof nothing) => (value: string) => (typed.value = { ...typed.value, [name]: value });
  return (
    <>
      <Field
        label="Current password"
        type="password"
        autocomplete="current-password"
        value={current}
        onInput={put('current')}
      />
      <Field
        label="New password"
        type="password"
        autocomplete="new-password"
        help="10 characters or more; length is what counts"
        problem={isSent && isShort ? `It needs ${shortestPassword} characters or more.` : undefined}
        value={next}
        onInput={put('next')}
      />
      <Field
        label="New password, once more"
        type="password"
        autocomplete="new-password"
        problem={isSent && differs ? 'The two passwords differ.' : undefined}
        value={again}
        onInput={put('again')}
      />
    </>
  );
};
