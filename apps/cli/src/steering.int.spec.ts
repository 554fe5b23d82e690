import { execFileSync } from 'node:child_process';
import { FakePlatform } from './fake-platform.story.js';
import { Place } from './yard.story.js';

const id = '01j00000000000000000000000';
const path = `/api/ci/executions/${id}`;
const at = (seconds: number) => new Date(Date.parse('2026-11-23T10:00:00.000Z') + seconds * 1_000).toISOString();
const attempt = { stepId: 'build', attemptId: `${id}.build.1`, n: 1 };
const step = {
  id: 'build',
  name: 'Build it',
  stage: 's',
  status: 'success',
  continueOnError: false,
  attempts: [],
  needs: [],
};
const held = {
  ...step,
  id: 'ship',
  name: 'Ship it',
  status: 'waiting-approval',
  reason: 'waits for one more approval',
  approval: { by: [], quorum: 1, reviews: [] },
};
const execution = {
  id,
  rev: 3,
  pipelineName: 'web',
  status: 'running',
  trigger: { type: 'manual', actor: 'ann' },
  createdAt: at(0),
  stages: [{ id: 's', name: 's' }],
  steps: [step, held],
};
const event = (rev: number, seconds: number, type: string, data: object) => ({
  id: `${id}:${rev}`,
  type,
  time: at(seconds),
  data: { executionId: id, rev, ...data },
});
const told = [
  event(1, 0, 'execution.created', { execution: { ...execution, steps: [step] } }),
  event(2, 1, 'step.started', attempt),
  event(3, 3, 'step.finished', { ...attempt, status: 'success' }),
];

