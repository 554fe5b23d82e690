import { ObjectId } from 'bson';
import { hostname } from 'node:os';
import { type Doc } from '../values/document.js';
import { MAX_DOCUMENT_BYTES } from '../wire/bson.js';
import { MAX_MESSAGE_BYTES } from '../wire/frame.js';
import { type CommandTable, type Request, type Store } from './command.js';

/** The MongoDB release whose behaviour is offered, and the wire version that goes with it. */
const VERSION = [8, 0, 0, 0];
const WIRE_VERSION = 25;
const MAX_WRITE_BATCH = 100_000;
const SESSION_MINUTES = 30;
const SET_NAME = 'embedded';
const ELECTION = new ObjectId('7fffffff0000000000000001');

/** The server is the one member of a replica set: drivers repeat writes safely only when they see a set. */
const hello = (store: Store, request: Request): Doc => {
  const me = store.address();
  return {
    helloOk: true,
    isWritablePrimary: true,
    ismaster: true,
    setName: SET_NAME,
    setVersion: 1,
    hosts: [me],
    primary: me,
    me,
    secondary: false,
    electionId: ELECTION,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: MAX_WRITE_BATCH,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: SESSION_MINUTES,
    connectionId: request.connectionId,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
  };
};

const version = VERSION.slice(0, 3).join('.');
const buildInfo = (): Doc => ({
  version,
  versionArray: VERSION,
  gitVersion: 'switchyard-embedded',
  modules: [],
  storageEngines: ['lmdb'],
  bits: 64,
  debug: false,
  maxBsonObjectSize: MAX_DOCUMENT_BYTES,
});

const parameters: Doc = {
  featureCompatibilityVersion: { version: '8.0' },
  authenticationMechanisms: [],
  enableTestCommands: false,
};

const getParameter = (_: Store, { body }: Request): Doc => {
  if (body['getParameter'] === '*') return parameters;
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => name in body));
};

const serverStatus = (store: Store): Doc => ({
  host: store.address(),
  version,
  process: 'switchyard-embedded',
  pid: process.pid,
  uptime: process.uptime(),
  localTime: new Date(),
  storageEngine: { name: 'lmdb', persistent: true },
  repl: { setName: SET_NAME, isWritablePrimary: true },
  metrics: { cursor: { open: { total: store.cursors.count } } },
});

const hostInfo = (): Doc => ({ system: { hostname: hostname(), cpuAddrSize: 64 }, os: { type: process.platform } });

const read = (run: (store: Store, request: Request) => Doc) => ({ kind: 'read', run }) as const;
const nothing = read(() => ({}));

export const greetings: CommandTable = {
  hello: read(hello),
  isMaster: read(hello),
  ismaster: read(hello),
  ping: nothing,
  buildInfo: read(buildInfo),
  buildinfo: read(buildInfo),
  hostInfo: read(hostInfo),
  getParameter: read(getParameter),
  serverStatus: read(serverStatus),
  connectionStatus: read(() => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } })),
  whatsmyuri: read((_, { connectionId }) => ({ you: `connection ${connectionId}` })),
  getCmdLineOpts: read(() => ({ argv: [], parsed: {} })),
  // Sessions carry no state here: a retried write is known by its session and number (retries.ts).
  startSession: nothing,
  refreshSessions: nothing,
  endSessions: nothing,
  killSessions: nothing,
  killAllSessions: nothing,
};
