import { closeSync, constants, openSync, writeSync } from 'node:fs';

/** `f` feeds, `c` cancels, `k` kills. */
export type Order = 'f' | 'c' | 'k';

/**
 * Sends an order to the shim that reads that fifo; `false` when there is none any more.
 * A fifo without a reader cannot be opened for writing, and the shim alone reads this one:
 * unlike a pid it can never mean somebody else.
 */
export const sendOrder = (fifo: string, order?: Order): boolean => {
  try {
    const file = openSync(fifo, constants.O_WRONLY | constants.O_NONBLOCK);
    try {
      if (order) writeSync(file, order);
    } finally {
      closeSync(file);
    }
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENXIO' || code === 'ENOENT' || code === 'EPIPE') return false;
    // A full fifo (64 KB of unread orders) has a reader, and it will see the ones before.
    if (code === 'EAGAIN') return true;
    throw error;
  }
};

/** Whether the shim that reads that fifo is alive. */
export const isReachable = (fifo: string): boolean => sendOrder(fifo);
