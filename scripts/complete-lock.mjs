// Adds the optional packages of other platforms that the registry at hand lacks to package-lock.json.
// npm writes a lock without them and `npm ci` then refuses it. Run after each change of dependencies.
import { readFileSync, writeFileSync } from 'node:fs';

const systems = ['darwin', 'win32', 'linux', 'android', 'freebsd', 'openbsd', 'netbsd', 'sunos', 'aix', 'openharmony'];
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const { packages } = lock;

const resolves = (from, name) => {
  for (let base = from; ;) {
    if (packages[`${base ? `${base}/` : ''}node_modules/${name}`]) return true;
    if (!base) return false;
    const cut = base.lastIndexOf('/node_modules/');
    base = cut < 0 ? '' : base.slice(0, cut);
  }
};

let added = 0;
for (const [path, entry] of Object.entries({ ...packages })) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const version = /\d+\.\d+\.\d+\S*/.exec(range)?.[0];
    if (!version || resolves(path, name)) continue;
    const os = systems.find(system => name.includes(system)) ?? 'none';
    const cpu = /(arm64|x64|ia32|ppc64|s390x|loong64|riscv64|mips64el|arm|wasm32)/.exec(name)?.[1] ?? 'none';
    packages[`node_modules/${name}`] = { version, optional: true, os: [os], cpu: [cpu] };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added} optional packages of other platforms added`);
