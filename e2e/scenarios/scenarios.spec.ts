import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ExecutionView, StepView } from '@switchyard/contracts';
import { House } from '../house.js';

type Fact = 'status' | 'exitCode' | 'signal' | 'failure' | 'cause' | 'connector' | 'cell' | 'outputs' | 'warning';

interface ExpectedStep extends Partial<Pick<StepView, Fact>> {
  /** Part of the reason. */
  reason?: string;
  /** The whole of it. */
  output?: string;
  outputHas?: string;
  attempts?: number;
}

interface Expected {
  status: ExecutionView['status'];
  /** Part of the reason. */
  reason?: string;
  group?: ExecutionView['group'];
  steps: Record<string, ExpectedStep>;
}

const here = fileURLToPath(new URL('.', import.meta.url));
const scenarios = readdirSync(here, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => ({
    name,
    yaml: readFileSync(`${here}/${name}/pipeline.yaml`, 'utf8'),
    expected: JSON.parse(readFileSync(`${here}/${name}/expected.json`, 'utf8')) as Expected,
  }));

const modes = [
  { mode: 'one process', processes: false },
  { mode: 'a process for each service', processes: true },
];

describe.each(modes)('the platform in $mode', ({ processes }) => {
  let house: House;
  beforeAll(async () => (house = await House.start({ processes, environment: { FALLBACK_AFTER_MS: '1000' } })));
  afterAll(async () => {
    expect(await house.stop()).toBe(0);
  });

  it.each(scenarios)('plays $name', async ({ yaml, expected }) => {
    const execution = await house.run(yaml);
    for (const [name, step] of Object.entries(expected.steps)) await checkStep(house, execution, name, step);
    expect(execution.status).toBe(expected.status);
    expect(execution.reason ?? '').toContain(expected.reason ?? '');
    expect(execution.group).toEqual(expected.group);
  });
});

const checkStep = async (house: House, execution: ExecutionView, name: string, expected: ExpectedStep) => {
  const step = execution.steps.find(one => one.name === name);
  const { reason = '', output, outputHas, attempts, ...facts } = expected;
  expect({ name, ...step }).toMatchObject({ name, ...facts });
  expect(step?.reason ?? '').toContain(reason);
  if (attempts !== undefined) expect(step?.attempts).toHaveLength(attempts);
  if (output !== undefined) expect(await house.output(execution, name)).toBe(output);
  if (outputHas !== undefined) expect(await house.output(execution, name)).toContain(outputHas);
};
