import type { FirstAnswer } from '@switchyard/contracts';
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { client } from '../../data/client.js';
import { findMe } from '../../data/session.js';
import { useDeed } from '../../data/use-deed.js';
import { useQuery } from '../../data/use-query.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { Button, ButtonLink } from '../../ui/button.js';
import { Field, Form } from '../../ui/field.js';
import { Loaded } from '../../ui/loaded.js';
import { Problem, sentence } from '../../ui/problem.js';
import { Door } from '../sign-in/door.js';
import { Elsewhere } from '../sign-in/page.js';
import { mistakesIn, type Newcomer } from './newcomer.js';

/** Behind a link that lets somebody in once. */
export const WelcomePage = () => {
  useDocumentStatus('Welcome');
  // It stays neither in the address nor in the history.
  const code = useMemo(() => new URLSearchParams(location.search).get('code') ?? '', []);
  useEffect(() => history.replaceState(null, '', '/welcome'), []);
  const login = useSignal<string | undefined>(undefined);
  const query = useQuery(`first ${code}`, one => one.identity.look(code));
  if (login.value !== undefined) return <WhatNext login={login.value} />;
  if (code === '' || query.error.value?.code === 'no-link' || query.error.value?.status === 400) return <UsedUp />;
  return (
    <Door title="Welcome">
      <Loaded query={query} label="the invitation">
        {answer => <Invitation code={code} answer={answer} onDone={name => (login.value = name)} />}
      </Loaded>
    </Door>
  );
};

const Invitation = ({
  code,
  answer: { administrator },
  onDone,
}: {
  code: string;
  answer: FirstAnswer;
  onDone: (login: string) => void;
}) => {
  const typed = useSignal<Newcomer>({ login: '', name: '', password: '', again: '' });
  const isSent = useSignal(false);
  const deed = useDeed();
  const send = async () => {
    isSent.value = true;
    if (Object.keys(mistakesIn(typed.value)).length > 0) return;
    const { login, name, password } = typed.value;
    const body = { code, login: login.trim(), password, ...(name.trim() === '' ? {} : { name: name.trim() }) };
    if (!(await deed.run(() => client.identity.accept(body)))) return;
    await findMe();
    onDone(body.login);
  };
  return (
    <>
      <p>
        {administrator
          ? 'You are about to become an administrator of this platform.'
          : 'Somebody has invited you to this platform.'}{' '}
        Choose how you sign in from now on.
      </p>
      <Form onSend={() => void send()}>
        <NewcomerFields
          typed={typed}
          mistakes={isSent.value ? mistakesIn(typed.value) : {}}
          taken={deed.error.value?.code === 'login-taken' ? sentence(deed.error.value.message) : undefined}
        />
        {deed.error.value && deed.error.value.code !== 'login-taken' && <Problem error={deed.error.value} />}
        <Button type="submit" look="main" isBusy={deed.isBusy.value}>
          Create the account
        </Button>
      </Form>
      <Elsewhere back="/" invitation={code} />
    </>
  );
};

const NewcomerFields = ({
  typed,
  mistakes,
  taken,
}: {
  typed: Signal<Newcomer>;
  mistakes: Partial<Record<keyof Newcomer, string>>;
  taken: string | undefined;
}) => {
  const put = (name: keyof Newcomer) => (value: string) => (typed.value = { ...typed.value, [name]: value });
  const { login, name, password, again } = typed.value;
  return (
    <>
      <Field
        label="Login"
        help="Small letters a–z, digits, and . _ @ + - between them"
        problem={mistakes.login ?? taken}
        autocomplete="username"
        isExact
        autoFocus
        value={login}
        onInput={put('login')}
      />
      <Field
        label="Name"
        help="As others read it; may be left empty"
        autocomplete="name"
        value={name}
        onInput={put('name')}
      />
      <Field
        label="Password"
        type="password"
        help="10 characters or more; length is what counts"
        problem={mistakes.password}
        autocomplete="new-password"
        value={password}
        onInput={put('password')}
      />
      <Field
        label="Password, once more"
        type="password"
        problem={mistakes.again}
        autocomplete="new-password"
        value={again}
        onInput={put('again')}
      />
    </>
  );
};

const WhatNext = ({ login }: { login: string }) => (
  <Door title={`Welcome, ${login}`}>
    <p>You are signed in in this browser, and the link is used up.</p>
    <ol>
      <li>
        Let the command line in: <code>yard login --user {login}</code>
      </li>
      <li>
        Run a first pipeline: <code>yard init</code>, then <code>yard run</code>
      </li>
    </ol>
    <ButtonLink href="/" look="main">
      Go on
    </ButtonLink>
  </Door>
);

const UsedUp = () => (
  <Door title="This link is of no use any more">
    <p>Each link works once, and within a day; a newer one takes its place.</p>
    <ul>
      <li>
        Whoever runs the platform gets a new one with <code>yard up</code> as long as nobody can sign in.
      </li>
      <li>Later an administrator invites you anew.</li>
    </ul>
    <ButtonLink href="/sign-in">Sign in</ButtonLink>
  </Door>
);
