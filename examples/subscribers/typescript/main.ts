// Prints what happens in one project, a line for each event: first what the platform still has, then live. Started again,
// it goes on where it was. Its environment is what `yard subscriber NAME` says.
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

interface Event {
  id: string;
  type: string;
  subject: string;
  time: string;
}

const { NATS_URL, NATS_USER, NATS_PASSWORD, YARD_STREAM, YARD_CONSUMER } = process.env;
if (!NATS_URL || !NATS_USER || !NATS_PASSWORD || !YARD_STREAM || !YARD_CONSUMER)
  throw new Error('first: eval "$(yard subscriber NAME)"');

const connection = await connect({
  servers: NATS_URL,
  user: NATS_USER,
  pass: NATS_PASSWORD,
  // It may hear answers here, and nowhere else.
  inboxPrefix: `_INBOX_${NATS_USER}`,
  maxReconnectAttempts: -1,
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void connection.close());

const consumer = await jetstream(connection).consumers.get(YARD_STREAM, YARD_CONSUMER);
for await (const message of await consumer.consume()) {
  const { id, type, subject, time } = message.json<Event>();
  process.stdout.write(`${time} ${type} ${subject} ${id}\n`);
  // What is not acknowledged comes again.
  message.ack();
}
