import { IsOptional, IsString } from 'class-validator';
import { refuseUnsafe } from './safe-start.js';

class Config {
  @IsString() NATS_PASSWORD!: string;
  @IsOptional() @IsString() MONGODB_URI?: string;
}
const surroundings = { modeOf: async () => undefined, addressesOf: async () => [] };
const start = (environment: NodeJS.ProcessEnv) => refuseUnsafe(Config, environment, surroundings);

describe('a start', () => {
  it('that is unsafe is refused with all reasons on one line', async () => {
    const starting = start({ NATS_PASSWORD: 'change-me', MONGODB_URI: 'mongodb://203.0.113.7' });
    await expect(starting).rejects.toMatchObject({ code: 'unsafe-config', retry: false });
    await expect(starting).rejects.toThrow(/^NATS_PASSWORD .*weak-secrets.*; MONGODB_URI .*plain-network[^\n]*$/);
  });

  it('is none of the business of variables that the service does not read', async () => {
    await start({ GITHUB_TOKEN: 'x', NATS_PASSWORD: 'correct horse battery staple' });
  });

  it('is allowed by those who know why', async () => {
    await start({ NATS_PASSWORD: 'change-me', YARD_ALLOW: 'weak-secrets' });
  });
});
