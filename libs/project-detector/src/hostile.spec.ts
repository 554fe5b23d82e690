import { detect } from './detect.js';
import { pipelineFor } from './pipeline-for.js';
import { GivenFiles, ProjectFiles } from './project-files.js';
import { errorsIn, filesOf, type Tree } from './trees.story.js';

/** Time of a processor, whatever else the machine does: several times of what is needed, and far from what a square takes. */
const withinMs = 5_000;
const processorMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const looked = (files: ProjectFiles) => {
  const began = processorMs();
  const found = detect(files);
  const yaml = pipelineFor(found);
  expect(processorMs() - began).toBeLessThan(withinMs);
  expect(errorsIn(yaml)).toEqual([]);
  return found;
};
const many = (count: number, path: (i: number) => string, text?: string) =>
  new GivenFiles(new Map(Array.from({ length: count }, (_, i) => [path(i), text])));
const siteOf = () => {
  const pages = Array.from({ length: 100_000 }, (_, i) => [`content/${i % 300}/${i}.html`, ''] as const);
  return new GivenFiles(new Map([['hugo.toml', 'title = "a"'], ...pages]));
};
const deep = (open: string, count: number) => open.repeat(count);

describe('a tree that means no good', () => {
  it.each<[string, GivenFiles]>([
    ['100,000 files in one folder', many(100_000, i => `a/file-${i}.txt`)],
    ['100,000 folders', many(100_000, i => `f${i}/notes.md`, '')],
    ['100,000 packages', many(100_000, i => `f${i}/package.json`, '{"scripts":{"test":"x"}}')],
    ['100,000 files of one site', siteOf()],
    [
      'pages in every folder, eight deep',
      many(50_000, i => `${[...String(i).padStart(7, '0')].join('/')}/index.html`, 'x'),
    ],
    ['100,000 settings of Jekyll', many(100_000, i => `f${i}/_config.yml`, 'a: b')],
  ])('such as %s is looked at in time', (_, files) => {
    const { projects } = looked(files);
    expect(projects.length).toBeLessThanOrEqual(201);
  });

  it('with more projects than are told says so', () => {
    expect(looked(many(300, i => `f${i}/go.mod`, 'module a\n')).notes).toEqual([
      'There are more than 200 projects; those nearest to the top are told.',
    ]);
  });

  it('with more folders than are looked into says so', () => {
    expect(looked(many(20_001, i => `f${i}/_config.yml`, '')).notes).toEqual([
      'More than 20000 folders may hold a project; those nearest to the top were looked into.',
    ]);
  });

  it('with more files than are looked at says so', () => {
    expect(looked(many(200_001, i => `f${i}`)).notes).toEqual([
      'Only the first 200000 of 200001 files were looked at.',
    ]);
  });

  it('with more text than is read says so, and goes by the names', () => {
    const found = looked(many(190, i => `f${i}/Chart.yaml`, `# ${'x'.repeat(10_000)}\napiVersion: v2\nname: a\n`));
    expect(found.notes).toEqual([
      'Not every file was read, since they are too many or too large; their names were looked at.',
    ]);
    expect(found.projects.map(one => one.evidence[0]?.shows)).toContain(
      'it defines a Helm chart; its content is not known',
    );
  });

  const member = `g/${'a'.repeat(60)}/package.json`;
  const bombs: Tree = {
    'a/package.json': deep('[', 200_000),
    'b/package.json': `{"a":${deep('{"a":', 30_000)}`,
    'c/Cargo.toml': `a = ${deep('[', 100_000)}`,
    'd/Chart.yaml': deep('[', 30_000),
    'e/Chart.yaml': deep('- ', 15_000),
    'f/Chart.yaml': `a: &a [x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*a, *b${i - 1}, *b${i - 1}]`).join('\n')}`,
    'g/pnpm-workspace.yaml': `packages:\n${'  - "*a*b*c*d*e*f*g"\n'.repeat(1_000)}`,
    'g/package.json': '{"workspaces":["**/**/**/**/**/*a*a*a*a*a*b"]}',
    'h/pom.xml': `<project>${'<artifactId>'.repeat(10_000)}`,
    'i/Dockerfile': `${' '.repeat(200_000)}FROM`,
    'j/go.mod': `module ${'a'.repeat(200_000)}`,
    'k/pyproject.toml':
      '[project]\nname = "\\u0000"\ndependencies = "none"\n[project.optional-dependencies]\n"d e v" = 1\n',
    'l/package.json': 'null',
    'm/package.json': '"text"',
    'n/package.json': '{"scripts":[],"workspaces":{"packages":{"a":1}},"engines":7,"packageManager":[]}',
    'o/Chart.yaml': '!!binary "x"',
    'p/Chart.yaml': '? {a: b}\n: c\n<<: *x\n',
    'q/composer.json': '{"scripts":"x","require":null}',
  };
  it.each(Object.entries(bombs))('holding a bomb at %s does not throw, and is looked at in time', (path, text) => {
    const { projects } = looked(filesOf({ [path]: text, [member]: '{}' }));
    expect(projects.map(one => one.evidence[0]?.path)).toContain(member);
  });

  it('with the names of what every object has is only a tree', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const manifest = '{"__proto__":{"scripts":{"test":"x"}},"scripts":{"__proto__":{"build":"x"}},"constructor":1}';
    const files = names.flatMap(name => [
      [name, manifest] as const,
      [`${name}/package.json`, manifest] as const,
      [`x/${name}`, 'y'] as const,
    ]);
    const { projects } = looked(new GivenFiles(new Map(files)));
    expect(
      projects
        .filter(one => one.kind === 'node')
        .map(one => one.directory)
        .sort(),
    ).toEqual([...names].sort());
    expect(projects.flatMap(one => one.commands)).toEqual([]);
    expect(({} as { scripts?: unknown }).scripts).toBeUndefined();
  });

  it('with names that would be commands, expressions or lines of YAML gives none of them away', () => {
    const names = [
      'a; rm -rf x',
      '$(id)',
      "it's",
      'a: b #c',
      '${{ env.SECRET }}',
      'a\nrun: evil',
      '-rf',
      '" \\',
      '\u202egpj',
      '%',
      '&a',
      '*a',
      '!!x',
      ' lead',
    ];
    const files = names.flatMap(name => [
      [`${name}/package.json`, '{"scripts":{"test":"x"}}'] as const,
      [`sln/${name}.sln`, 'Microsoft Visual Studio Solution File'] as const,
      [`img/${name}.dockerfile`, 'FROM a'] as const,
    ]);
    const { projects } = looked(new GivenFiles(new Map(files)));
    const runs = projects.flatMap(one => one.commands.map(({ run }) => run));
    expect(runs.filter(run => run.includes('$(id)'))).toEqual([
      'docker build --file \'$(id).dockerfile\' --tag img-id:"${YARD_COMMIT:-latest}" .',
    ]);
    expect(projects.map(one => one.directory).filter(directory => /[\n\\\u202e]|\$\{\{/.test(directory))).toEqual([]);
  });

  it('whose files cannot be read is known by their names', () => {
    class Locked extends ProjectFiles {
      paths = () => ['package.json', 'yarn.lock'];
      size = () => 1;
      read = () => undefined;
    }
    expect(looked(new Locked()).projects).toMatchObject([{ kind: 'node', tool: 'yarn', confidence: 0.8 }]);
  });

  it('with files that are too large is known by their names, and they are not read', () => {
    const read: string[] = [];
    class Large extends ProjectFiles {
      paths = () => ['package.json'];
      size = () => 10_000_000;
      read = (path: string) => (read.push(path), '{}');
    }
    expect(looked(new Large()).projects).toMatchObject([{ kind: 'node', confidence: 0.6 }]);
    expect(read).toEqual([]);
  });
});
