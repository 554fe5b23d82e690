import { FakePlatform } from './fake-platform.story.js';
import { Place } from './yard.story.js';

const delivery = (more: object = {}) => ({
  id: '01j00000000000000000000000',
  project: 'default',
  door: 'github',
  at: '2026-11-23T12:30:00.000Z',
  event: 'push',
  branch: 'main',
  actor: 'alice',
  outcome: 'started',
  pipelines: [{ pipelineId: 'p', pipelineName: 'web', decision: 'started', executionId: 'e1' }],
  ...more,
});
const skipped = { outcome: 'skipped', branch: '\u001b[2Jdocs', pipelines: [], reason: 'no trigger names it' };

describe('yard webhooks', () => {
  let place: Place;
  let platform: FakePlatform;
  beforeEach(async () => {
    [place, platform] = await Promise.all([Place.make(), FakePlatform.start()]);
  });
  afterEach(async () => {
    await platform.stop();
    await place.leave();
  });
  const yard = (...words: string[]) => place.start(['webhooks', ...words], platform.environment).ended();

  it('lists what came, with what became of it, and no codes for terminals', async () => {
    platform.routes = {
      'GET /api/webhooks/deliveries?limit=20&project=shop': { json: { deliveries: [delivery(), delivery(skipped)] } },
    };
    const { code, stdout } = await yard('list', '--project', 'shop');
    expect(code).toBe(0);
    expect(stdout).toContain('web: e1');
    expect(stdout).toContain('no trigger names it');
    expect(stdout).not.toContain('\u001b[2J');
  });

  it('takes a delivery once more', async () => {
    const path = '/api/webhooks/deliveries/01j00000000000000000000000/replay';
    platform.routes = { [`POST ${path}`]: { status: 202, json: { delivery: 'd2', repeated: false, message: '' } } };
    const { code, stdout } = await yard('replay', '01j00000000000000000000000');
    expect([code, stdout]).toEqual([0, '01j00000000000000000000000: taken once more as d2\n']);
    expect(platform.commands.map(({ path: asked }) => asked)).toEqual([path]);
  });

  it('refuses an outcome that is none', async () => {
    const { code, stderr } = await yard('list', '--outcome', 'lost');
    expect([code, platform.asked]).toEqual([2, []]);
    expect(stderr).toContain('waiting, started, skipped, refused');
  });
});
