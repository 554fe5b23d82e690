// What a test expects: results, errors, events, and the documents that are there afterwards.
import { MongoClientBulkWriteError, MongoServerError } from './driver.mjs';
import { differences } from './match.mjs';
import { bulkResult } from './operations.mjs';

const isServerError = error => error instanceof MongoServerError || error instanceof MongoClientBulkWriteError;

const responseOf = error =>
  [error, error.cause].map(one => one?.errorResponse).find(response => response?.code !== undefined) ?? {};
const codeOf = error => error.code ?? error.cause?.code ?? responseOf(error).code;

const writeErrorDifferences = (wanted, error, entities) =>
  Object.entries(wanted).flatMap(([at, value]) => {
    const found = error.writeErrors instanceof Map ? error.writeErrors.get(Number(at)) : error.writeErrors?.[at];
    return differences(
      value,
      found && { code: found.code, message: found.message, details: found.details },
      entities,
      true,
      `writeErrors.${at}`,
    );
  });

const checks = {
  isError: () => [],
  isClientError: (wanted, error) =>
    isServerError(error) === wanted ? [`expected ${wanted ? 'a client' : 'a server'} error, got ${error}`] : [],
  isTimeoutError: (wanted, error) => (/Timeout/.test(error.constructor.name) === wanted ? [] : ['not a time-out']),
  errorContains: (wanted, error) =>
    error.message.toLowerCase().includes(wanted.toLowerCase())
      ? []
      : [`'${error.message}' does not contain '${wanted}'`],
  errorCode: (wanted, error) =>
    codeOf(error) === wanted ? [] : [`code ${codeOf(error)} instead of ${wanted}: ${error.message}`],
  errorCodeName: (wanted, error) =>
    responseOf(error).codeName === wanted ? [] : [`code name ${responseOf(error).codeName} instead of ${wanted}`],
  errorLabelsContain: (wanted, error) =>
    wanted.filter(label => !error.hasErrorLabel?.(label)).map(label => `no label ${label}`),
  errorLabelsOmit: (wanted, error) =>
    wanted.filter(label => error.hasErrorLabel?.(label)).map(label => `label ${label}`),
  errorResponse: (wanted, error, entities) => differences(wanted, responseOf(error), entities, true, 'errorResponse'),
  expectResult: (wanted, error, entities) =>
    differences(wanted, bulkResult(error.partialResult ?? error.result), entities, true, 'partial result'),
  writeErrors: writeErrorDifferences,
  writeConcernErrors: (wanted, error, entities) =>
    differences(wanted, error.writeConcernErrors, entities, true, 'writeConcernErrors'),
};

export const errorDifferences = (expected, error, entities) =>
  Object.entries(expected).flatMap(([name, wanted]) =>
    checks[name] ? checks[name](wanted, error, entities) : [`unknown expectation ${name}`],
  );

const eventDifferences = (wanted, seen, entities, at) => {
  const [[kind, fields]] = Object.entries(wanted);
  if (!seen || seen.kind !== kind) return [`event ${at}: ${seen?.kind ?? 'none'} instead of ${kind}`];
  const actual = {
    command: seen.event.command,
    reply: seen.event.reply,
    commandName: seen.event.commandName,
    databaseName: seen.event.databaseName ?? seen.event.command?.$db,
  };
  return Object.entries(fields)
    .filter(([name]) => name in actual)
    .flatMap(([name, value]) => differences(value, actual[name], entities, true, `event ${at} ${name}`));
};

export const eventsDifferences = (expected, entities) =>
  (expected ?? []).flatMap(({ client, events, ignoreExtraEvents }) => {
    const seen = entities.events.get(client) ?? [];
    const counted = ignoreExtraEvents || seen.length === events.length;
    const kinds = seen.map(({ event }) => event.commandName).join(', ');
    return [
      ...(counted ? [] : [`${seen.length} events (${kinds}) instead of ${events.length}`]),
      ...events.flatMap((wanted, at) => eventDifferences(wanted, seen[at], entities, at)),
    ];
  });

export const outcomeDifferences = async (outcome, client) => {
  const found = [];
  for (const { databaseName, collectionName, documents } of outcome ?? []) {
    const stored = await client.db(databaseName).collection(collectionName).find().sort({ _id: 1 }).toArray();
    found.push(...differences(documents, stored, undefined, false, collectionName));
  }
  return found;
};
