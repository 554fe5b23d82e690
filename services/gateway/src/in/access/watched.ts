import type { ServerResponse } from 'node:http';
import { SetMetadata } from '@nestjs/common';
import { HttpFault } from '@switchyard/http';
import type { Millis } from '@switchyard/kernel';

export const watchedMark = 'switchyard:watched';

/** For routes with answers that stay open: the guard asks again while they do, and cuts those of who may not any more. */
export const Watched = () => SetMetadata(watchedMark, true);

/** With the two seconds for which memberships are kept, a change is effective within five. */
export const watchEveryMs: Millis = 3_000;

/**
 * Cuts an answer once `ask` is refused. Who cannot be asked about is not cut: the store may be away, and those who come
 * back meanwhile are not let in.
 */
export const watch = (answer: ServerResponse, ask: () => Promise<unknown>, everyMs: Millis): void => {
  let isAsking = false;
  const again = async () => {
    isAsking = true;
    await ask().catch((error: unknown) => {
      if (error instanceof HttpFault && error.status < 500) answer.destroy();
    });
    isAsking = false;
  };
  const timer = setInterval(() => {
    if (!isAsking) void again();
  }, everyMs);
  timer.unref();
  answer.once('close', () => clearInterval(timer));
};
