// Runs a program that scripts/build.mjs made: each file of it is a function in parentheses. What V8 compiled of it until the program had
// started is kept, so that the next start need not compile it again. Node's own compile cache keeps it when a process ends, much of it
// thrown away by then, and it looks for every file, decodes it and reads all of it.
const { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join, relative } = require('node:path');
const { cachedDataVersionTag } = require('node:v8');
const { Script } = require('node:vm');
const { crc32 } = require('node:zlib');

const root = join(__dirname, '..');
/** The kernel's `hasStarted` calls it. */
const started = Symbol.for('switchyard.started');
/** After the start: nobody who waits for it should wait longer. */
const keptAfterMs = 200;
const sumBytes = 4;

/** What was kept; undefined where there is none, or where it is not whole. */
const kept = file => {
  try {
    const bytes = readFileSync(file);
    const code = bytes.subarray(sumBytes);
    return crc32(code) === bytes.readUInt32LE(0) ? code : undefined;
  } catch {
    return undefined;
  }
};

const forget = file => {
  try {
    rmSync(file, { force: true });
  } catch {
    // It was never there.
  }
};

const keep = (file, code) => {
  const sum = Buffer.alloc(sumBytes);
  sum.writeUInt32LE(crc32(code));
  const own = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(own, Buffer.concat([sum, code]));
    renameSync(own, file);
  } catch {
    // An installation that cannot be written compiles at each start.
    forget(own);
  }
};

/** @param main the program's first file. @param name of the program: others that share files run other functions of them. */
module.exports = (main, name) => {
  const folder = join(__dirname, 'code', cachedDataVersionTag().toString(16), name);
  const modules = new Map();
  const compiled = [];

  const load = path => {
    const known = modules.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(path, module);
    const place = join(folder, relative(root, path).replaceAll(/[\\/]/g, '-'));
    const cachedData = kept(place);
    // ASCII, which Latin-1 reads without a look at each byte.
    const script = new Script(readFileSync(path, 'latin1'), { filename: path, cachedData });
    if (!cachedData || script.cachedDataRejected) compiled.push({ place, script });
    const requireHere = createRequire(path);
    const require = id => (id.startsWith('.') ? load(join(dirname(path), id)) : requireHere(id));
    script.runInThisContext()(module.exports, require, module, path, dirname(path));
    return module.exports;
  };

  const keepNext = () => {
    const one = compiled.shift();
    if (one) keep(one.place, one.script.createCachedData());
    return one !== undefined;
  };
  // One by one, since each takes its time.
  const keepOn = () => keepNext() && setTimeout(keepOn, 1).unref();
  globalThis[started] = () => {
    setTimeout(keepOn, keptAfterMs).unref();
    process.once('exit', () => {
      while (keepNext());
    });
  };
  load(join(root, main));
};
