import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { startEmbeddedStore } from '@switchyard/embedded';
import { Fault, isoTime, reasonOf } from '@switchyard/kernel';
import { exportTo, importFrom, openStore, type Store } from '@switchyard/store';
import { readEnvironment } from './config.js';
import { DataDirectory } from './data-directory.js';

/** Copies a database to a file or back: `data-main.js export|import FILE --data DIRECTORY`. `MONGODB_URI` is used instead when set. */
const run = async (): Promise<string> => {
  const { verb, file, data } = asked();
  const { MONGODB_URI, MONGODB_DATABASE } = await readEnvironment();
  const place = MONGODB_URI ? { uri: MONGODB_URI, close: () => Promise.resolve() } : await openLocal(data);
  try {
    const store = await openStore({ uri: place.uri, database: MONGODB_DATABASE, service: 'data' });
    try {
      return await copied(verb, file, store);
    } finally {
      await store.close();
    }
  } finally {
    await place.close();
  }
};

const asked = () => {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { data: { type: 'string' } } });
  const [verb, file] = positionals;
  if ((verb === 'export' || verb === 'import') && file && values.data)
    return { verb, file, data: values.data } as const;
  const message = 'use: export|import FILE --data DIRECTORY';
  throw new Fault({ code: 'bad-usage', message, blame: 'user', retry: false });
};

const copied = async (verb: 'export' | 'import', file: string, { connection }: Store): Promise<string> => {
  if (verb === 'export') {
    const { collections, documents } = await exportTo(file, connection, isoTime(Date.now()));
    return `${documents} documents of ${collections} collections are in ${file}`;
  }
  const { collections, documents } = await importFrom(file, connection);
  return `${documents} documents of ${collections} collections came from ${file}`;
};

/** The embedded store of a data directory that no platform uses. */
const openLocal = async (data: string) => {
  const directory = await DataDirectory.open(data);
  const store = await startEmbeddedStore({ directory: directory.under('store') }).catch(async (error: unknown) => {
    await directory.close();
    throw error;
  });
  return {
    uri: store.uri,
    close: async () => {
      await store.close();
      await directory.close();
    },
  };
};

const say = (stream: NodeJS.WriteStream, line: string) => stream.write(`${line}\n`);
process.exitCode = await run().then(
  line => {
    say(process.stdout, line);
    return 0;
  },
  (error: unknown) => {
    say(process.stderr, `yard: ${reasonOf(error)}`);
    if (error instanceof Fault) for (const suggestion of error.suggestions) say(process.stderr, `      ${suggestion}`);
    return error instanceof Fault && error.blame === 'user' ? 2 : 3;
  },
);
