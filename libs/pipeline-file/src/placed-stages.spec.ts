import { parsePipeline } from './parse-pipeline.js';

const always = `always:
  - { name: tidy, run: x, when: always }
  - { name: tell, run: x, needs: tidy }
`;
const stagesOf = (yaml: string) => {
  const { model, findings } = parsePipeline(`name: a\n${yaml}${always}`);
  expect(findings).toEqual([]);
  return model?.stages ?? [];
};

describe('always: in a file', () => {
  it.each([
    ['steps', 'steps: [{ name: a, run: x }, { name: b, run: x, needs: a }]\n'],
    ['stages', 'stages: [{ name: s, parallel: true, steps: [{ name: a, run: x }, { name: b, run: x }] }]\n'],
  ])('is a last stage behind %s, whose steps run one after the other whatever happened', (_what, yaml) => {
    const stages = stagesOf(yaml);
    expect(stages).toHaveLength(2);
    expect(stages[0]?.steps.map(({ when }) => when)).toEqual(['success', 'success']);
    expect(stages[1]).toMatchObject({
      id: 'always',
      name: 'always',
      parallel: false,
      environment: {},
      steps: [
        { name: 'tidy', when: 'always', needs: [] },
        { name: 'tell', when: 'always', needs: ['tidy'] },
      ],
    });
  });

  it('leaves a stage of that name its id, and a step of the same name too', () => {
    const stages = stagesOf('stages: [{ name: Always, steps: [{ name: tidy, run: x }] }]\n');
    expect(stages.map(({ id, steps }) => [id, ...steps.map(step => step.id)])).toEqual([
      ['always', 'tidy'],
      ['always-2', 'always-2-tidy', 'tell'],
    ]);
    expect(() => stagesOf('stages: [{ name: always, steps: [{ name: a, run: x }] }]\n')).not.toThrow();
  });
});
