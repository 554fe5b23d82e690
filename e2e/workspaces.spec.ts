import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  ExecutionId,
  ExecutionView,
  ListAuditAnswer,
  ListWorkspacesAnswer,
  RemoveWorkspacesAnswer,
} from '@switchyard/contracts';
import { yard } from './command.js';
import { Outsider } from './faults/outsider.js';
import { eventually, House } from './house.js';

const until = (name: string) => `until [ -e "$LEDGER/${name}" ]; do sleep 0.02; done`;

/** Two steps side by side, one on each machine; then a third, for which only the machine of `hold` has room. */
const travelling = `name: travelling
steps:
  - name: write
    run: |
      ${until('go')}
      mkdir -p out && echo "built by the first" > out/file && chmod 750 out/file && ln -s file out/link
      pwd
  - name: hold
    run: |
      echo side > beside
      ${until('release')}
      pwd
  - name: read
    needs: [write, hold]
    run: |
      pwd
      cat out/link beside
      stat -c %a out/file
      rm beside
  - name: alone
    needs: [read]
    workspace: own
    run: |
      echo "holds $(ls -A | wc -l)"
      touch left
`;

const blocker = `name: blocker
steps: [{ name: blocks, run: '${until('free')}' }]
`;

describe('workspaces on two machines', () => {
  let house: House;
  let outsider: Outsider;
  let ledger: string;
  beforeAll(async () => {
    ledger = mkdtempSync(join(tmpdir(), 'yard-ledger-'));
    const environment = { CONNECTOR_SLOTS: '1', BEAT_MS: '200', BLOBS_URL: 'nats:BLOBS' };
    house = await House.start({ environment });
    outsider = await Outsider.start(house, 'connector-shell', { environment });
  });
  afterAll(async () => {
    for (const name of ['go', 'release', 'free']) writeFileSync(join(ledger, name), '');
    await outsider?.stop();
    await house?.stop();
    rmSync(ledger, { recursive: true });
  });

  const say = (name: string) => writeFileSync(join(ledger, name), '');
  const statusOf = (execution: ExecutionView, name: string) => execution.steps.find(step => step.name === name)?.status;
  const is = (id: ExecutionId, name: string, status: string) =>
    eventually(`${name} is ${status}`, async () => statusOf(await house.get(id), name) === status);
  const workspaces = (data: string) => readdirSync(join(data, 'workspaces'));

  it('hold what steps on the other one left, and go from both at the end', async () => {
    await eventually(
      'two sessions',
      async () => (await house.agents()).filter(one => one.connector === 'shell').length === 2,
    );
    const id = await house.begin(travelling, { LEDGER: ledger });
    for (const name of ['write', 'hold']) await is(id, name, 'running');
    const blocking = await house.begin(blocker, { LEDGER: ledger });
    say('go');
    await is(blocking, 'blocks', 'running');
    say('release');
    const ended = await house.ended(id);
    const output = (name: string) => house.output(ended, name);
    expect([await output('read'), ended.status]).toEqual([expect.any(String), 'success']);
    const [wrote, held, read] = await Promise.all([output('write'), output('hold'), output('read')]);
    const folder = (text: string) => text.split('\n').find(line => line.startsWith('/'));
    expect(folder(read)).toBe(folder(held));
    expect(folder(read)).not.toBe(folder(wrote));
    expect(read).toContain('built by the first\nside\n750\n');
    expect(await output('alone')).toContain('holds 0');
    for (const data of [join(house.data, 'connectors/shell'), outsider.data])
      await eventually('no workspace of it', async () => workspaces(data).every(name => !name.startsWith(id)));
    say('free');
    expect((await house.ended(blocking)).status).toBe('success');
    expect(existsSync(join(house.data, 'blobs'))).toBe(false);
  });

  it('are told by the API and the command line, and removed by hand, which the audit tells', async () => {
    const failing = `name: failing
steps:
  - { name: leaves, run: 'printf 12345 > left; printf 123 > beside' }
  - { name: breaks, workspace: own, run: 'printf 1 > own; exit 3' }
`;
    const id = await house.begin(failing);
    await house.ended(id);
    const path = `/api/ci/executions/${id}/workspaces`;
    const { workspaces: found, silent } = await house.json<ListWorkspacesAnswer>(path);
    expect(silent).toBe(0);
    const { length, 0: view } = found.filter(one => one.attemptId === undefined && one.bytes === 8);
    expect(length).toBeGreaterThan(0);
    expect(view).toMatchObject({ executionId: id, pipelineName: 'failing', status: 'failed', files: 2 });
    expect(Date.parse(view?.keptUntil ?? '')).toBeGreaterThan(Date.now());
    expect(found.filter(one => one.attemptId === `${id}.breaks.1`)).toMatchObject([{ files: 1, bytes: 1 }]);

    const environment = { YARD_URL: house.url, YARD_TOKEN: house.authorization.authorization.slice('Bearer '.length) };
    const told = await yard(['workspace', 'list'], { cwd: ledger, environment });
    expect(told.stdout.split('\n').filter(line => line.startsWith(id))).toHaveLength(found.length);

    const remove = () => house.json<RemoveWorkspacesAnswer>(path, { method: 'DELETE' });
    expect(await remove()).toMatchObject({
      removed: expect.any(Number),
      bytes: expect.any(Number),
      inUse: 0,
      silent: 0,
    });
    expect((await house.json<ListWorkspacesAnswer>(path)).workspaces).toEqual([]);
    expect(await remove()).toEqual({ removed: 0, bytes: 0, inUse: 0, silent: 0 });
    const { records } = await house.json<ListAuditAnswer>(`/api/audit?action=workspace.removed&object=${id}`);
    expect(records.length).toBeGreaterThan(0);
  });

  it('of an execution that runs are not removed by hand', async () => {
    rmSync(join(ledger, 'free'), { force: true });
    const id = await house.begin(blocker, { LEDGER: ledger });
    await is(id, 'blocks', 'running');
    const refused = await house.request(`/api/ci/executions/${id}/workspaces`, { method: 'DELETE' });
    expect([refused.status, await refused.json()]).toEqual([
      409,
      expect.objectContaining({ code: 'execution-not-over' }),
    ]);
    say('free');
    expect((await house.ended(id)).status).toBe('success');
  });
});
