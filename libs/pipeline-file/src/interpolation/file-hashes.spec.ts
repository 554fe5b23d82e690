import { partsOfKey } from '@switchyard/contracts/cache-key';
import { parsePipeline } from '../parse-pipeline.js';
import { planPipeline } from '../plan/index.js';
import { fillKey } from './index.js';

const facts = {
  branch: 'main',
  commit: '',
  repository: '',
  trigger: 'manual',
  actor: '',
  pipeline: 'a',
  env: { DIR: 'web' },
  steps: {},
};
const partsOf = (key: string) => {
  const filled = fillKey(key, facts);
  return filled.mistake === undefined ? partsOfKey(filled.text) : filled;
};

describe('the key of a cache', () => {
  it.each([
    ['npm-${{ branch }}', ['npm-main']],
    ["npm-${{ hashFiles('package-lock.json', '**/go.sum') }}-1", ['npm-', ['package-lock.json', '**/go.sum'], '-1']],
    ["${{ hashFiles(env.DIR + '/a') }}${{ branch }}", [['web/a'], 'main']],
    [`\${{ hashFiles('a") }}', '{b,c}/**') }}`, [['a") }}', '{b,c}/**']]],
    ['a-$${{ b }}', ['a-', '${{', ' b }}']],
    [`\${{ '$' }}\${{ hashFiles('a') }}`, ['$', ['a']]],
    [`\${{ '$' }}\${{ '{{ hashFiles("b") }}' }}`, ['${{', ' hashFiles("b") }}']],
    [`\${{ '$' + '{{ hashFiles("/etc/passwd") }}' }}`, ['${{', ' hashFiles("/etc/passwd") }}']],
  ])('%s is filled in but for the hashes of files', (key, parts) => {
    expect(partsOf(key)).toEqual(parts);
  });

  it.each([
    ["${{ hashFiles('../a') }}", /leads out of the workspace/],
    ['${{ hashFiles(env.NONE) }}', /NONE/],
    ["${{ branch + hashFiles('a') }}", /hashFiles/],
    ['${{ branch }}'.repeat(600), /has 2400 characters/],
  ])('%s gives no key', (key, mistake) => {
    expect(fillKey(key, facts).mistake).toMatch(mistake);
  });

  it.each(['${{ hashFiles(', '${{ hashFiles(1) }}', '${{ hashFiles("a) }}', '${{', 'plain', ''])(
    'of %j has no hash in it, and is itself',
    key => {
      expect(partsOfKey(key).join('')).toBe(key);
    },
  );
});

describe('the hash of files', () => {
  const codesOf = (step: string) =>
    parsePipeline(`name: a\nsteps: [{ name: one, run: x, ${step} }]\n`).findings.map(({ code }) => code);
  const inKey = (key: string) => codesOf(`cache: { paths: p, key: "${key}" }`);

  it('is known in the keys of caches', () => {
    expect(inKey("a-${{ hashFiles('a', '**/b') }}")).toEqual([]);
    expect(codesOf(`cache: { paths: p, key: k, restore-keys: ["\${{ hashFiles('a') }}-"] }`)).toEqual([]);
    expect(codesOf(`cache: { result: true, inputs: p, key: "\${{ hashFiles('a') }}" }`)).toEqual([]);
  });

  it.each([
    ["${{ branch + hashFiles('a') }}", 'hash-not-alone'],
    ["${{ size(hashFiles('a')) }}", 'hash-not-alone'],
    ['${{ hashFiles() }}', 'bad-hash'],
    ['${{ hashFiles(1) }}', 'bad-hash'],
    ["${{ hashFiles('/etc/passwd') }}", 'outside-workspace'],
    ['${{ hashFiles(matrix.dir) }}', 'no-matrix'],
  ])('%s is a finding', (key, code) => {
    expect(inKey(key)).toEqual([code]);
  });

  it('is known nowhere else', () => {
    expect(codesOf(`env: { A: "\${{ hashFiles('a') }}" }`)).toEqual(['hash-not-here']);
  });

  it('of a plan stays for whoever has the files', () => {
    const { model } = parsePipeline(
      `name: a\nsteps: [{ name: one, run: x, cache: { paths: p, key: "\${{ branch }}-\${{ hashFiles('a') }}", fallbacks: ["\${{ tag }}", "\${{ branch }}-"] } }]\n`,
    );
    const trigger = { branch: 'main', commit: '', tag: '', repository: '', trigger: 'manual', actor: '' };
    const { plan } = model
      ? planPipeline(model, { trigger, inputs: {}, environment: {}, variables: {} })
      : { plan: undefined };
    expect(plan?.stages[0]?.steps[0]?.caches).toEqual([
      { key: 'main-${{ hashFiles("a") }}', fallbacks: ['main-'], paths: ['p'] },
    ]);
  });
});
