import { writeFile } from 'node:fs/promises';
import { FakePlatform } from './fake-platform.story.js';
import { Place } from './yard.story.js';

const id = '01m84ywy6a68hprqsqj13hxz8x';
const path = `/api/ci/pipelines/${id}`;
const pipeline = {
  id,
  project: 'default',
  name: 'web',
  description: 'The site',
  version: 3,
  createdAt: '2026-11-23T12:30:00.000Z',
  updatedAt: '2026-11-23T12:30:00.000Z',
  author: 'ann',
  message: 'faster',
  enabled: true,
  triggers: ['git_push'],
  stages: [{ name: 's', parallel: false, steps: [{ name: 'one', connector: 'shell' }] }],
};
const other = { ...pipeline, id: '01m84ywyccwh2egkrpyg85s86c', name: 'web-shop', enabled: false };
const version = (n: number) => ({ version: n, name: 'web', author: 'ann', at: pipeline.updatedAt, files: ['a'] });

describe('yard pipelines', () => {
  let platform: FakePlatform;
  let place: Place;
  beforeEach(async () => {
    [platform, place] = await Promise.all([FakePlatform.start(), Place.make()]);
    platform.routes = {
      'GET /api/ci/pipelines': { json: { pipelines: [pipeline, other] } },
      [`GET ${path}`]: { json: pipeline },
      [`GET ${path}/versions/3`]: { json: { ...version(3), yaml: 'name: web\n', includes: { a: 'x: \x1b[31m1\n' } } },
      [`PATCH ${path}`]: { json: pipeline },
      [`DELETE ${path}`]: { json: pipeline },
      [`POST ${path}/rollback`]: { json: { result: 'updated', pipeline, findings: [] } },
    };
  });
  afterEach(() => Promise.all([platform.stop(), place.leave()]));
  const yard = (...words: string[]) => place.run(['pipelines', ...words], platform.environment);

  it('lists them as a table, and for programs', async () => {
    const listed = await yard('list', '--name', 'we', '--disabled', '--sort', 'updated', '-n', '2');
    expect(platform.asked[0]?.path).toBe('/api/ci/pipelines?sort=updated&name=we&limit=2&enabled=false');
    expect(listed.code).toBe(0);
    expect(listed.stdout).toMatch(/^pipeline +project +name +state +version +changed +by +steps +started by\n/);
    expect(listed.stdout).toMatch(new RegExp(`^${id} +default +web +enabled +3 .* ago +ann +1 +git_push$`, 'm'));
    expect(JSON.parse((await yard('list', '--json')).stdout)).toEqual([pipeline, other]);
  });

  it('goes on to the next page until there are enough', async () => {
    platform.routes['GET /api/ci/pipelines?sort=name&limit=200'] = { json: { pipelines: [pipeline], next: 'x' } };
    const { stdout } = await yard('list', '-n', '500', '--json');
    expect(platform.asked.map(one => one.path.split('?')[1])).toEqual([
      'sort=name&limit=200',
      'sort=name&limit=200&after=x',
    ]);
    expect(JSON.parse(stdout)).toHaveLength(3);
  });

  it('shows one with its file and all it includes, harmless to a terminal', async () => {
    const { code, stdout } = await yard('show', 'web');
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        `web (${id}) of project default`,
        'The site',
        'enabled',
        'version 3 by ann at 2026-11-23T12:30:00.000Z: faster',
        '',
        '── version 3',
        'name: web',
        '',
        '── a',
        'x: 1',
        '',
      ].join('\n'),
    );
  });

  it('lists versions, and shows what changed', async () => {
    platform.routes[`GET ${path}/versions`] = { json: { versions: [version(3), version(2)] } };
    platform.routes[`GET ${path}/diff`] = { text: '--- pipeline.yaml\tversion 1\n-a\n+b\x1b[2J\n' };
    expect((await yard('versions', id)).stdout).toMatch(/^version .*\n3 +.* ago +ann +web +1\n2 /);
    expect((await yard('diff', 'web', '--from', '1')).stdout).toBe('--- pipeline.yaml  version 1\n-a\n+b\n');
    expect(platform.asked.at(-1)?.path).toBe(`${path}/diff?from=1`);
  });

  it.each<[string[], object, string]>([
    [['enable', 'web'], { method: 'PATCH', path, body: { enabled: true } }, 'web can be triggered\n'],
    [
      ['disable', id, '--reason', 'frozen'],
      { method: 'PATCH', path, body: { enabled: false, reason: 'frozen' } },
      'web is disabled: nothing triggers it\n',
    ],
    [['delete', 'web'], { method: 'DELETE', path, body: undefined }, `web is deleted; its versions stay, as ${id}\n`],
    [
      ['rollback', 'web', '1', '-m', 'too slow'],
      { method: 'POST', path: `${path}/rollback`, body: { version: 1, message: 'too slow' } },
      'web is now version 3, as version 1 was\n',
    ],
  ])('%j asks for it once, and says what it did', async (words, asked, said) => {
    const { code, stdout } = await yard(...words);
    expect(platform.commands).toMatchObject([asked]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: said });
  });

  it('applies a file with what it includes', async () => {
    platform.routes['POST /api/ci/pipelines'] = { json: { result: 'created', pipeline, findings: [] } };
    const file = await place.pipeline('web', { one: 'true' });
    await writeFile(place.path('part.yaml'), 'steps: []\n');
    const { code, stdout } = await yard('apply', file, '-i', './part.yaml', '--project', 'shop', '-m', 'first');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'web is now version 3\n' });
    expect(platform.commands).toMatchObject([
      { body: { files: { 'part.yaml': 'steps: []\n' }, project: 'shop', message: 'first' } },
    ]);
  });

  it('tells the findings of a file that was refused, with their places', async () => {
    const finding = { severity: 'error', code: 'x', message: 'wrong', path: '', line: 2, column: 3 };
    const answer = { code: 'bad-pipeline-file', message: 'wrong', details: { findings: [finding] } };
    platform.routes['POST /api/ci/pipelines'] = { status: 400, json: answer };
    const file = await place.pipeline('web', { one: 'true' });
    const { code, stdout, stderr } = await yard('apply', file);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('web.yaml:2:3: error: wrong');
  });

  it.each([
    ['no such name', ['show', 'shop'], 'there is no pipeline shop', 'there is: web, web-shop'],
    ['a version that is none', ['rollback', 'web', '0'], 'It must be a number from 1', ''],
    ['a connector that is none', ['list', '--connector', 'fax'], 'Allowed choices are shell', ''],
    ['two that exclude each other', ['list', '--enabled', '--disabled'], 'cannot be used with', ''],
    ['no file', ['apply', 'none.yaml'], 'there is no such file', ''],
  ])('is told of %s as bad usage', async (_what, words, sentence, suggestion) => {
    const { code, stderr } = await yard(...words);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr).toContain(suggestion);
    expect(platform.commands).toEqual([]);
  });

  it('asks which one is meant when a name stands in two projects', async () => {
    platform.routes['GET /api/ci/pipelines'] = {
      json: { pipelines: [pipeline, { ...pipeline, id: other.id, project: 'shop' }] },
    };
    const { code, stderr } = await yard('delete', 'web');
    expect(code).toBe(2);
    expect(stderr).toContain('2 pipelines are called web');
    expect(stderr).toContain(`${other.id} of project shop`);
    expect(platform.commands).toEqual([]);
  });

  it.each([
    [412, 'version-changed'],
    [410, 'pipeline-deleted'],
    [409, 'name-taken'],
  ])('says what the platform says, and that it was no fault of the platform (%i)', async (status, code) => {
    platform.routes[`DELETE ${path}`] = { status, json: { code, message: 'as it is', suggestions: ['do it'] } };
    const ran = await yard('delete', 'web', '--if-version', '2');
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('as it is');
  });
});
