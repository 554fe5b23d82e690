// Runs CRUD tests of MongoDB's unified test format: npm run conformance:mongodb [-- part of a name]
// MONGODB_CRUD_TESTS names the folder of tests, MONGODB_URI a server to test instead of the embedded one.
import { startEmbeddedStore } from '@switchyard/embedded';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BSON, MongoClient } from './driver.mjs';
import { Entities } from './entities.mjs';
import { errorDifferences, eventsDifferences, outcomeDifferences } from './expectations.mjs';
import { differences } from './match.mjs';
import { runOperation } from './operations.mjs';
import { reasonToSkip } from './requirements.mjs';

const folder = process.env.MONGODB_CRUD_TESTS ?? '../shared/conformance/mongodb-crud';
const [only = ''] = process.argv.slice(2);

const startServer = async () => {
  if (process.env.MONGODB_URI) return { uri: process.env.MONGODB_URI, stop: async () => undefined };
  const directory = mkdtempSync(join(tmpdir(), 'conformance-'));
  const store = await startEmbeddedStore({ directory, failPoints: true });
  const stop = async () => {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  };
  return { uri: store.uri, stop };
};

const describeServer = async client => {
  const { version } = await client.db('admin').command({ buildInfo: 1 });
  const { setName, msg } = await client.db('admin').command({ hello: 1 });
  return { version, topology: msg === 'isdbgrid' ? 'sharded' : setName ? 'replicaset' : 'single' };
};

/** Collections a file uses without saying what is in them start empty. */
const dropUnprepared = async (client, file) => {
  const specs = (file.createEntities ?? []).map(spec => Object.values(spec)[0]);
  const databases = new Map(specs.filter(spec => spec.databaseName).map(spec => [spec.id, spec.databaseName]));
  for (const { database, collectionName } of specs.filter(spec => spec.collectionName))
    await client
      .db(databases.get(database))
      .dropCollection(collectionName)
      .catch(() => undefined);
};

const prepare = async (client, initialData) => {
  await client
    .db('admin')
    .command({ configureFailPoint: 'failCommand', mode: 'off' })
    .catch(() => undefined);
  for (const { databaseName, collectionName, documents } of initialData ?? []) {
    const database = client.db(databaseName);
    await database.dropCollection(collectionName).catch(() => undefined);
    await database.createCollection(collectionName);
    if (documents.length > 0) await database.collection(collectionName).insertMany(documents);
  }
};

const operationDifferences = async (operation, entities, client) => {
  let result;
  try {
    result = await runOperation(operation, entities, client);
  } catch (error) {
    if (operation.expectError) return errorDifferences(operation.expectError, error, entities);
    return operation.ignoreResultAndError ? [] : [`${operation.name} failed: ${error.message}`];
  }
  if (operation.expectError) return [`${operation.name} did not fail`];
  return 'expectResult' in operation ? differences(operation.expectResult, result, entities, true) : [];
};

const runTest = async (file, test, uri, client) => {
  await dropUnprepared(client, file);
  await prepare(client, file.initialData);
  const entities = new Entities(uri);
  try {
    await entities.create(file.createEntities);
    for (const operation of test.operations) {
      const found = await operationDifferences(operation, entities, client);
      if (found.length > 0) return found;
    }
    return [...eventsDifferences(test.expectEvents, entities), ...(await outcomeDifferences(test.outcome, client))];
  } finally {
    await entities.close();
  }
};

const testsOf = name => {
  const file = BSON.EJSON.parse(readFileSync(join(folder, name), 'utf8'), { relaxed: true });
  return file.tests.map(test => ({ file, test, name: `${file.description}: ${test.description}` }));
};

const main = async () => {
  if (!existsSync(folder)) {
    console.log(`skipped: no tests in ${folder} (MONGODB_CRUD_TESTS names another folder)`);
    return 0;
  }
  const server = await startServer();
  const client = await MongoClient.connect(server.uri);
  const about = await describeServer(client);
  const tests = readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .flatMap(testsOf);
  const tally = { passed: 0, failed: 0, notApplicable: new Map() };
  for (const { file, test, name } of tests.filter(one => one.name.includes(only))) {
    const reason = reasonToSkip(file, test, about);
    if (reason) {
      tally.notApplicable.set(name, reason);
      continue;
    }
    const found = await runTest(file, test, server.uri, client).catch(error => [`${error.stack}`]);
    if (found.length === 0) tally.passed += 1;
    else {
      tally.failed += 1;
      console.log(`FAILED ${name}\n${found.map(sentence => `  ${sentence}`).join('\n')}`);
    }
  }
  for (const [name, reason] of tally.notApplicable) console.log(`not applicable (${reason}): ${name}`);
  console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.notApplicable.size} not applicable`);
  await client.close();
  await server.stop();
  return tally.failed === 0 ? 0 : 1;
};

process.exitCode = await main();
