// Bundles every program of the workspaces: package/src/x.ts becomes package/dist/x.js, and what programs share lies in
// dist. A service is a few files for Node to find and read then, not a thousand. Types are checked by `npm run types`.
// Servers are bundled once more, as dist/program.cjs runs them, and their main.js only calls it.
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { build } from 'rolldown';
import { build as buildWeb } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

/** What packages offer, and what is started as a process or a thread. */
const offered = globSync('{libs,services,services/connectors}/*/package.json').flatMap(path =>
  Object.values(JSON.parse(readFileSync(path, 'utf8')).exports ?? {}).map(one =>
    join(dirname(path), one['@switchyard/source']),
  ),
);
const servers = globSync('{services,services/connectors}/*/src/main.ts');
const started = globSync([
  'apps/*/src/main.ts',
  'services/*/src/data-main.ts',
  '{services/pipeline/src/out,libs/connector-kit/src/shim}/*-{worker,shim}.ts',
  'libs/{connector-kit/src/shim,embedded/src/mongo}/index.ts',
  'libs/embedded/src/mongo/store-worker.ts',
]);
const programs = [...new Set([...offered, ...started])];
const target = path => path.replace('/src/', '/dist/').replace(/\.ts$/, '');

/** A module still finds what lies beside its source, wherever its code ends up. */
const rootOfTheBundle = 'ROOT_OF_THE_REPOSITORY';
const places = {
  name: 'places',
  transform: {
    filter: { id: /\.ts$/, code: 'import.meta.url' },
    handler: (code, path) => ({
      code: code.replaceAll(
        'import.meta.url',
        `new URL(${JSON.stringify(relative(root, path))}, ${rootOfTheBundle}).href`,
      ),
    }),
  },
  renderChunk: (code, { fileName }) => {
    if (!code.includes(rootOfTheBundle)) return undefined;
    const up = JSON.stringify(`${relative(dirname(fileName), '.')}/`);
    const here = fileName.endsWith('.cjs') ? `require('node:url').pathToFileURL(__filename)` : 'import.meta.url';
    return { code: code.replaceAll(rootOfTheBundle, `new URL(${up}, ${here})`) };
  },
};

/** Node's http has a getter that loads undici, and an import reads them all: 60 ms at each start that nobody needs. */
const httpAsIs = {
  name: 'http-as-is',
  resolveId: {
    filter: { id: /^(?:node:)?https?$/ },
    handler: id => ({ id: `\0${id.replace('node:', '')}-as-is.cjs` }),
  },
  load: {
    filter: { id: /^\0https?-as-is\.cjs$/ },
    handler: id => `module.exports = process.getBuiltinModule('node:${id.slice(1).replace('-as-is.cjs', '')}');`,
  },
};

/**
 * Lines of packages that cost every start, every idle second or every request, by their ends of paths: what dockerode and
 * its modem load at once, and need for engines behind ssh and for sessions of BuildKit, is found in node_modules when it is
 * asked for; the driver's pools, which have no least size here, are woken ten times less often than ten times a second to
 * look for connections that are too old; and a request of the bus that was answered makes no error, with its stack, for the
 * case that nobody had answered.
 */
const edits = {
  'docker-modem/lib/ssh.js': [
    ["var Client = require('ssh2').Client,", 'var'],
    ['new Client()', "new (require('ssh2').Client)()"],
  ],
  'dockerode/lib/session.js': [
    [/var grpc = require\("@grpc\/grpc-js"\),\s+protoLoader = require\("@grpc\/proto-loader"\),/, 'var'],
    [/\bgrpc\./g, "require('@grpc/grpc-js')."],
    [/\bprotoLoader\./g, "require('@grpc/proto-loader')."],
  ],
  '@nats-io/nats-core/lib/request.js': [
    [/(this\.deferred\.resolve\(msg\);\s+\}\s+)this\.cancel\(\);/, '$1this.mux.cancel(this);'],
  ],
  'mongodb/lib/cmap/connection_pool.js': [['options.minPoolSizeCheckFrequencyMS ?? 100', '1_000']],
};
const edited = {
  name: 'edited',
  transform: {
    filter: { id: new RegExp(`(?:${Object.keys(edits).join('|')})$`) },
    handler: (code, path) => {
      const [, lines] = Object.entries(edits).find(([file]) => path.endsWith(file));
      return lines.reduce((text, [from, to]) => {
        const now = text.replace(from, to);
        if (now === text) throw new Error(`${path} has no ${from} any more`);
        return now;
      }, code);
    },
  },
};

