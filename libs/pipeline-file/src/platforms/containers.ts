import {
  anything,
  environment,
  field,
  flag,
  numberFrom,
  oneOf,
  oneOrMore,
  record,
  text,
  texts,
  turned,
} from '../shape.js';
import { memory } from './quantity.js';

export const docker = record(
  {
    id: 'docker',
    what: 'docker',
    doc: 'A container of Docker, or an image that is built. `run:` beside it is the command.',
  },
  {
    image: field(text, { doc: 'The image it runs in.', example: 'node:24' }),
    dockerfile: field(text, {
      doc: 'Builds an image from this file.',
      absent: 'nothing is built',
      example: 'Dockerfile',
    }),
    buildContext: field(
      text,
      { doc: 'The folder an image is built from.', absent: 'the workspace', example: './web' },
      'context',
    ),
    buildArgs: field(environment, { doc: 'Arguments of the build.', example: '{ VERSION: 1.2.3 }' }),
    target: field(text, { doc: 'The stage of the file that is built.', absent: 'the last', example: 'runtime' }),
    cacheFrom: field(oneOrMore(text), {
      doc: 'Images whose layers the build may take over.',
      example: "['web:latest']",
    }),
    tags: field(oneOrMore(text), { doc: 'Tags of the image that is built.', example: '[web:latest]' }),
    push: field(flag, { doc: 'Whether the image that is built is pushed.', default: false, example: 'true' }),
    registry: field(text, { doc: 'Where images are pulled from and pushed to.', example: 'registry.example.com/team' }),
    entrypoint: field(oneOrMore(text), { doc: 'In place of that of the image.', example: "['/bin/bash', '-c']" }),
    user: field(text, { doc: 'Whom it runs as.', absent: 'the user of the connector', example: '1000:1000' }),
    pull: field(oneOf(['missing', 'always', 'never'] as const), {
      doc: 'When the image is pulled.',
      default: 'missing',
      example: 'always',
    }),
    memory: field(memory, { doc: 'It may use no more.', absent: 'what the machine has', example: '2g' }),
    cpus: field(numberFrom(0.01, 1_024), { doc: 'Processors it may use.', absent: 'all', example: '1.5' }),
    readOnly: field(flag, {
      doc: 'Whether only the workspace and /tmp can be written to.',
      default: false,
      example: 'true',
    }),
    capabilities: field(oneOrMore(text), {
      doc: 'Capabilities of Linux it needs, where the connector allows them.',
      absent: 'none',
      example: '[NET_RAW]',
    }),
  },
);

const resources = record(
  { id: 'resources', what: 'resources (requests, limits)', doc: 'What a pod of Kubernetes needs and may use.' },
  {
    requests: field(texts, { doc: 'What it needs.', example: '{ cpu: 500m, memory: 1Gi }' }),
    limits: field(texts, { doc: 'What it may use.', example: '{ memory: 2Gi, nvidia.com/gpu: 1 }' }),
  },
);

export const kubernetes = record(
  {
    id: 'kubernetes',
    what: 'kubernetes',
    doc: 'A pod of Kubernetes with `run:` as its command, a manifest that is applied, or a chart that is installed.',
  },
  {
    image: field(text, { doc: 'The image its pod runs in.', example: 'node:24' }),
    namespace: field(text, { doc: 'Where.', absent: "the connector's", example: 'staging' }),
    manifest: field(text, { doc: 'A manifest that is applied, or its file.', example: 'deploy/web.yaml' }),
    helmChart: field(text, { doc: 'A chart that is installed.', example: './chart' }),
    values: field(anything, { doc: 'Values of the chart, or their file.', example: '{ replicas: 2 }' }),
    serviceAccount: field(text, {
      doc: 'Whom its pod runs as.',
      absent: 'the default of the namespace',
      example: 'deployer',
    }),
    resources: field(
      turned(resources, ({ values }) => values),
      {
        doc: 'What its pod needs and may use.',
        example: '{ requests: { memory: 1Gi } }',
      },
    ),
    nodeSelector: field(texts, { doc: 'Labels of the nodes it may run on.', example: '{ disk: ssd }' }),
  },
);
