// The clients, databases and collections a test file names.
import { MongoClient, ReadPreference } from './driver.mjs';

const eventNames = {
  commandStartedEvent: 'commandStarted',
  commandSucceededEvent: 'commandSucceeded',
  commandFailedEvent: 'commandFailed',
};
const unobserved = new Set(['configureFailPoint', 'hello', 'ismaster', 'isMaster', 'endSessions']);

const observe = (client, spec, events) => {
  const ignored = new Set(spec.ignoreCommandMonitoringEvents ?? []);
  for (const kind of spec.observeEvents ?? [])
    client.on(eventNames[kind] ?? kind, event => {
      if (!unobserved.has(event.commandName) && !ignored.has(event.commandName)) events.push({ kind, event });
    });
};

const preferenceOf = ({ mode, tagSets, maxStalenessSeconds, hedge }) =>
  new ReadPreference(mode, tagSets, { maxStalenessSeconds, hedge });

export const optionsOf = given => {
  const { readConcern, writeConcern, readPreference, ...rest } = given ?? {};
  return {
    ...rest,
    ...(readConcern ? { readConcern } : {}),
    ...(writeConcern ? { writeConcern } : {}),
    ...(readPreference ? { readPreference: preferenceOf(readPreference) } : {}),
  };
};

export class Entities {
  #byId = new Map();
  #clients = [];
  /** Events by the client that saw them. */
  events = new Map();

  constructor(uri) {
    this.uri = uri;
  }

  get(id) {
    if (!this.#byId.has(id)) throw new Error(`no entity ${id}`);
    return this.#byId.get(id);
  }

  set(id, value) {
    this.#byId.set(id, value);
  }

  async create(specs) {
    for (const spec of specs ?? []) {
      const [[kind, options]] = Object.entries(spec);
      this.set(options.id, await makers[kind](this, options));
    }
  }

  async makeClient(spec) {
    const events = [];
    this.events.set(spec.id, events);
    const client = new MongoClient(this.uri, { ...spec.uriOptions, monitorCommands: true });
    observe(client, spec, events);
    this.#clients.push(client);
    return client.connect();
  }

  async close() {
    await Promise.all(this.#clients.map(client => client.close()));
  }
}

const makers = {
  client: (entities, spec) => entities.makeClient(spec),
  database: (entities, spec) => entities.get(spec.client).db(spec.databaseName, optionsOf(spec.databaseOptions)),
  collection: (entities, spec) =>
    entities.get(spec.database).collection(spec.collectionName, optionsOf(spec.collectionOptions)),
  session: (entities, spec) => entities.get(spec.client).startSession(spec.sessionOptions),
};
