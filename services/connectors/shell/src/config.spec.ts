import { readConfig } from '@switchyard/http';
import { limitsOf, ShellConfig } from './config.js';

const needed = { NATS_USER: 'connector-shell', NATS_PASSWORD: 'secret', DATA_DIRECTORY: '/data' };
const limitsFrom = (environment: Record<string, string>) =>
  limitsOf(readConfig(ShellConfig, { ...needed, ...environment }));

describe('the limits of a step', () => {
  it('are there unless they are said', () => expect(limitsFrom({})).toEqual({ pidsMax: 4_096, graceMs: 10_000 }));

  it.each([
    [{ STEP_PIDS_MAX: '0' }, { pidsMax: 0, graceMs: 10_000 }],
    [
      { STEP_PIDS_MAX: '32', STOP_GRACE_MS: '0' },
      { pidsMax: 32, graceMs: 0 },
    ],
  ])('may be %j', (environment, limits) => expect(limitsFrom(environment)).toEqual(limits));

  it.each([{ STEP_PIDS_MAX: '31' }, { STEP_PIDS_MAX: 'many' }, { STOP_GRACE_MS: '10001' }, { STOP_GRACE_MS: '-1' }])(
    'are never %j',
    environment => expect(() => limitsFrom(environment)).toThrow(Object.keys(environment)[0]),
  );
});
