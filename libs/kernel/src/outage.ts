import { Fault } from './fault.js';

/** What drivers of MongoDB throw when no server can be reached, or when it says nothing in time. */
const away =
  /^(Mongo(ServerSelection|Network|NetworkTimeout|OperationTimeout|PoolCleared|PoolClearedOnNetwork|NotConnected|TopologyClosed|WaitQueueTimeout)Error|MongooseServerSelectionError)$/;

/**
 * What a thrown value means when it says that the store is away or full; undefined for any other. Known by the error's name, so
 * that nobody has to load a driver for it.
 */
export const outageOf = (thrown: unknown): Fault | undefined => {
  if (!(thrown instanceof Error)) return undefined;
  if ((thrown as { code?: unknown }).code === outOfDiskSpace)
    return fault('store-full', 'the store has no room left on its disk', ['make room on the disk of MongoDB'], thrown);
  if (!away.test(thrown.name) && !isBrokenLine(thrown)) return undefined;
  const suggestions = ['ask again in a moment', 'when it stays so, check that MongoDB runs and has room'];
  return fault('store-away', 'the store cannot be reached at the moment', suggestions, thrown);
};

/** MongoDB's OutOfDiskSpace. */
const outOfDiskSpace = 14_031;

const fault = (code: string, message: string, suggestions: string[], cause: Error): Fault =>
  new Fault({ code, message, blame: 'platform', retry: true, suggestions, cause });

/** A connection that breaks under a write comes as the bare error of the socket. */
const isBrokenLine = ({ code, syscall }: NodeJS.ErrnoException): boolean =>
  syscall !== undefined && ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT'].includes(code ?? '');
