import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionView } from '@switchyard/contracts';
import { type HttpServer, serveHttp, TestRepository } from '../libs/connector-kit/src/source/git-servers.story.js';
import { yard } from './command.js';
import { eventually, House } from './house.js';

const token = 'tok-5e11-f00d-9f27';

describe('a pipeline with a source', () => {
  let root: string;
  let house: House;
  let open: HttpServer;
  let web: TestRepository;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'yard-repositories-'));
    web = new TestRepository(root);
    open = await serveHttp(root);
    house = await House.start({ environment: { SOURCE_PROTOCOLS: 'https,ssh,http,file' } });
  });
  afterAll(async () => {
    await house.stop();
    await open.stop();
    rmSync(root, { recursive: true, force: true });
  });

  const outputs = (execution: ExecutionView) =>
    Promise.all(execution.steps.map(({ name }) => house.output(execution, name)));
  const triggered = async (yaml: string, body: object) => {
    const { pipeline } = await house.apply(yaml);
    return house.ended(await house.trigger(pipeline.id, body));
  };

  it('runs on the commit of its trigger, and the second time from the copy that the connector has', async () => {
    const commit = web.commit({ file: 'one' });
    web.commit({ file: 'two' });
    const yaml =
      'name: pushed\nsource: true\nsteps:\n  - { name: say, run: \'cat file; printf " %s %s\\n" "$YARD_COMMIT" "$(git rev-parse HEAD)"\' }\n';
    const facts = { repository: `${open.url}/web.git`, branch: 'main', commit_hash: commit };
    const first = await triggered(yaml, facts);
    expect([first.status, ...(await outputs(first))]).toEqual([
      'success',
      expect.stringContaining(`one ${commit} ${commit}\n`),
    ]);
    const asked = open.requests.length;
    const second = await triggered(yaml, facts);
    expect([second.status, ...(await outputs(second))]).toEqual([
      'success',
      expect.stringContaining('taken from the copy'),
    ]);
    expect(open.requests).toHaveLength(asked);
  });

  it('gives all steps one commit while its branch moves, and keeps what they change', async () => {
    const commit = web.commit({ file: 'before' });
    const write = `git clone -q "${web.bare}" ../moving-$$ && cd ../moving-$$ && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m moved && git push -q origin HEAD:main && cd - && rm -rf ../moving-$$`;
    const yaml = `name: moving
source: { repository: '${open.url}/web.git', ref: main }
steps:
  - { name: move, run: 'echo changed > file; ${write}' }
  - { name: look, run: 'cat file; echo "$YARD_COMMIT $YARD_BRANCH"; git rev-parse HEAD' }
  - { name: none, source: false, run: 'echo "${'${YARD_COMMIT:-no commit}'}"' }
`;
    const ended = await house.run(yaml);
    const [, look, none] = await outputs(ended);
    expect(ended.status).toBe('success');
    expect(look).toContain(`changed\n${commit} main\n${commit}\n`);
    expect(none).toBe('no commit\n');
    expect(web.run('ls-remote', 'origin', 'refs/heads/main')).not.toContain(commit);
  });

  it('fetches a private repository with a token that is nowhere afterwards, and that its step does not have', async () => {
    web.commit({ file: 'private\n' });
    const closed = await serveHttp(root, { user: 'x-access-token', password: token });
    try {
      await house.json('/api/projects/default/secrets/git.token', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ value: token }),
      });
      const yaml = `name: private
source: { repository: '${closed.url}/web.git', credentials: git.token }
steps: [{ name: say, run: 'cat file; env | grep -c -e CREDENTIALS -e tok- || true; git config --list' }]
`;
      const ended = await house.run(yaml);
      const [output = ''] = await outputs(ended);
      expect(ended.status).toBe('success');
      expect(output).toContain('private\n0\n');
      expect(output).not.toContain(token);
      const workspaces = join(house.data, 'connectors/shell/workspaces');
      await eventually('workspaces to be gone', async () => readdirSync(workspaces).length === 0);
      const holding = readdirSync(house.data, { recursive: true, withFileTypes: true })
        .filter(one => one.isFile())
        .map(one => join(one.parentPath, one.name))
        .filter(path => readFileSync(path).includes(token));
      expect(holding).toEqual([]);
      const without = await house.run(yaml.replace(', credentials: git.token', ''));
      expect(without.steps[0]).toMatchObject({ status: 'failed', attempts: [{ failure: 'user' }] });
    } finally {
      await closed.stop();
    }
  });

  it('is refused at once where its trigger names no repository', async () => {
    const { pipeline } = await house.apply('name: nameless\nsource: true\nsteps: [{ name: say, run: echo }]\n');
    const answer = await house.request(`/api/ci/pipelines/${pipeline.id}/trigger`, { method: 'POST' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: expect.any(String),
      message: expect.stringContaining('the trigger names none'),
      details: { fields: [{ field: 'repository' }] },
    });
  });

  it('run from a checkout works on its commit, and says what is not in it', async () => {
    const commit = web.commit({
      file: 'committed',
      'pipeline.yaml': 'name: local\nsource: true\nsteps: [{ name: say, run: cat file }]\n',
    });
    writeFileSync(join(web.folder, 'file'), 'not committed');
    const { code, stdout, stderr } = await yard(['run', 'pipeline.yaml'], {
      cwd: web.folder,
      environment: { YARD_URL: house.url, YARD_TOKEN: house.authorization.authorization.slice('Bearer '.length) },
    });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining(`1 file is not committed: steps see commit ${commit.slice(0, 8)}, without it`),
    });
    expect(stdout).toMatch(/say +│ committed/);
  });
});
