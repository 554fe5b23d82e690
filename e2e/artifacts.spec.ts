import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArtifactAnswer, ExecutionView, ListArtifactsAnswer, ReportsAnswer } from '@switchyard/contracts';
import { yard } from './command.js';
import { eventually, House } from './house.js';

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const pipeline = `name: kept
steps:
  - name: build
    run: |
      mkdir -p dist/js && printf '<h1>site</h1>' > dist/index.html
      seq 1 20000 > dist/js/numbers.txt
      ln -s /etc/passwd dist/stolen; ln -s / dist/root
      printf run > dist/tool && chmod 755 dist/tool && printf no > dist/index.map
    artifacts: { name: site, paths: ['dist/**', '!**/*.map'] }
  - name: test
    run: |
      cat > junit.xml <<'XML'
      <testsuite name="sums"><testcase name="adds" classname="sums" time="0.2"/>
      <testcase name="subtracts" classname="sums" time="1.5"><failure message="1 is not 2">sums.test.js:7:3</failure></testcase>
      </testsuite>
      XML
      printf 'SF:a.js\\nDA:1,1\\nDA:2,0\\nend_of_record\\n' > lcov.info
      exit 1
    continue_on_error: true
    artifacts:
      - { name: results, paths: ['*.xml'], report: junit }
      - { name: coverage, paths: [lcov.info], report: lcov, expires: 1d }
      - { name: never, paths: [junit.xml] }
      - { name: none, paths: ['nothing/**'], when: always }
`;

