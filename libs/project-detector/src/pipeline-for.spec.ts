import { parsePipeline } from '@switchyard/pipeline-file';
import { detect } from './detect.js';
import * as more from './more-trees.story.js';
import { pipelineFor } from './pipeline-for.js';
import * as trees from './trees.story.js';
import { errorsIn, filesOf, type Tree } from './trees.story.js';

const isTree = (one: [string, unknown]): one is [string, Tree] => typeof one[1] === 'object';
const every = Object.entries({ ...trees, ...more } as Record<string, unknown>).filter(isTree);
const written = (tree: Tree, name?: string) => pipelineFor(detect(filesOf(tree)), name === undefined ? {} : { name });
const stages = (yaml: string) =>
  parsePipeline(yaml).model?.stages.map(({ name, parallel, steps }) => ({
    name,
    parallel,
    steps: steps.map(
      one => `${one.name} | ${String(one.config['workingDirectory'])} | ${String(one.config['command'])}`,
    ),
  }));

describe('the pipeline for a checkout', () => {
  it.each(every)('of %s is accepted, and runs each command that was suggested', (_, tree) => {
    const found = detect(filesOf(tree));
    const yaml = pipelineFor(found, { name: 'demo' });
    expect(errorsIn(yaml)).toEqual([]);
    const run = parsePipeline(yaml).model?.stages.flatMap(one =>
      one.steps.map(step => String(step.config['command']).trim()),
    );
    const sure = found.projects.filter(one => one.confidence >= 0.5);
    for (const { commands } of sure) for (const one of commands) expect(run).toContain(one.run);
  });

  it('explains each step in a line of its own', () => {
    for (const [, tree] of every) {
      const lines = written(tree).split('\n');
      for (const [index, line] of lines.entries())
        if (
          /^ *- name: /.test(line) &&
          !lines[index + 1]?.includes('steps:') &&
          !lines[index + 1]?.includes('parallel:')
        )
          expect(lines[index - 1]).toMatch(/^ *# [A-Z._].*\.$|^ *# \w.*$/);
    }
  });

  it('fetches, installs, checks, tests and builds, in that order', () => {
    expect(stages(written(trees.nodeNpm))?.slice(1)).toEqual([
      { name: 'install', parallel: false, steps: ['install | source | npm ci'] },
      { name: 'lint', parallel: false, steps: ['lint | source | npm run lint'] },
      { name: 'test', parallel: false, steps: ['test | source | npm test'] },
      { name: 'build', parallel: false, steps: ['build | source | npm run build'] },
    ]);
  });

  it('works on several folders side by side', () => {
    expect(stages(written(more.manyFolders))?.find(one => one.name === 'test')).toEqual({
      name: 'test',
      parallel: true,
      steps: ['test api | source/api | go test ./...', 'test web | source/web | npm test'],
    });
  });

  it('works in the folder of the repository that was looked at', () => {
    const yaml = pipelineFor(detect(filesOf(more.manyFolders)), { folder: 'services/all of it' });
    expect(stages(yaml)?.find(one => one.name === 'package')?.steps).toEqual([
      'package | source/services/all of it/api | docker build --tag api:"${YARD_COMMIT:-latest}" .',
    ]);
  });

  it('builds once what two kinds ask for', () => {
    const build = stages(written(more.astroSite))?.find(one => one.name === 'build');
    expect(build?.steps).toEqual(['build | source | npm run build']);
  });

  it.each([
    ['its own name', trees.nodeNpm, 'outside', 'shop'],
    ['the name from outside', more.plainSite, 'outside', 'outside'],
    ['a name at all', more.plainSite, '\u202e \n', 'project'],
    ['one that YAML would misread', more.plainSite, 'yes: #1 "x"', 'yes: #1 "x"'],
  ])('has %s', (_, tree, outside, expected) =>
    expect(parsePipeline(written(tree, outside)).model?.name).toBe(expected),
  );

  it('only says hello where there is nothing, and admits it', () => {
    const yaml = written(more.nothing, 'empty');
    expect(yaml.split('\n')[0]).toBe(
      '# Nothing was found here that says how it is tested or built, so this pipeline only says hello.',
    );
    expect(parsePipeline(yaml).model?.stages.flatMap(one => one.steps.map(({ name }) => name))).toEqual(['hello']);
  });

  it('does not build on what it is not sure of, and admits it', () => {
    expect(written({ 'package.json': '{' }, 'torn').split('\n')[0]).toBe(
      '# What was found here is too unsure to build on, so this pipeline only says hello.',
    );
  });

  it('says so where nothing has a command', () => {
    const yaml = written({ 'package.json': '{"name":"bare"}' });
    expect(yaml).toContain('# Nothing in it says how it is tested or built: add scripts, and steps here.\n');
    expect(stages(yaml)?.map(one => one.name)).toEqual(['fetch']);
  });

  it('stays small, and says how much it left out', () => {
    const tree = Object.fromEntries(
      Array.from({ length: 120 }, (_, i) => [`p${i}/package.json`, '{"scripts":{"test":"x"}}']),
    );
    const yaml = written(tree);
    expect(errorsIn(yaml)).toEqual([]);
    expect(yaml).toContain('# 70 more projects were found, which have no steps here.\n');
  });
});
