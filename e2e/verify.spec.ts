import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestRepository } from '../libs/connector-kit/src/source/git-servers.story.js';
import { yard } from './command.js';
import { eventually, House } from './house.js';

const same = `name: same
source: true
on: { manual: { inputs: { target: text } } }
steps:
  - name: build
    outputs: [version]
    run: |
      cat file; date; echo "in $PWD for $INPUT_TARGET"; mktemp
      echo "version=1.2" >> "$YARD_OUTPUT"
  - { name: fails, run: exit 3, continue_on_error: true }
  - { name: ship, approval: true, run: 'echo shipped' }
  - { name: after, run: 'echo after' }
`;
const chance = `name: chance
steps:
  - { name: steady, run: 'echo steady' }
  - { name: roll, run: 'echo rolling; echo "a $(od -An -N8 -tx8 /dev/urandom)"; echo rolled' }
  - { name: elsewhere, pool: nowhere, run: 'true' }
`;

describe('yard verify', () => {
  let folder: string;
  let house: House;
  let web: TestRepository;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yard-verify-'));
    web = new TestRepository(folder);
    house = await House.start();
  }, 180_000);
  afterAll(async () => {
    await house.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const verify = (id: string, ...words: string[]) =>
    yard(['verify', id, ...words], {
      cwd: folder,
      environment: { YARD_URL: house.url, YARD_TOKEN: house.authorization.authorization.slice('Bearer '.length) },
    });

  it('says that a run comes out the same here, at its commit, and what is not repeated', async () => {
    const commit_hash = web.commit({ file: 'one' });
    web.commit({ file: 'two' });
    const { pipeline } = await house.apply(same);
    const facts = { repository: web.bare, branch: 'main', commit_hash, inputs: { target: 'us' } };
    const id = await house.trigger(pipeline.id, facts);
    await eventually('approval', async () =>
      (await house.get(id)).steps.some(one => one.status === 'waiting-approval'),
    );
    expect(await verify(id)).toMatchObject({ code: 2, stderr: expect.stringContaining('has not ended') });
    await house.json(`/api/ci/executions/${id}/approve`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ step: 'ship' }),
    });
    const execution = await house.ended(id);
    expect(await house.output(execution, 'build')).toContain('one');
    const { code, stdout } = await verify(id);
    expect({ code, lines: stdout.trim().split('\n') }).toEqual({
      code: 0,
      lines: [
        'not compared: ship: it asks for approval, which is not given again',
        'not compared: after: it comes after a step that is not repeated',
        '✓ the same here: build, fails',
      ],
    });
    expect(readdirSync(join(folder, '.yard/verify'))).toEqual([]);
  }, 180_000);

  it('names the step and the line that differ', async () => {
    const id = await house.begin(chance);
    await eventually('the step nobody runs', async () => (await house.get(id)).steps[2]?.status === 'queued');
    await house.cancel(id);
    await house.ended(id);
    const { code, stdout, stderr } = await verify(id, '--json', '--keep');
    const told = JSON.parse(stdout || `{"stderr":${JSON.stringify(stderr)}}`) as { sentence: string };
    expect({ code, told }).toEqual({
      code: 1,
      told: expect.objectContaining({
        verdict: 'differs',
        same: ['steady'],
        notRepeated: [
          { step: 'elsewhere', why: expect.stringContaining('pool shell/nowhere, and this machine has none') },
        ],
        difference: expect.objectContaining({ step: 'roll', what: 'log', line: { there: 2, here: 2 } }),
      }),
    });
    expect(told.sentence).toMatch(/^step roll: line 2 of its output is "a .*" there, and "a .*" here$/);
    const [kept = ''] = readdirSync(join(folder, '.yard/verify'));
    expect(existsSync(join(folder, '.yard/verify', kept, 'connectors/shell'))).toBe(true);
  }, 180_000);
});