/** One folder for everything that is left over. */
describe('artifacts', () => {
  let house: House;
  let execution: ExecutionView;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yard-artifacts-'));
    house = await House.start({ environment: { EXPIRY_SWEEP_MS: '100' } });
    execution = await house.run(pipeline);
  });
  afterAll(async () => {
    await house?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const at = (rest = '') => `/api/ci/executions/${execution.id}/${rest}`;
  const list = async (id = execution.id) =>
    (await house.json<ListArtifactsAnswer>(`/api/ci/executions/${id}/artifacts`)).artifacts;
  const command = (...words: string[]) =>
    yard(words, {
      cwd: folder,
      environment: { YARD_URL: house.url, YARD_TOKEN: house.authorization.authorization.slice(7) },
    });

  it('are kept by the results they ask for, without links, and said in the output', async () => {
    expect(execution.status).toBe('success');
    expect((await list()).map(({ name, files, report }) => ({ name, files, report }))).toEqual([
      { name: 'site', files: 3, report: undefined },
      { name: 'results', files: 1, report: { kind: 'junit', tests: 2, failed: 1, skipped: 0 } },
      { name: 'coverage', files: 1, report: { kind: 'lcov', lines: 2, linesHit: 1 } },
    ]);
    const output = await house.output(execution, 'build');
    expect(output).toContain('artifact site: 2 links left out\nKeeping artifact site: 3 files, 109 kB\n');
    const tests = await house.output(execution, 'test');
    expect(tests).toContain('results: 2 tests: 1 passed, 1 failed, 0 skipped\n');
    expect(tests).toContain('artifact none: no files match nothing/**\n');
    expect(execution.steps[0]?.attempts[0]?.artifacts).toEqual([{ name: 'site', files: 3, bytes: 108910 }]);
  });

  it('are listed with their files', async () => {
    const { entries } = await house.json<ArtifactAnswer>(at('artifacts/site'));
    expect(entries.map(({ path, mode }) => [path, (mode & 0o111) > 0])).toEqual([
      ['dist/index.html', false],
      ['dist/js/numbers.txt', false],
      ['dist/tool', true],
    ]);
    expect(entries[0]?.sha256).toBe(hashOf(Buffer.from('<h1>site</h1>')));
    const page = await house.json<ArtifactAnswer>(at('artifacts/site?after=1&limit=1'));
    expect([page.entries.map(one => one.path), page.next]).toEqual([['dist/js/numbers.txt'], 2]);
  });

  it('are downloaded by file, whole and in part', async () => {
    const whole = await house.request(at('artifacts/site/files/dist/js/numbers.txt'));
    const text = await whole.text();
    expect([text.length, text.startsWith('1\n2\n'), text.endsWith('20000\n')]).toEqual([108_894, true, true]);
    expect(whole.headers.get('etag')).toBe(`"${hashOf(Buffer.from(text))}"`);
    const range = { range: 'bytes=2-5' };
    const part = await house.request(at('artifacts/site/files/dist/js/numbers.txt'), { headers: range });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      'bytes 2-5/108894',
      '2\n3\n',
    ]);
    const known = { 'if-none-match': whole.headers.get('etag') ?? '' };
    expect((await house.request(at('artifacts/site/files/dist/js/numbers.txt'), { headers: known })).status).toBe(304);
    const far = { range: 'bytes=999999-' };
    expect((await house.request(at('artifacts/site/files/dist/js/numbers.txt'), { headers: far })).status).toBe(416);
  });

  it('are never shown as a page of this site', async () => {
    const { headers } = await house.request(at('artifacts/site/files/dist/index.html?download=false'));
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain('sandbox');
  });

  it.each(['artifacts/nowhere', 'artifacts/site/files/dist/stolen', 'artifacts/site/files/..%2f..%2fetc%2fpasswd'])(
    'that are not there are none: %s',
    async path => {
      expect((await house.request(at(path))).status).toBe(404);
    },
  );

  it('are downloaded as a ZIP, which others can read', async () => {
    const answer = await house.request(at('artifacts/site/archive'));
    expect(answer.headers.get('content-disposition')).toContain('filename="site.zip"');
    const zip = Buffer.from(await answer.arrayBuffer());
    // End of central directory: its signature, and the count of files (APPNOTE.TXT 4.3.16).
    const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006'));
    expect(zip.readUInt16LE(end + 10)).toBe(3);
    expect(zip.includes('dist/js/numbers.txt')).toBe(true);
    expect(zip.length).toBeLessThan(100_000);
  });

  it('have reports that are read', async () => {
    const { reports } = await house.json<ReportsAnswer>(at('reports'));
    expect(reports).toMatchObject([
      {
        ...{ name: 'results', kind: 'junit', mistakes: [] },
        report: { tests: 2, failures: [{ name: 'subtracts', file: 'sums.test.js', line: 7 }] },
      },
      { name: 'coverage', report: { lines: { found: 2, hit: 1 } } },
    ]);
  });

  it('come to the command line', async () => {
    const listed = await command('artifacts', 'list', execution.id);
    expect(listed.stdout).toMatch(/^name +step +files +size +until +id\nsite +build +3 +109 kB /);
    const got = await command('artifacts', 'download', execution.id, '--to', 'all', '--json');
    expect(got.stderr).toBe('');
    expect(JSON.parse(got.stdout)).toMatchObject([
      { name: 'site', files: 3 },
      { name: 'results' },
      { name: 'coverage' },
    ]);
    expect(await readFile(join(folder, 'all/site/dist/index.html'), 'utf8')).toBe('<h1>site</h1>');
    expect((await stat(join(folder, 'all/site/dist/tool'))).mode & 0o777).toBe(0o755);
    expect(await readdir(join(folder, 'all/results'))).toEqual(['junit.xml']);
    const tests = await command('tests', execution.id);
    expect(tests.stdout).toContain('✗ sums › subtracts: 1 is not 2 (sums.test.js:7)');
    const none = await command('artifacts', 'download', execution.id, 'nowhere');
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('it has site, results, coverage')]);
  });

  it('of very many files are one archive and one list', async () => {
    const many = await house.run(
      "name: many\nsteps: [{ name: a, run: 'mkdir m && cd m && seq 1 10000 | xargs touch && echo x > 7', artifacts: 'm/**' }]\n",
    );
    expect(await list(many.id)).toMatchObject([{ name: 'a', files: 10_000, bytes: 2 }]);
    const file = await house.request(`/api/ci/executions/${many.id}/artifacts/a/files/m/7`);
    expect(await file.text()).toBe('x\n');
  });

  it('with names that no archive may hold fail the step by its own doing', async () => {
    const view = await house.run(
      `name: hostile\nsteps: [{ name: a, run: 'touch "a\\\\b"', artifacts: '*' }, { name: b, run: 'echo x', when: always, artifacts: [{ name: '../../up', paths: ['*'] }] }]\n`,
    );
    expect(view.steps[0]).toMatchObject({ status: 'failed', failure: 'user' });
    expect(view.steps[0]?.reason).toContain('no artifact can hold the file called');
  });

  it('whose kept bytes were damaged are cut off, not told as if they were right', async () => {
    const view = await house.run(`name: bad\nsteps: [{ name: a, run: 'seq 1 9999 > n.txt', artifacts: n.txt }]\n`);
    const found: string[] = [];
    for (const entry of await readdir(join(house.data, 'blobs'), { recursive: true, withFileTypes: true }))
      if (entry.isFile() && entry.parentPath.includes(`${view.id}.a.1`)) found.push(join(entry.parentPath, entry.name));
    const sizes = await Promise.all(found.map(async path => ({ path, size: (await stat(path)).size })));
    const [biggest] = sizes.sort((one, other) => other.size - one.size);
    const bytes = await readFile(biggest?.path ?? '');
    bytes[3_000] = (bytes[3_000] ?? 0) ^ 1;
    await writeFile(biggest?.path ?? '', bytes);
    const read = async (path: string) =>
      (await house.request(`/api/ci/executions/${view.id}/artifacts/a/${path}`)).text();
    expect(JSON.parse(await read('files/n.txt'))).toMatchObject({
      code: 'artifact-damaged',
      suggestions: ['run the step again', expect.anything()],
    });
    await expect(read('archive')).rejects.toThrow();
  });

  it('expire, and are removed with all they hold', async () => {
    const view = await house.run(
      `name: short\nsteps: [{ name: a, run: 'echo x > x', artifacts: { paths: [x], expires: 1s } }]\n`,
    );
    await eventually('the end of its time', async () => (await list(view.id)).length === 0);
    expect((await house.request(`/api/ci/executions/${view.id}/artifacts/a`)).status).toBe(404);
    const left = async () =>
      (
        await readdir(join(house.data, 'blobs'), { recursive: true, withFileTypes: true }).catch(() => undefined)
      )?.filter(entry => entry.isFile() && `${entry.parentPath}/${entry.name}`.includes(view.id));
    await eventually('its files to be removed', async () => (await left())?.length === 0);
    expect(await list()).toHaveLength(3);
  });
});
