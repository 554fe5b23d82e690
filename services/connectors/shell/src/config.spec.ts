import { readConfig } from '@switchyard/http';
import { limitsOf, portRangeOf, ShellConfig } from './config.js';

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

describe('the ports that steps are given', () => {
  const rangeFrom = (environment: Record<string, string>) =>
    portRangeOf(readConfig(ShellConfig, { ...needed, ...environment }));

  it('lie below those of outgoing connections unless others are said', () => {
    expect(rangeFrom({})).toEqual({ first: 20_000, last: 29_999 });
    expect(rangeFrom({ SHELL_PORTS: '1024-65535' })).toEqual({ first: 1_024, last: 65_535 });
    expect(rangeFrom({ SHELL_PORTS: '4000-4000' })).toEqual({ first: 4_000, last: 4_000 });
  });

  it.each(['80-90', '5000-4000', '1024-65536', '5000', '5000-', 'a-b', '1024-2048-4096'])('are never %j', SHELL_PORTS =>
    expect(() => rangeFrom({ SHELL_PORTS })).toThrow('SHELL_PORTS'),
  );
});
