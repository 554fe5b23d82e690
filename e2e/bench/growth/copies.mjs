import { EJSON } from 'bson';
import { MongoClient } from 'mongodb';

/** What an execution that has ended leaves in the store. */
const collections = ['executions', 'executionEvents', 'triggers', 'logChunks', 'endedSteps', 'endedRuns'];
const idLength = 26;
const hourMs = 3_600_000;
/** Documents of one insert. */
const batch = 1_000;

const digits = '0123456789abcdefghjkmnpqrstvwxyz';
const timeLength = 10;
const timeOf = id => [...id.slice(0, timeLength)].reduce((sum, digit) => sum * 32 + digits.indexOf(digit), 0);
const idAt = (ms, id) => {
  let time = '';
  for (let left = ms; time.length < timeLength; left = Math.floor(left / 32)) time = digits[left % 32] + time;
  return time + id.slice(timeLength);
};

/** The same document of an execution some hours earlier: its id, and every moment in it. */
const earlier = (text, id, ms) =>
  text
    .replaceAll(id, idAt(timeOf(id) - ms, id))
    .replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z/g, at => `"${new Date(new Date(at.slice(1)).getTime() - ms).toISOString()}`);

const copyInto = async (collection, hours, only) => {
  const oldest = [...only].sort()[0];
  let next = [];
  const flush = async () => {
    if (next.length > 0) await collection.insertMany(next);
    next = [];
  };
  const originals = (await collection.find({ _id: { $gte: oldest } }).toArray())
    .map(document => ({ id: document._id.slice(0, idLength), text: EJSON.stringify(document) }))
    .filter(({ id }) => only.has(id));
  for (const hour of hours)
    for (const { id, text } of originals) {
      next.push(EJSON.parse(earlier(text, id, hour * hourMs)));
      if (next.length === batch) await flush();
    }
  await flush();
};

/**
 * Stores copies of the newest executions that have ended, each some hours before its original: as many real ones would take hours.
 * @param originals how many are copied. @param copies of each. @param from the first hour before them that is free
 */
export const addCopies = async (uri, { originals, copies, from }) => {
  const client = await new MongoClient(uri).connect();
  try {
    const store = client.db('switchyard');
    const ended = await store.collection('endedRuns').find().sort({ _id: -1 }).limit(originals).toArray();
    if (ended.length < originals)
      throw new Error(`${ended.length} executions have ended, ${originals} are to be copied`);
    const hours = Array.from({ length: copies }, (_, n) => from + n);
    for (const name of collections) await copyInto(store.collection(name), hours, new Set(ended.map(({ _id }) => _id)));
  } finally {
    await client.close();
  }
};
