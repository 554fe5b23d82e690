import { type Binary } from 'bson';
import { sleep } from '@switchyard/kernel';
import { MongoFailure, toFailure } from '../failure.js';
import { asDoc, asDocs, asText, type Doc } from '../values/document.js';
import { isWide, toBigInt } from '../values/order.js';
import { decode, encodeReply } from '../wire/bson.js';
import { type Answer } from '../wire/connection.js';
import { type Message } from '../wire/message.js';
import { type Sabotage } from './fail-points.js';
import { type Retries, type Retryable } from '../write/retries.js';
import { aggregateCommands, writesOut } from './aggregate.js';
import { bulkWriteCommands } from './bulk-write.js';
import { collectionCommands } from './collections.js';
import { type Command, type CommandTable, type Request, type Store } from './command.js';
import { findAndModifyCommands } from './find-and-modify.js';
import { greetings } from './greetings.js';
import { indexCommands } from './indexes.js';
import { reads } from './reads.js';
import { validateCommands } from './validate.js';
import { answerFromView, viewIn } from './views.js';
import { writes } from './writes.js';

const table: CommandTable = {
  ...greetings,
  ...reads,
  ...writes,
  ...findAndModifyCommands,
  ...bulkWriteCommands,
  ...collectionCommands,
  ...indexCommands,
  ...validateCommands,
};

const configureFailPoint: Command = { kind: 'read', run: (store, { body }) => store.failPoints.configure(body) };

const commandFor = (store: Store, request: Request): Command => {
  if (request.name === 'configureFailPoint' && store.failPoints.enabled) return configureFailPoint;
  if (request.name === 'aggregate') return aggregateCommands[writesOut(request) ? 1 : 0];
  const command = Object.prototype.hasOwnProperty.call(table, request.name) ? table[request.name] : undefined;
  if (command) return command;
  throw new MongoFailure('CommandNotFound', `no such command: '${request.name}'`);
};

const requestFrom = (message: Message, connectionId: number): Request => {
  const { body, documents } = message;
  const [name = ''] = Object.keys(body);
  const database = asText(body['$db']) || 'admin';
  const target = asText(body[name]);
  return {
    name,
    database,
    target,
    ns: `${database}.${target}`,
    body,
    ...(documents ? { documents } : {}),
    connectionId,
  };
};

/** What makes a write repeatable: the client numbered it within its session. */
const retryableOf = (body: Doc): Retryable | undefined => {
  const session = asDoc(body['lsid'])['id'] as Binary | undefined;
  const number = body['txnNumber'];
  if (session?._bsontype !== 'Binary' || number === undefined) return undefined;
  return { session: Buffer.from(session.value()), number: isWide(number) ? toBigInt(number) : BigInt(Number(number)) };
};

const refuseTransactions = (body: Doc): void => {
  if (body['autocommit'] === undefined && body['startTransaction'] === undefined) return;
  throw new MongoFailure(
    'IllegalOperation',
    'multi-document transactions are not supported by the embedded store: use MONGODB_URI with a MongoDB server',
  );
};

/** Text is compared by its bytes only; another order would give other answers than asked for. */
const refuseCollation = (body: Doc): void => {
  const statements = [body, ...asDocs(body['updates']), ...asDocs(body['deletes']), ...asDocs(body['indexes'])];
  const asked = statements.find(
    one => one['collation'] !== undefined && asDoc(one['collation'])['locale'] !== 'simple',
  );
  if (asked) throw new MongoFailure('BadValue', 'collation is not supported by the embedded store');
};

const failed = (thrown: unknown): Doc => {
  const failure = toFailure(thrown);
  return { ok: 0, errmsg: failure.message, code: failure.code, codeName: failure.codeName, ...failure.details };
};

/** Runs commands: reads at once, writes in the next group that goes to disk. */
export class Commands {
  constructor(
    private readonly store: Store,
    private readonly retries: Retries,
  ) {}

  answer: Answer = async (message, connectionId) => {
    try {
      const request = requestFrom(message, connectionId);
      const sabotage = this.store.failPoints.strike(request.name);
      return await (sabotage ? this.runSabotaged(request, sabotage) : this.run(request));
    } catch (thrown) {
      return failed(thrown);
    }
  };

  private async runSabotaged(request: Request, sabotage: Sabotage): Promise<Doc | Buffer | undefined> {
    if (sabotage.delayMs > 0) await sleep(sabotage.delayMs);
    if (sabotage.closeConnection) return undefined;
    if (sabotage.reply) return sabotage.reply;
    const reply = await this.run(request);
    return { ...(Buffer.isBuffer(reply) ? decode(reply) : reply), ...sabotage.addition };
  }

  private async run(request: Request): Promise<Doc | Buffer> {
    const command = commandFor(this.store, request);
    refuseTransactions(request.body);
    refuseCollation(request.body);
    const view = viewIn(this.store, request);
    const seen = view && (await answerFromView(this.store, view, request));
    if (seen) return { ...seen, ok: 1 };
    await command.prepare?.(request);
    if (command.kind === 'read') return { ...(await command.run(this.store, request)), ok: 1 };
    const retryable = retryableOf(request.body);
    return this.store.keyspace.write(() => {
      const before = retryable && this.retries.answered(retryable);
      if (before) return before;
      const reply = encodeReply({ ...command.run(this.store, request), ok: 1 });
      if (retryable) this.retries.remember(retryable, reply);
      return reply;
    });
  }
}
