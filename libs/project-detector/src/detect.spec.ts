import { detect } from './detect.js';
import * as more from './more-trees.story.js';
import * as trees from './trees.story.js';
import { filesOf, type Tree } from './trees.story.js';

const found = (tree: Tree) => detect(filesOf(tree)).projects;
/** Such as `node . npm`. */
const seen = (tree: Tree) => found(tree).map(({ kind, directory, tool = '' }) => `${kind} ${directory} ${tool}`.trim());
const commands = (tree: Tree, directory = '.') =>
  found(tree).flatMap(one =>
    one.directory === directory ? one.commands.map(({ purpose, run }) => `${purpose}: ${run}`) : [],
  );

const needy = '{"dependencies":{"a":"1"}}';

describe('what a checkout is', () => {
  it.each<[string, Tree, string[]]>([
    ['npm', trees.nodeNpm, ['node . npm']],
    ['pnpm', trees.nodePnpm, ['node . pnpm']],
    ['yarn', trees.nodeYarn, ['node . yarn']],
    ['bun', trees.nodeBun, ['node . bun']],
    ['poetry', trees.pythonPoetry, ['python . poetry']],
    ['uv', trees.pythonUv, ['python . uv']],
    ['hatch', trees.pythonHatch, ['python . hatch']],
    ['setuptools', trees.pythonSetuptools, ['python . pip']],
    ['requirements', trees.pythonRequirements, ['python . requirements']],
    ['tox', trees.pythonTox, ['python . pip']],
    ['cargo', trees.rustCrate, ['rust . cargo']],
    ['a cargo workspace', trees.rustWorkspace, ['rust . cargo', 'monorepo . cargo']],
    ['Go', trees.goModule, ['go . go']],
    ['Maven with modules', more.javaMaven, ['maven . mvnw', 'monorepo . mvnw']],
    ['Gradle in Kotlin', more.javaGradle, ['gradle . gradlew']],
    ['.NET', more.dotnetSolution, ['dotnet . dotnet']],
    ['PHP', more.phpComposer, ['php . composer']],
    ['a gem', more.rubyGem, ['ruby . bundler']],
    ['Ruby with rake', more.rubyRake, ['ruby . bundler']],
    ['pages', more.plainSite, ['static-site . html']],
    ['Hugo', more.hugoSite, ['static-site . hugo']],
    ['Jekyll', more.jekyllSite, ['static-site . jekyll']],
    ['Astro', more.astroSite, ['node . npm', 'static-site . astro']],
    ['Vite', more.viteSite, ['node . npm', 'static-site . vite']],
    ['images', more.dockerfiles, ['docker . docker', 'docker tools docker']],
    ['a chart', more.helmChart, ['helm charts/web helm']],
    ['Terraform', more.terraformRoot, ['terraform . terraform']],
    ['go.work', trees.goWorkspace, ['monorepo . go.work', 'go api go', 'go worker go']],
    [
      'npm workspaces',
      trees.npmWorkspaces,
      ['node . npm', 'monorepo . npm', 'node packages/api npm', 'node packages/web npm', 'node packages/old npm'],
    ],
    [
      'pnpm workspaces',
      trees.pnpmWorkspaces,
      ['node . pnpm', 'monorepo . pnpm', 'node apps/web pnpm', 'node libs/ui/forms pnpm'],
    ],
    [
      'folders side by side',
      more.manyFolders,
      [
        'go api go',
        'node web npm',
        'docker api docker',
        'monorepo .',
        'python jobs requirements',
        'static-site docs html',
      ],
    ],
    ['nothing', more.nothing, []],
    ['only text', more.onlyText, []],
  ])('shows in a tree of %s, the surest first', (_, tree, expected) => expect(seen(tree)).toEqual(expected));

  it.each<[string, Tree, string[]]>([
    ['npm', trees.nodeNpm, ['install: npm ci', 'lint: npm run lint', 'test: npm test', 'build: npm run build']],
    ['pnpm', trees.nodePnpm, ['install: pnpm install --frozen-lockfile', 'test: pnpm run test']],
    ['yarn', trees.nodeYarn, ['install: yarn install --immutable', 'build: yarn run build']],
    ['bun', trees.nodeBun, ['install: bun install --frozen-lockfile', 'test: bun run test']],
    [
      'poetry',
      trees.pythonPoetry,
      [
        'install: poetry install --no-interaction',
        'lint: poetry run ruff check .',
        'test: poetry run pytest',
        'build: poetry build',
      ],
    ],
    ['uv', trees.pythonUv, ['install: uv sync --locked', 'lint: uv run mypy .', 'test: uv run pytest']],
    ['hatch', trees.pythonHatch, ['install: hatch env create', 'test: hatch run test', 'build: hatch build']],
    [
      'setuptools',
      trees.pythonSetuptools,
      [
        'install: python3 -m venv .venv\n.venv/bin/pip install -e .\n.venv/bin/pip install flake8 pytest',
        'lint: .venv/bin/flake8 .',
        'test: .venv/bin/python -m pytest',
        'build: .venv/bin/python -m pip wheel --no-deps --wheel-dir dist .',
      ],
    ],
    [
      'requirements',
      trees.pythonRequirements,
      [
        'install: python3 -m venv .venv\n.venv/bin/pip install -r requirements-dev.txt -r requirements.txt',
        'test: .venv/bin/python -m pytest',
      ],
    ],
    [
      'cargo',
      trees.rustCrate,
      [
        'install: cargo fetch --locked',
        'lint: cargo fmt --all --check',
        'lint: cargo clippy --all-targets --locked',
        'test: cargo test --locked',
        'build: cargo build --release --locked',
      ],
    ],
    [
      'Go',
      trees.goModule,
      ['install: go mod download', 'lint: golangci-lint run', 'test: go test ./...', 'build: go build ./...'],
    ],
    [
      'Maven',
      more.javaMaven,
      [
        'lint: ./mvnw --batch-mode checkstyle:check',
        'test: ./mvnw --batch-mode test',
        'build: ./mvnw --batch-mode package -DskipTests',
      ],
    ],
    ['Gradle', more.javaGradle, ['lint: ./gradlew spotlessCheck', 'test: ./gradlew test', 'build: ./gradlew assemble']],
    [
      'PHP',
      more.phpComposer,
      [
        'install: composer install --no-interaction --prefer-dist',
        'lint: vendor/bin/phpstan analyse',
        'test: vendor/bin/phpunit',
      ],
    ],
    [
      'a gem',
      more.rubyGem,
      [
        'install: bundle install',
        'lint: bundle exec rubocop',
        'test: bundle exec rspec',
        'build: gem build colour.gemspec',
      ],
    ],
    ['rake', more.rubyRake, ['install: bundle install', 'test: bundle exec rake test']],
    [
      'images',
      more.dockerfiles,
      [
        'package: docker build --tag image:"${YARD_COMMIT:-latest}" .',
        'package: docker build --file Dockerfile.debug --tag image-debug:"${YARD_COMMIT:-latest}" .',
      ],
    ],
  ])('suggests what a tree of %s has commands for, and no more', (_, tree, expected) =>
    expect(commands(tree)).toEqual(expected),
  );

  it('tells each piece of evidence by its file and one sentence, and adds them up by the table', () => {
    expect(found(trees.goModule)).toEqual([
      {
        kind: 'go',
        directory: '.',
        tool: 'go',
        name: 'example.org/relay',
        confidence: 0.96,
        evidence: [
          { path: 'go.mod', shows: 'it defines the Go module example.org/relay', weight: 0.8 },
          { path: 'go.mod', shows: 'it asks for Go 1.23.1', weight: 0.3 },
          { path: 'go.sum', shows: 'go wrote it to pin the versions', weight: 0.5 },
          { path: '.golangci.yml', shows: 'it holds settings of golangci-lint', weight: 0.3 },
          { path: 'internal/queue/queue_test.go', shows: 'it is a Go test', weight: 0.2 },
        ],
        commands: expect.anything(),
      },
    ]);
  });

  it('lets a workspace install for its members, and do for them what it has a script for', () => {
    expect(commands(trees.npmWorkspaces)).toEqual(['install: npm ci', 'lint: npm run lint']);
    expect(commands(trees.npmWorkspaces, 'packages/web')).toEqual(['test: npm test']);
    expect(commands(trees.npmWorkspaces, 'packages/api')).toEqual(['test: npm test', 'build: npm run build']);
    expect(commands(trees.npmWorkspaces, 'packages/old')).toEqual(['install: npm install', 'test: npm test']);
    const members = found(trees.npmWorkspaces).filter(one => one.partOf === '.');
    expect(members.map(one => one.name)).toEqual(['@suite/api', '@suite/web']);
  });

  it.each<[string, Tree, string[]]>([
    [
      'a script that npm init wrote',
      { 'package.json': '{"scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"}}' },
      [],
    ],
    ['scripts of other names', { 'package.json': '{"scripts":{"constructor":"x","tests":"y"}}' }, []],
    ['a script and no packages', { 'package.json': '{"scripts":{"test":"node --test"}}' }, ['test: npm test']],
    [
      'tests for unittest',
      { 'setup.cfg': '', 'test_a.py': 'import unittest\n' },
      ['test: python3 -m unittest discover'],
    ],
    [
      'a lock file of the older yarn',
      { 'package.json': needy, 'yarn.lock': '# v1\n' },
      ['install: yarn install --frozen-lockfile'],
    ],
    [
      'settings of the newer yarn',
      { 'package.json': needy, 'yarn.lock': null, '.yarnrc.yml': '' },
      ['install: yarn install --immutable'],
    ],
    ['settings of Python tools only', { 'pyproject.toml': '[tool.ruff]\nline-length = 100\n' }, []],
  ])('suggests only what is there, with %s', (_, tree, expected) => expect(commands(tree)).toEqual(expected));
});

