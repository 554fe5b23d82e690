// A process: the embedded store on the folder it is given, behind a line that counts commands. It says where it listens, and the
// counts to whoever asks; it ends with its parent.
import { connect, createServer } from 'node:net';
import { startEmbeddedStore } from '@switchyard/embedded';
import { commandOf, framesOf, isChatter } from './wire.ts';

const store = await startEmbeddedStore({ directory: process.argv[2] });
const counts = {};
let bytes = 0;

const take = frame => {
  const command = commandOf(frame);
  if (command === undefined || isChatter(command)) return;
  counts[command] = (counts[command] ?? 0) + 1;
  bytes += frame.length;
};
const server = createServer(client => {
  const line = connect(Number(new URL(store.uri).port), '127.0.0.1');
  for (const socket of [client, line]) socket.setNoDelay(true).on('error', () => undefined);
  client.on('data', framesOf(take)).pipe(line);
  line.pipe(client);
  client.once('close', () => line.destroy());
  line.once('close', () => client.destroy());
});
server.listen(0, '127.0.0.1', () => {
  // Direct: else drivers ask who is there, and go round this line.
  process.send({ uri: `mongodb://127.0.0.1:${server.address().port}/?directConnection=true` });
});
process.on('message', () => process.send({ counts, bytes }));
process.on('disconnect', () => void store.close().then(() => process.exit()));
