import { Fault } from '@switchyard/kernel';
import { fileOf, PlainParser, project } from './pipelines.story.js';
import { GatherIncludes } from './gather-includes.js';
import { KeepTemplates } from './keep-templates.js';
import { MemoryTemplates } from './templates.story.js';
import { ValidatePipeline } from './validate-pipeline.js';

const templates = new MemoryTemplates();
const gathering = new GatherIncludes(templates);

describe('validating a file', () => {
  const validating = new ValidatePipeline(new PlainParser(), gathering);
  const validate = (yaml: string, files?: Record<string, string>) =>
    validating.run({ v: 1, project, yaml, ...(files ? { files } : {}) });

  it('shows the plan of one that is right', async () => {
    const { findings, plan } = await validate(fileOf('web'));
    expect(findings).toEqual([]);
    expect(plan).toMatchObject({ name: 'web', stages: [{ steps: [{ id: 'one' }], layers: [['one']] }] });
  });

  it('tells everything that is wrong with another', async () => {
    const { findings, plan } = await validate('name: web\nstagse: 1\n');
    expect(findings.map(({ code }) => code)).toEqual(['unknown-key', 'no-steps']);
    expect(plan).toBeUndefined();
  });

  it('knows the template library of its project, as applying does', async () => {
    const text = "template: greeting\nstep: { run: 'true' }\n";
    const yaml = 'name: web\ninclude: [library:greeting]\nsteps: [{ name: one, extends: greeting }]\n';
    expect((await validate(yaml)).findings.map(({ code }) => code)).toContain('unknown-include');
    const keeping = new KeepTemplates(templates, { now: () => 0, monotonic: () => 0 });
    await keeping.put({ v: 1, project, name: 'greeting', actor: 'alice', text });
    const { findings, plan } = await validate(yaml);
    expect({ findings, steps: plan?.stages.flatMap(stage => stage.steps.map(step => step.name)) }).toEqual({
      findings: [],
      steps: ['one'],
    });
  });

  it('tells that a file could not be read in time as it tells everything else', async () => {
    const slow = new PlainParser();
    const fault = { code: 'file-too-slow', message: 'too slow', blame: 'user' as const, retry: false };
    slow.parse = () => Promise.reject(new Fault({ ...fault, suggestions: ['split it'] }));
    expect(await new ValidatePipeline(slow, gathering).run({ v: 1, project, yaml: '' })).toEqual({
      findings: [
        {
          severity: 'error',
          code: 'file-too-slow',
          message: 'too slow',
          suggestion: 'split it',
          path: '',
          line: 1,
          column: 1,
        },
      ],
    });
    const busy = new Fault({ ...fault, code: 'parser-busy', blame: 'platform', retry: true });
    slow.parse = () => Promise.reject(busy);
    await expect(new ValidatePipeline(slow, gathering).run({ v: 1, project, yaml: '' })).rejects.toBe(busy);
  });
});
