import type { MeAnswer } from '@switchyard/contracts';
import { YardError } from '@switchyard/client';
import { effect, signal } from '@preact/signals';
import { client, hasSession, overs } from './client.js';
import { forgetAnswers } from './use-query.js';

/** Who is signed in: undefined until that is known, null for nobody. */
export const me = signal<MeAnswer | null | undefined>(undefined);
/** Why nobody could be asked. */
export const meTrouble = signal<YardError | undefined>(undefined);

effect(() => {
  if (overs.value > 0) me.value = null;
});

// What was answered before was for somebody else.
effect(() => {
  if (me.value === null) forgetAnswers();
});

/** Finds out who is signed in; asks nobody where there is no session. */
export const findMe = async (): Promise<void> => {
  meTrouble.value = undefined;
  if (!hasSession()) {
    me.value = null;
    return;
  }
  try {
    me.value = await client.identity.me();
  } catch (error) {
    if (!(error instanceof YardError)) throw error;
    if (error.status === 401) me.value = null;
    else meTrouble.value = error;
  }
};

/** Ends the session. */
export const signOut = async (): Promise<void> => {
  await client.identity.signOut();
  me.value = null;
};
