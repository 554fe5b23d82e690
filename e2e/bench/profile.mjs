// node --import ./e2e/typescript.mjs e2e/bench/profile.mjs FOLDER [rows]: where processes spent their time, from the CPU profiles that
// `npm run bench -- … --profile FOLDER` left there. Of each process, the functions that took the most themselves.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columns } from './figures.ts';
import { selfTimes } from './profiles.ts';

const [folder, rows = '15'] = process.argv.slice(2);
if (folder === undefined) {
  console.error('use: profile.mjs FOLDER [rows]');
  process.exit(2);
}
for (const name of readdirSync(folder).filter(file => file.endsWith('.cpuprofile'))) {
  const times = selfTimes(JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const busy = times.reduce((sum, { ms }) => sum + ms, 0);
  const table = times
    .slice(0, Number(rows))
    .map(({ place, ms, share }) => [place, '', `${ms} ms`, `${Math.round(share * 100)} %`]);
  console.log(`${name}: busy for ${Math.round(busy)} ms\n${columns(table)}\n`);
}
