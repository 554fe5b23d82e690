import 'reflect-metadata';
import { armCrashes, hasStarted } from '@switchyard/kernel';
import { loggerOf, startTelemetry } from '@switchyard/telemetry';
import { announce, failed } from './announce.js';
import { readEnvironment, readOptions } from './config.js';
import { DataDirectory } from './data-directory.js';
import { startPlatform } from './platform.js';

const log = loggerOf('single-node');

/** Asked to leave by a signal, or by the end of whoever started this. */
const asked = (withParent: boolean): Promise<string> =>
  new Promise(resolve => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
    if (withParent) process.stdin.once('close', () => resolve('parent')).resume();
  });

const run = async (): Promise<number> => {
  const options = readOptions(process.argv.slice(2));
  const config = await readEnvironment();
  armCrashes(config.CRASH_AT);
  const leaving = asked(options.withParent);
  const directory = await DataDirectory.open(options.data);
  const telemetry = await startTelemetry({
    service: 'single-node',
    endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    log: { level: config.LOG_LEVEL, file: directory.log },
  });
  try {
    const platform = await startPlatform(directory, config, options);
    announce({ event: 'ready', url: platform.url, token: directory.token, pid: process.pid });
    log.info({ url: platform.url }, 'platform ready');
    hasStarted();
    const broken = await Promise.race([leaving.then(() => undefined), platform.broken]);
    if (broken) failed(broken);
    await platform.stop();
    return broken ? 1 : 0;
  } finally {
    log.info({}, 'platform stopped');
    await telemetry.stop();
    await directory.close();
  }
};

// Nobody reads any more: that is no reason to stop.
process.stdout.on('error', () => undefined);
void run()
  .catch((error: unknown) => {
    failed(error);
    return 1;
  })
  .then(code => process.exit(code));
