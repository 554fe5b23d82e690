import { field, numberFrom, record, text, texts } from '../shape.js';
import { memory } from './quantity.js';

export const aws = record(
  { id: 'aws', what: 'aws', doc: 'A job of AWS Batch. `run:` beside it is the command.' },
  {
    region: field(text, { doc: 'Where.', absent: "the connector's", example: 'eu-central-1' }),
    jobQueue: field(text, { doc: 'The queue it is put into.', absent: "the connector's", example: 'builds' }),
    jobDefinition: field(text, { doc: 'A definition that exists.', absent: 'made from `image:`', example: 'build:3' }),
    image: field(text, { doc: 'The image it runs in.', example: 'node:24' }),
    parameters: field(texts, { doc: 'Parameters of the definition.', example: '{ size: small }' }),
    vcpus: field(numberFrom(0.25, 1_024), { doc: 'Processors it gets.', absent: "the definition's", example: '2' }),
    memory: field(memory, { doc: 'Memory it gets.', absent: "the definition's", example: '4Gi' }),
  },
);

export const azure = record(
  { id: 'azure', what: 'azure', doc: 'A task of Azure Batch. `run:` beside it is the command.' },
  {
    account: field(text, { doc: 'The Batch account.', absent: "the connector's", example: 'builds' }),
    pool: field(text, { doc: 'The pool of its nodes.', absent: "the connector's", example: 'linux' }),
    image: field(text, { doc: 'The image it runs in.', example: 'node:24' }),
    region: field(text, { doc: 'Where.', absent: "the connector's", example: 'westeurope' }),
  },
);

export const gcp = record(
  { id: 'gcp', what: 'gcp', doc: 'A job of Google Cloud Run. `run:` beside it is the command.' },
  {
    project: field(text, { doc: 'The project of the cloud.', absent: "the connector's", example: 'builds-1' }),
    region: field(text, { doc: 'Where.', absent: "the connector's", example: 'europe-west3' }),
    job: field(text, { doc: 'A job that exists.', absent: 'made from `image:`', example: 'nightly' }),
    image: field(text, { doc: 'The image it runs in.', example: 'node:24' }),
  },
);
