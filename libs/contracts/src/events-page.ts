import { eventSamples, pipelineEventSample } from './event-samples.js';
import type { EventType } from './events.js';
import { logHeaders, rpc, streams } from './subjects.js';

/** One sentence for each type of event. */
const meanings: Record<EventType | 'pipeline.changed', string> = {
  'execution.created': 'An execution as it was planned, whole, before anything happened.',
  'execution.admitted': 'Its concurrency group lets it start.',
  'execution.started': 'Its first step may run.',
  'execution.paused': 'Nothing more of it is started until it is resumed.',
  'execution.resumed': 'It goes on.',
  'execution.cancelling': 'Somebody asked for its end; what runs is being stopped.',
  'execution.finished': 'It has ended: `success`, `failed`, `cancelled` or `timeout`.',
  'stage.started': 'The first step of a stage may run.',
  'stage.finished': 'All steps of a stage have ended.',
  'step.held': 'People must agree before a step runs.',
  'step.reviewed': 'One of them said yes or no.',
  'step.queued': 'An attempt waits for a connector.',
  'step.started': 'A connector has it.',
  'step.adopted': 'It belongs to another session of its connector now; the command went on running.',
  'step.published': 'Its ports are reached there, until its end.',
  'artifact.kept': 'Files that it left are kept.',
  'step.stopping': 'It is being stopped, and the rest of its execution is not.',
  'step.retrying': 'An attempt ended, and another follows, not before `retryAt`.',
  'step.finished': 'A step has ended, with its last attempt.',
  'step.skipped': 'A step ended without an attempt of its own.',
  'pipeline.changed': 'A pipeline was created, updated, enabled, disabled or deleted. It may be lost.',
};

/** Subjects that are built, as patterns. */
const patterns: [string, string][] = [
  ['yard.evt.<project>.<execution>.<type>', 'events of executions'],
  ['yard.evt.<project>.<pipeline>.pipeline.changed', 'changes of pipelines'],
  ['yard.log.<project>.<attempt>', `output, raw, with the headers \`${Object.values(logHeaders).join('` and `')}\``],
  ['yard.job.<connector>.<pool>', 'doorbells: an attempt waits'],
  ['yard.ctl.<connector>.<session>', 'orders to one connector process'],
  ['yard.hb.<service>.<instance>', 'signs of life'],
  ['yard.dlq.<subject>', 'what nobody could handle'],
];

const kept = Object.values(streams).map(({ name, subjects }) => `\`${name}\` keeps ${subjects.map(code).join(', ')}`);

function code(text: string): string {
  return `\`${text}\``;
}

const asked = Object.values(rpc).flatMap(commands => Object.values(commands) as string[]);

const sampled = (sample: { type: keyof typeof meanings }): string =>
  [`### ${sample.type}`, meanings[sample.type], `\`\`\`json\n${JSON.stringify(sample, undefined, 2)}\n\`\`\``].join(
    '\n\n',
  );

/** docs/events.md. */
export const eventsPage = (): string =>
  `${[
    '# Events',
    '<!-- Made from libs/contracts by `npm run events:generate`. -->',
    `Everything that happens is told on the bus as it happens, in one shape: a [CloudEvent](https://cloudevents.io) 1.0 in JSON that is complete in itself.
Events of one execution are numbered from 1 by \`data.rev\`, without gaps, and each has its id \`<execution>:<rev>\` for ever: whoever gets one twice knows
it by that. Readers ignore fields they do not know. The same bodies come by [HTTP](api.md), as server-sent events.`,
    '## Hearing of one project',
    `\`\`\`sh
EVENT_SUBSCRIBERS=deploys:web,chat:web,audit:shop ./yard up
eval "$(./yard subscriber deploys)"
\`\`\``,
    `Each name gets a user on the bus, \`subscriber-<name>\`, that may hear \`yard.evt.<project>.>\` and read one consumer of the stream \`${streams.events.name}\`,
\`subscriber_<name>_<project>\`, and nothing else: no other project, no output, no command, no consumer of its own making. The consumer gives
all that the stream still has (7 days, 1 GB at most), then what happens, each event until it is acknowledged, and after a pause it goes on where
it was. It is forgotten when nobody has read it for 30 days. [The examples](../examples/subscribers) do that in TypeScript, in Python and with the \`nats\` command.`,
    `\`yard subscriber NAME\` reads the address and the password from the data directory of \`yard up\`; the port is another at each start. As services of their own:
add the names to \`subscribers\` of \`infra/nats/permissions.json\`, as \`{ "deploys": "web" }\`, run \`node scripts/nats-conf.mjs\`, give \`nats-server\`
\`NATS_PASSWORD_SUBSCRIBER_DEPLOYS\`, and the execution service \`EVENT_SUBSCRIBERS\`. \`observer\` is the user for whoever may hear of all projects.`,
    '## Subjects',
    ['| subject | what |\n| --- | --- |', ...patterns.map(([subject, what]) => `| ${code(subject)} | ${what} |`)].join(
      '\n',
    ),
    `${kept.join('; ')}.`,
    `Commands, which services ask each other and [the contract](../proto) has messages for:`,
    asked.map(subject => `- ${code(subject)}`).join('\n'),
    '## Types',
    ...[...eventSamples, pipelineEventSample].map(sampled),
  ].join('\n\n')}\n`;
