// Writes infra/nats/server.conf from infra/nats/permissions.json, for a nats-server that containers share. Passwords come
// from its environment, NATS_PASSWORD_<USER>. With --check it only says whether the file is as it should be.
import { readFileSync, writeFileSync } from 'node:fs';
import { readPermissions } from '@switchyard/embedded';

const target = new URL('../infra/nats/server.conf', import.meta.url);
const variableOf = name => `NATS_PASSWORD_${name.toUpperCase().replaceAll('-', '_')}`;
const list = subjects => subjects.map(subject => `          ${JSON.stringify(subject)}`).join('\n');

const userOf = ({ name, publish, subscribe, answers }) => `    {
      user: ${JSON.stringify(name)}
      password: $${variableOf(name)}
      permissions: {
        publish: { allow: [
${list(publish)}
        ] }
        subscribe: { allow: [
${list(subscribe)}
        ] }${answers ? '\n        allow_responses: { max: 1, expires: "30s" }' : ''}
      }
    }`;

const text = `# Made from permissions.json by scripts/nats-conf.mjs; change that and run it again.
server_name: switchyard
port: 4222
http: 8222
max_payload: 8MB
max_pending: 64MB
jetstream: { store_dir: "/data", max_memory_store: 0, max_file_store: 8GB }
authorization: {
  users: [
${(await readPermissions()).map(userOf).join('\n')}
  ]
}
`;

if (!process.argv.includes('--check')) writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('infra/nats/server.conf is not what permissions.json says: run node scripts/nats-conf.mjs');
  process.exitCode = 1;
}
