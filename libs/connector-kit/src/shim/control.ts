import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** `f` feeds, `c` cancels, `k` kills. */
export type Order = 'f' | 'c' | 'k';

/**
 * Sends an order to the shim that reads that fifo; `false` when there is none any more.
 * A fifo without a reader cannot be opened for writing, and the shim alone reads this one:
 * unlike a pid it can never mean somebody else.
 */
export const sendOrder = async (fifo: string, order?: Order): Promise<boolean> => {
  try {
    const handle = await open(fifo, constants.O_WRONLY | constants.O_NONBLOCK);
    try {
      if (order) await handle.write(order);
    } finally {
      await handle.close();
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
export const isReachable = (fifo: string): Promise<boolean> => sendOrder(fifo);
