// What the image switchyard-test/store runs: the embedded store, for everybody who can reach it.
import { startEmbeddedStore } from '../../../libs/embedded/src/mongo/index.js';

const store = await startEmbeddedStore({ directory: '/data/db', host: '0.0.0.0', port: 27_017 });
console.log(`listens at ${store.uri}`);
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => void store.close().then(() => process.exit(0)));
