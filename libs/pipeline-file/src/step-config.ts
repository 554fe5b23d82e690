import type { ConnectorType } from '@switchyard/contracts';
import { isGate, kindsOf } from './connector-choice.js';
import { type Platform, platforms } from './platforms/blocks.js';
import type { Report } from './report.js';
import { valuesOf } from './shape.js';
import { withoutSource } from './step-source.js';
import type { RawStep } from './step-shape.js';

type Config = Record<string, unknown>;

/** What the connector reads: the long form's config, or the blocks of its connectors, and what stands beside them. */
export const configOf = (raw: RawStep): Config => {
  if (isGate(raw)) return {};
  const { values } = raw;
  const { environment: _ofTheStep, ...said } = valuesOf(values.config);
  const config = withoutSource(raw, said);
  const blocks = chosenBlocks(raw).toReversed();
  return {
    ...config,
    ...Object.assign({}, ...blocks.map(block => blockOf(raw, block))),
    ...valuesOf(values.null),
    ...(values.image === undefined ? {} : { image: values.image }),
    ...(values.run === undefined ? {} : { command: values.run }),
    ...(values.workingDirectory === undefined ? {} : { workingDirectory: values.workingDirectory }),
  };
};

const blockOf = ({ values }: RawStep, block: Platform): Config => ({ ...values[block]?.values });

/** The blocks of its connectors, in their order. */
const chosenBlocks = (raw: RawStep): Platform[] =>
  kindsOf(raw).filter((kind): kind is Platform => platforms.some(one => one === kind && raw.values[one] !== undefined));

const contained: readonly ConnectorType[] = ['docker', 'kubernetes', 'aws', 'azure', 'gcp'];

/** Keys that cannot stand beside each other: one of them would be passed over. */
export const checkConflicts = (raw: RawStep, report: Report): void => {
  checkBlocks(raw, report);
  checkImage(raw, report);
  checkRun(raw, report);
};

const conflict = (
  raw: RawStep,
  key: keyof RawStep['values'],
  report: Report,
  what: { message: string; suggestion: string },
): void => {
  report.add(raw.at(key), raw.path(key), { code: 'conflicting-keys', ...what });
};

const checkBlocks = (raw: RawStep, report: Report): void => {
  const kinds = kindsOf(raw);
  for (const block of platforms.filter(one => raw.values[one] !== undefined)) {
    if (!kinds.includes(block))
      conflict(raw, block, report, {
        message: `${block}: stands beside ${kinds.join(' and ')}, and the step does not run there`,
        suggestion: `leave it out, or write connector: [${[...kinds, block].join(', ')}] to fall back to it`,
      });
    if (raw.values.config)
      conflict(raw, block, report, {
        message: `${block}: and config: both say what the connector reads`,
        suggestion: 'keep one of them',
      });
  }
  checkSame(raw, chosenBlocks(raw), report);
};

/** Connectors to fall back to read one config, so what two blocks say of one key must agree. */
const checkSame = (raw: RawStep, [first, ...others]: Platform[], report: Report): void => {
  const told: Config = first === undefined ? {} : blockOf(raw, first);
  for (const block of others)
    for (const [key, value] of Object.entries(blockOf(raw, block))) {
      if (key in told && JSON.stringify(told[key]) !== JSON.stringify(value))
        conflict(raw, block, report, {
          message: `${block}: says another ${key} than a connector before it, and both read one config`,
          suggestion: 'let them agree, or write two steps',
        });
      told[key] = value;
    }
};

const checkImage = (raw: RawStep, report: Report): void => {
  const { values } = raw;
  if (values.image === undefined) return;
  const block = platforms.find(one => values[one] !== undefined);
  const { image, dockerfile } = { ...valuesOf(values.config), ...valuesOf(values.docker) };
  const what = misplacedImage(raw, block);
  if (what) conflict(raw, 'image', report, what);
  else if (image !== undefined || dockerfile !== undefined)
    conflict(raw, 'image', report, {
      message: 'image: stands beside another image of the step',
      suggestion: 'keep one of them',
    });
};

const misplacedImage = (raw: RawStep, block: Platform | undefined) => {
  const [kind = 'shell'] = kindsOf(raw);
  if (block !== undefined && block !== 'docker')
    return {
      message: `image: stands beside ${block}:`,
      suggestion: `write it below ${block}:, or leave ${block}: out`,
    };
  return contained.some(one => one === kind)
    ? undefined
    : {
        message: `${kind} runs in no container, so image: means nothing to it`,
        suggestion: 'leave it out, or write connector: docker',
      };
};

const checkRun = (raw: RawStep, report: Report): void => {
  const { run, config } = raw.values;
  if (run === undefined) return;
  const { command, script } = valuesOf(config);
  if (command !== undefined || script !== undefined)
    report.add(raw.at('run'), raw.path('run'), {
      code: 'two-commands',
      message: `step ${raw.values.name ?? run.slice(0, 60)} has more than one command`,
      suggestion: 'keep run, command or script',
    });
  const [kind = 'shell'] = kindsOf(raw);
  if (['github', 'gitlab', 'null'].includes(kind))
    conflict(raw, 'run', report, {
      message: `${kind} runs no command of the shell`,
      suggestion: 'leave run: out, or make it a step of its own',
    });
  else if (kind === 'kubernetes') checkRunInPod(raw, report);
};

const checkRunInPod = (raw: RawStep, report: Report): void => {
  const { manifest, helmChart } = { ...valuesOf(raw.values.config), ...valuesOf(raw.values.kubernetes) };
  if (manifest === undefined && helmChart === undefined) return;
  conflict(raw, 'run', report, {
    message: 'run: stands beside a manifest or a chart, which run no command',
    suggestion: 'make it a step of its own',
  });
};