describe('how sure it is', () => {
  const confidence = (tree: Tree) => found(tree)[0]?.confidence ?? 0;

  it('grows with what can be read', () => {
    const manifest = '{"name":"a","scripts":{"test":"x"}}';
    const rising = [
      confidence({ 'package.json': '{' }),
      confidence({ 'package.json': null }),
      confidence({ 'package.json': manifest }),
      confidence({ 'package.json': manifest, 'package-lock.json': '{}' }),
    ];
    expect(rising).toEqual([0.35, 0.6, 0.84, 0.92]);
  });

  it('says that a file cannot be read, or is not known', () => {
    const shows = (text: string | null) => found({ 'Chart.yaml': text })[0]?.evidence[0]?.shows;
    expect(shows('a: [')).toBe('it defines a Helm chart, but it cannot be read');
    expect(shows('just: text')).toBe('it defines a Helm chart, but it cannot be read');
    expect(shows(null)).toBe('it defines a Helm chart; its content is not known');
  });

  it.each<[string, Tree]>([
    ['what others made', { 'node_modules/a/package.json': '{}', 'vendor/b/go.mod': 'module b\n' }],
    ['what a build left', { 'target/Cargo.toml': '[package]\n', 'a/dist/package.json': '{}' }],
    ['hidden folders', { '.git/package.json': '{}', 'a/.cache/go.mod': 'module c\n' }],
    ['paths that lead outside', { '../package.json': '{}', '/package.json': '{}', 'a//package.json': '{}' }],
  ])('does not look into %s', (_, tree) => expect(found(tree)).toEqual([]));
});