/** Packages that others offer to work with, and that we do not use. */
const unused = [
  ...['@nestjs/websockets', '@nestjs/websockets/socket-module.js', '@nestjs/platform-express'],
  ...['@fastify/static', '@fastify/view', 'amqplib', 'amqp-connection-manager', 'kafkajs', 'mqtt'],
  ...['cache-manager', 'mongodb-client-encryption', 'kerberos', 'snappy', 'socks', 'aws4', 'gcp-metadata'],
  ...['@mongodb-js/zstd', '@aws-sdk/credential-providers'],
  // Where no route has a schema of fastify's own.
  ...['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler'],
];

const bundle = (paths, ending, options) =>
  build({
    input: Object.fromEntries(paths.map(path => [target(path), path])),
    platform: 'node',
    // These look for native parts beside themselves; ssh2 does without its own.
    external: [...unused, 'lmdb', 'ssh2', '@grpc/grpc-js', '@grpc/proto-loader', 'cpu-features', /\.node$/],
    resolve: {
      conditionNames: ['@switchyard/source', 'node', 'import'],
      // @fastify/helmet requires it, and takes what it gets for the function itself.
      alias: {
        helmet: join(root, 'node_modules/helmet/index.cjs'),
        // 500 KB of the world's telephone numbers, for a check that nothing here makes.
        'libphonenumber-js/max': join(root, 'scripts/no-telephone-numbers.cjs'),
        'buffer-crc32': join(root, 'node_modules/buffer-crc32/dist/index.cjs'),
      },
    },
    tsconfig: 'tsconfig.json',
    plugins: [places, httpAsIs, edited],
    // Lines stay where they are when a place is filled in.
    onLog: (level, log, defaultHandler) => log.code === 'SOURCEMAP_BROKEN' || defaultHandler(level, log),
    output: {
      dir: root,
      entryFileNames: `[name].${ending}`,
      chunkFileNames: `dist/[name]-[hash].${ending}`,
      sourcemap: true,
      keepNames: true,
      strictExecutionOrder: true,
      minify: { compress: false, mangle: false, codegen: { removeWhitespace: true, asciiOnly: true } },
      ...options,
    },
  });

// As scripts/program.cjs wants them.
const asFunctions = { format: 'cjs', banner: '(function(exports,require,module,__filename,__dirname){', footer: '})' };
const bundles = await Promise.all([bundle(programs, 'js', { format: 'esm' }), bundle(servers, 'cjs', asFunctions)]);

const written = new Set(bundles.flatMap(({ output }) => output.map(({ fileName }) => fileName)));
const own = (path, text) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  written.add(path);
};
own('dist/program.cjs', readFileSync('scripts/program.cjs'));
for (const path of servers) {
  const main = target(path);
  const runner = relative(dirname(main), 'dist/program.cjs');
  const name = relative('services', dirname(dirname(main))).replace('/', '-');
  own(
    `${main}.js`,
    `import run from ${JSON.stringify(runner)};\nrun(${JSON.stringify(`${main}.cjs`)}, ${JSON.stringify(name)});\n`,
  );
}
// What V8 made of files that are no more.
rmSync('dist/code', { recursive: true, force: true });
for (const path of globSync([
  'dist/*',
  '{libs,services,services/connectors}/*/dist/**/*.{js,cjs,map}',
  'apps/cli/dist/**/*.{js,map}',
]))
  if (!written.has(path)) rmSync(path);

await buildWeb({ configFile: 'apps/web/vite.config.mjs', logLevel: 'warn' });

// Compressed once, here: the gateway sends them as they are.
const squeeze = { br: promisify(brotliCompress), gz: promisify(gzip) };
await Promise.all(
  globSync('apps/web/dist/**/*.{js,css,svg,html}').flatMap(path => {
    const plain = readFileSync(path);
    return Object.entries(squeeze).map(async ([ending, compress]) => {
      const shorter = await compress(plain);
      if (shorter.length < plain.length) writeFileSync(`${path}.${ending}`, shorter);
    });
  }),
);
console.log(`built ${programs.length + servers.length} programs of ${written.size / 2} files`);
