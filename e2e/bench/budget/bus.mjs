// What the bus has carried, as nats-server itself counts it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the bus of a platform listens, and where it answers questions about itself. */
export const natsOf = data => {
  const folder = join(data, 'nats/ports');
  const name = readdirSync(folder).find(file => file.endsWith('.ports'));
  const { nats, monitoring } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  return { url: nats[0], monitoring: monitoring[0] };
};

const ask = async (monitoring, path) => (await fetch(`${monitoring}${path}`)).json();

/** Messages that came in and went out, by the service they are of, and messages taken by each stream, since its start. */
export const busCounts = async data => {
  const { monitoring } = natsOf(data);
  const [{ in_msgs, out_msgs }, { connections }, { account_details }] = await Promise.all([
    ask(monitoring, '/varz'),
    ask(monitoring, '/connz?auth=true&limit=1000'),
    ask(monitoring, '/jsz?streams=true&accounts=true'),
  ]);
  const users = {};
  for (const { authorized_user: user, in_msgs: said, out_msgs: heard } of connections) {
    const before = users[user] ?? { said: 0, heard: 0 };
    users[user] = { said: before.said + said, heard: before.heard + heard };
  }
  const streams = Object.fromEntries(
    (account_details ?? []).flatMap(({ stream_detail = [] }) =>
      stream_detail.map(({ name, state }) => [name, state.last_seq]),
    ),
  );
  return { in: in_msgs, out: out_msgs, users, streams };
};