describe('yard, to a platform elsewhere', () => {
  let place: Place;
  let platform: FakePlatform;
  beforeEach(async () => {
    [place, platform] = await Promise.all([Place.make(), FakePlatform.start()]);
    execFileSync('git', ['init', '-q', place.folder]);
    execFileSync('git', ['-C', place.folder, 'config', 'user.name', 'Ada Ünal']);
    platform.routes = {
      'GET /api/ci/executions': { json: { executions: [execution] } },
      [`GET ${path}`]: { json: execution },
    };
  });
  afterEach(async () => {
    await platform.stop();
    await place.leave();
  });
  const yard = (...words: string[]) => place.run(words, platform.environment);

  it('approves a step by its name, in the name of who asks', async () => {
    platform.routes[`POST ${path}/approve`] = { json: { step: 'ship', missing: 0, message: 'it may run' } };
    expect(await yard('approve', 'last', 'Ship it', '--comment', 'fine')).toMatchObject({
      code: 0,
      stdout: 'Ship it: it may run\n',
    });
    const [asked] = platform.commands;
    expect(asked).toMatchObject({ path: `${path}/approve`, body: { step: 'ship', comment: 'fine' } });
    expect(Buffer.from(asked?.actor ?? '', 'latin1').toString()).toBe('Ada Ünal');
  });

  it('says who may approve where somebody may not, and which steps there are', async () => {
    const refusal = { code: 'not-allowed', message: 'only bob may', suggestions: ['ask bob'] };
    platform.routes[`POST ${path}/reject`] = { status: 403, json: refusal };
    expect(await yard('reject', id, 'ship')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/only bob may\n.*ask bob/),
    });
    expect(await yard('reject', id, 'shop')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('it has: build, ship'),
    });
    expect(platform.commands).toHaveLength(1);
  });

  it('pauses, resumes, and cancels with clean-up steps too', async () => {
    for (const verb of ['pause', 'resume', 'cancel'])
      platform.routes[`POST ${path}/${verb}`] = {
        json: { execution_id: id, status: 'running', message: `${verb} done` },
      };
    const paused = await yard('pause', id, '--reason', 'freeze');
    expect(paused).toMatchObject({
      code: 0,
      stdout: `${id}: pause done\n`,
      stderr: `to let it go on: yard resume ${id}\n`,
    });
    expect(await yard('resume', 'last')).toMatchObject({ code: 0, stdout: `${id}: resume done\n` });
    expect(await yard('cancel', 'last', '--force')).toMatchObject({ code: 0, stdout: `${id}: cancel done\n` });
    expect(platform.commands.map(({ body }) => body)).toEqual([{ reason: 'freeze' }, {}, { force: true }]);
  });

  it('repeats an execution from a step, and may show it to its end', async () => {
    platform.routes[`POST ${path}/rerun`] = { json: { execution_id: id, message: 'accepted' } };
    const frames = [
      { event: 'execution', data: execution },
      { event: 'end', data: { status: 'success' } },
    ];
    const text = frames.map(frame => `event: ${frame.event}\ndata: ${JSON.stringify(frame.data)}\n\n`).join('');
    platform.routes[`GET ${path}/stream`] = { text, type: 'text/event-stream' };
    expect(await yard('rerun', 'last', '--from', 'Ship it')).toMatchObject({ code: 0, stdout: `${id}: accepted\n` });
    expect(platform.commands[0]?.body).toEqual({ from_step: 'ship' });
    platform.routes[`GET ${path}`] = { json: { ...execution, status: 'success', finishedAt: at(2) } };
    const followed = await yard('rerun', id, '--follow');
    expect(followed).toMatchObject({ code: 0, stdout: expect.stringMatching(/✓ web: success in 2.0 s\n$/) });
    expect(followed.stdout).toContain(`→ yard approve ${id} ship`);
  });

  it('says why, and where every execution stands', async () => {
    const explanations = [{ stepId: 'ship', sentence: 'waits for one more approval' }];
    platform.routes[`GET ${path}/why?step=ship`] = { json: { explanations } };
    const why = await yard('why', 'last', 'ship');
    expect(why).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Ship it {2}\? waiting-approval {2}waits for one/),
    });
    expect((await yard('list')).stdout).toMatch(/\? waiting-approval .* Ship it: waits for one more approval\n$/);
    expect(JSON.parse((await yard('why', id, 'ship', '--json')).stdout)).toEqual({ execution: id, explanations });
  });

  it('lists events, page after page, and follows them', async () => {
    const many = Array.from({ length: 1_000 }, (_, n) => event(n + 1, 0, 'execution.started', {}));
    const since = at(-60);
    const page = `GET /api/ci/events?since=${encodeURIComponent(since)}&type=execution.started&limit=1000`;
    platform.routes[page] = { json: { events: many, next: 'place' } };
    platform.routes[`${page}&after=place`] = {
      json: { events: [event(1_001, 9, 'execution.started', {})], next: 'end' },
    };
    const listed = await yard('events', '--since', since, '--type', 'execution.started');
    expect(listed.stdout.trimEnd().split('\n')).toHaveLength(1_001);
    expect(listed.stdout).toMatch(new RegExp(`${at(9)} {2}${id} +execution.started\n$`));

    const text = told.map(one => `event: event\nid: ${one.time}\ndata: ${JSON.stringify(one)}\n\n`).join('');
    platform.routes['GET /api/ci/events/stream'] = { text, type: 'text/event-stream' };
    const following = place.start(['events', '--follow', '--json'], platform.environment);
    await following.says('"step.finished"');
    following.signal('SIGINT');
    const { stdout } = await following.ended();
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line) as unknown),
    ).toEqual(told);
  });

  it('shows an execution again, at any speed', async () => {
    platform.routes[`GET ${path}/events?after=0`] = { json: { events: told } };
    platform.routes[`GET ${path}/events?after=3`] = { json: { events: [] } };
    platform.routes[`GET ${path}/logs`] = { text: 'one\ntwo' };
    const begun = performance.now();
    const { code, stdout, stderr } = await yard('replay', 'last', '--speed', '4');
    expect(performance.now() - begun).toBeGreaterThan(750);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: ['▸ started', 'one', 'two', '✓ success'].map(line => `Build it │ ${line}\n`).join(''),
    });
    expect(stderr).toContain(`it goes on; to watch it: yard logs ${id} --follow`);
  });

  it.each([
    ['a time that is none', ['events', '--since', 'yesterday'], '90s, 30m, 1h or 2d'],
    ['a type that is none', ['events', '--type', 'step.moved'], 'step.finished'],
    ['a speed that is none', ['replay', 'last', '--speed', '0'], 'or max'],
    ['a step that is missing', ['approve', 'last'], "missing required argument 'step'"],
  ])('is told of %s as bad usage', async (_, words, sentence) => {
    expect(await yard(...words)).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence) });
    expect(platform.asked).toEqual([]);
  });
});
