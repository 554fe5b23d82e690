import { Fault } from './fault.js';

/** What drivers of MongoDB throw when no server can be reached, or when it says nothing in time. */
const away =
  /^(Mongo(ServerSelection|Network|NetworkTimeout|OperationTimeout|PoolCleared|PoolClearedOnNetwork|NotConnected|TopologyClosed|WaitQueueTimeout)Error|MongooseServerSelectionError)$/;

/**
 * What a thrown value means when it says that the store is away; undefined for any other. Known by the error's name, so
 * that nobody has to load a driver for it.
 */
export const outageOf = (thrown: unknown): Fault | undefined =>
  thrown instanceof Error && (away.test(thrown.name) || isBrokenLine(thrown))
    ? new Fault({
        code: 'store-away',
        message: 'the store cannot be reached at the moment',
        blame: 'platform',
        retry: true,
        suggestions: ['ask again in a moment', 'when it stays so, check that MongoDB runs and has room'],
        cause: thrown,
      })
    : undefined;

/** A connection that breaks under a write comes as the bare error of the socket. */
const isBrokenLine = ({ code, syscall }: NodeJS.ErrnoException): boolean =>
  syscall !== undefined && ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT'].includes(code ?? '');
