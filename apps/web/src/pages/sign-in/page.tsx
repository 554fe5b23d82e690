import type { YardError } from '@switchyard/client';
import { useEffect } from 'preact/hooks';
import { type Signal, useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { findMe, me } from '../../data/session.js';
import { useDeed } from '../../data/use-deed.js';
import { useQuery } from '../../data/use-query.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { placeOf, returnPlace } from '../../shell/places.js';
import { usePlace } from '../../shell/use-place.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Field, Form } from '../../ui/field.js';
import { Problem } from '../../ui/problem.js';
import { Door } from './door.js';
import css from './page.module.css';

/** Signing in by a password and a second factor, or elsewhere; then back to where one came from. */
export const SignInPage = () => {
  useDocumentStatus('Sign in');
  const { query, go } = usePlace();
  const back = returnPlace(query['return']);
  const isIn = me.value !== undefined && me.value !== null;
  useEffect(() => {
    if (me.value === undefined) void findMe();
  }, []);
  useEffect(() => {
    if (isIn) go(back, 'replace');
  }, [isIn]);
  if (me.value === undefined || isIn) return null;
  return (
    <Door title="Sign in">
      <ByPassword />
      <Elsewhere back={back} />
    </Door>
  );
};

const isAboutCode = (error: YardError | undefined): boolean =>
  error?.code === 'code-needed' || error?.code === 'wrong-code';

const ByPassword = () => {
  const login = useSignal('');
  const password = useSignal('');
  const code = useSignal('');
  const needsCode = useSignal(false);
  const deed = useDeed();
  const send = async () => {
    const typed = { login: login.value.trim(), password: password.value };
    const done = await deed.run(() =>
      client.identity.signIn({ ...typed, ...(needsCode.value ? { code: code.value.replace(/\s/g, '') } : {}) }),
    );
    if (isAboutCode(deed.error.value)) needsCode.value = true;
    if (done) await findMe();
  };
  return (
    <Form onSend={() => void send()}>
      {needsCode.value ? (
        <CodeField code={code} isWrong={deed.error.value?.code === 'wrong-code'} />
      ) : (
        <Credentials login={login} password={password} />
      )}
      {deed.error.value && !isAboutCode(deed.error.value) && <Problem error={deed.error.value} />}
      <Button type="submit" look="main" isBusy={deed.isBusy.value}>
        Sign in
      </Button>
      {needsCode.value && (
        <Button
          look="bare"
          onClick={() => {
            needsCode.value = false;
            deed.clear();
          }}
        >
          Use another account
        </Button>
      )}
    </Form>
  );
};

const Credentials = ({ login, password }: { login: Signal<string>; password: Signal<string> }) => (
  <>
    <Field
      label="Login"
      name="username"
      autocomplete="username"
      isExact
      autoFocus
      value={login.value}
      onInput={value => (login.value = value)}
    />
    <Field
      label="Password"
      type="password"
      name="password"
      autocomplete="current-password"
      value={password.value}
      onInput={value => (password.value = value)}
    />
  </>
);

const CodeField = ({ code, isWrong }: { code: Signal<string>; isWrong: boolean }) => (
  <Field
    label="Code"
    name="code"
    autocomplete="one-time-code"
    isExact
    autoFocus
    help="Six digits of your authenticator, or one of your recovery codes"
    problem={isWrong ? 'This code is not right, or it was used before. Wait for the next one.' : undefined}
    value={code.value}
    onInput={value => (code.value = value)}
  />
);

const names: Record<string, string> = { github: 'GitHub', gitlab: 'GitLab', google: 'Google', keycloak: 'Keycloak' };
/** As its makers write it, where that is known. */
export const providerName = (name: string): string => names[name] ?? name;

/** GitHub and others, where the operator has set them up. */
export const Elsewhere = ({ back, invitation }: { back: string; invitation?: string }) => {
  const { value } = useQuery('providers', one => one.identity.providers());
  const providers = value.value ?? [];
  if (providers.length === 0) return null;
  return (
    <div class={css.elsewhere}>
      <p>or</p>
      {providers.map(({ name, path }) => (
        <ButtonLink key={name} href={placeOf(path, { return: back, invitation })}>
          Continue with {providerName(name)}
        </ButtonLink>
      ))}
    </div>
  );
};
