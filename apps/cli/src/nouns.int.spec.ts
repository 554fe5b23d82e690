import { writeFile } from 'node:fs/promises';
import { FakePlatform } from './fake-platform.story.js';
import { aboutPeople, signingIn } from './nouns-people.story.js';
import { aboutPipelines } from './nouns-pipelines.story.js';
import { Place } from './yard.story.js';

const id = '01k7n5pa000000000000000000';

describe('commands of the real program', () => {
  let place: Place;
  let platform: FakePlatform;
  beforeAll(async () => {
    [place, platform] = await Promise.all([Place.make(), FakePlatform.start()]);
    await writeFile(place.path('file.yaml'), 'template: node-test\nsteps: []\n');
  });
  afterAll(async () => {
    await platform.stop();
    await place.leave();
  });
  const yard = (words: string[]) =>
    place
      .start(words, { ...platform.environment, XDG_CONFIG_HOME: place.folder }, 'correct horse\nanother horse\n')
      .ended();

  it.each([...aboutPeople, ...aboutPipelines])('%p', async (words, routes, asked, says) => {
    platform.routes = routes;
    platform.asked.length = 0;
    const { code, stdout, stderr } = await yard(words);
    expect({ words, code, stderr: code === 0 ? '' : stderr }).toEqual({ words, code: 0, stderr: '' });
    expect(stdout).toMatch(says);
    expect(stdout).not.toContain('\u001b');
    expect(platform.asked.map(({ path }) => path).join(' ')).toContain(asked);
    const json = await yard([...words, '--json']);
    for (const line of json.stdout.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it('send what they were given', async () => {
    platform.asked.length = 0;
    platform.routes = { ...signingIn, 'POST /api/sessions/password': { json: { message: 'changed' } } };
    await yard(['sessions', 'password', '--user', 'ann']);
    expect(platform.asked.find(({ path }) => path.endsWith('password'))?.body).toEqual({
      current: 'correct horse',
      next: 'another horse',
    });
    platform.routes = { [`POST /api/ci/pipelines/${id}/trigger`]: { json: { execution_id: id, message: 'accepted' } } };
    await yard(['pipelines', 'trigger', id, '--branch', 'main', '-i', 'to=eu', '-e', 'A=1', '--commit', 'abc']);
    expect(platform.asked.at(-1)?.body).toEqual({
      trigger_type: 'manual',
      branch: 'main',
      commit_hash: 'abc',
      environment: { A: '1' },
      inputs: { to: 'eu' },
    });
    platform.routes = {
      'PUT /api/projects/default/notifications/builds': { json: { on: ['failure'], target: 'slack' } },
    };
    await yard([
      'notifications',
      'set',
      'builds',
      '--kind',
      'slack',
      '--on',
      'start',
      'failure',
      '--config',
      '{"channel":"#b"}',
    ]);
    expect(platform.asked.at(-1)?.body).toEqual({
      target: 'slack',
      on: ['start', 'failure'],
      config: { channel: '#b' },
    });
  });

  it('say that nothing was found by their exit code, as grep does', async () => {
    platform.routes = { [`GET /api/ci/executions/${id}/logs/search`]: { json: { matches: [], bytes: 9 } } };
    expect(await yard(['logs', id, '--search', 'x'])).toMatchObject({ code: 1, stdout: '' });
  });
});
