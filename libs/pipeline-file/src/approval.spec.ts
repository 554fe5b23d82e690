import { parsePipeline } from './parse-pipeline.js';

const stepOf = (step: string) => {
  const { model, findings } = parsePipeline(`name: a\nsteps:\n  - ${step}\n`);
  expect(findings).toEqual([]);
  return model?.stages[0]?.steps[0];
};

describe('an approval in a file', () => {
  it.each([
    ['true', { by: [], quorum: 1 }],
    ['{}', { by: [], quorum: 1 }],
    ['{ quorum: 2 }', { by: [], quorum: 2 }],
    ['{ by: alice }', { by: ['alice'], quorum: 1 }],
    ["{ by: [alice, ' bob ', alice], quorum: 2 }", { by: ['alice', 'bob'], quorum: 2 }],
    ['{ expires: 2d }', { by: [], quorum: 1, expiresSeconds: 172_800 }],
    ['{ expires: 1500ms }', { by: [], quorum: 1, expiresSeconds: 2 }],
    ['false', undefined],
  ])('of %s asks for the people it says', (written, approval) => {
    expect(stepOf(`{ name: ship, run: x, approval: ${written} }`)).toMatchObject({
      connector: 'shell',
      config: { command: 'x' },
    });
    expect(stepOf(`{ name: ship, run: x, approval: ${written} }`)?.approval).toEqual(approval);
  });

  it.each([
    ['{ name: ship, approval: true }'],
    ['{ name: ship, approval: true, step_type: shell }'],
    ['{ name: ship, approval: true, config: { environment: { A: x } } }'],
  ])('with nothing to run is a gate: %s', step => {
    expect(stepOf(step)).toMatchObject({ connector: 'null', config: {}, approval: { quorum: 1 } });
    expect(stepOf(step)?.config).toEqual({});
  });

  it.each([
    ['{ name: ship, approval: true, null: { sleep: 1 } }', 'null', { sleep: 1 }],
    ['{ name: ship, approval: true, config: { script: x } }', 'shell', { script: 'x' }],
  ])('leaves what is to run as it is: %s', (step, connector, config) => {
    expect(stepOf(step)).toMatchObject({ connector, config });
  });
});
