import {
  ApplyPipelineBody,
  DetectBody,
  PutTemplateBody,
  ReplacePipelineBody,
  ValidatePipelineBody,
} from '@switchyard/contracts';
import type { Note } from './note.js';
import { notesOfArtifacts } from './notes-of-artifacts.js';
import { notesOfStatistics } from './notes-of-statistics.js';
import { notesOfPeople } from './notes-of-people.js';
import type { Schema } from './schema.js';

const text: Schema = { type: 'string' };
const yaml = { 'application/yaml': { schema: text } };
const changes = [409, 410, 412];
const events = 'text/event-stream';
const frame: Schema = { $ref: '#/components/schemas/StreamFrame' };
const output: Note = { gives: 'text/plain', answer: text };

const came: Note = { content: { 'application/json': { schema: { type: 'object' } } }, refuses: [401, 413, 415] };

/** By `Class.method`. */
export const notes: Readonly<Record<string, Note>> = {
  ...notesOfPeople,
  'CachesController.list': { summary: 'What steps have kept for later ones, the last used first' },
  'WorkspacesController.list': { summary: 'What lies of executions on the machines of connectors' },
  'WorkspacesController.of': { summary: 'Where the workspaces of an execution lie' },
  'WorkspacesController.remove': { summary: 'Removes the workspaces of an execution that has ended', refuses: [409] },
  'CachesController.remove': { summary: 'Removes one cache' },
  'CachesController.clear': { summary: 'Removes the caches of a project, or those whose keys begin with a prefix' },
  'ConnectorsController.list': { summary: 'Who runs steps, what they run, and whether they take more' },
  'ConnectorsController.drain': { summary: 'Has a connector take no new steps; what runs goes on' },
  'ConnectorsController.undrain': { summary: 'Has a connector take steps again' },
  'DeploymentsController.list': { summary: 'What steps did to environments, those of the newest executions first' },
  'ControlController.approve': { summary: 'Approves a step that waits for it', refuses: [409] },
  'ControlController.reject': { summary: 'Rejects a step that waits for approval', refuses: [409] },
  'ControlController.cancel': { summary: 'Stops an execution; clean-up steps run unless it is forced', refuses: [409] },
  'ControlController.cancelByDelete': { summary: 'Stops an execution: the older spelling', refuses: [409] },
  'ControlController.pause': { summary: 'Starts nothing more; what runs goes on', statuses: [201], refuses: [409] },
  'ControlController.resume': { summary: 'Goes on with what was paused', refuses: [409] },
  'ControlController.rerun': {
    summary: 'Repeats an execution: from a step, what did not end well, or all of it',
    refuses: [409, 422],
  },
  'DetectController.detect': { summary: 'What a checkout is, and a first pipeline for it', body: DetectBody },
  'ExecutionsController.list': { summary: 'Executions, newest first' },
  'ExecutionsController.get': { summary: 'One execution, as it is or as it was after an event' },
  'ExecutionsController.trace': { summary: 'The trace of an execution, and where it can be looked at' },
  'ExecutionsController.events': { summary: 'Everything that ever happened to an execution' },
  'LogsController.read': {
    ...output,
    summary: 'The output of all attempts, or a part of that of one',
    headers: ['range'],
    statuses: [200, 206],
    refuses: [416],
  },
  ...notesOfArtifacts,
  ...notesOfStatistics,
  'FeedController.page': { summary: 'Events of all executions by time' },
  'FeedController.stream': { gives: events, answer: frame, summary: 'Events of all executions as they happen' },
  'StreamController.stream': {
    gives: events,
    answer: frame,
    summary: 'An execution as it happens: server-sent events, or a WebSocket by upgrade',
    statuses: [101, 200],
  },
  'PipelinesController.apply': {
    summary: 'Creates a pipeline, or gives it a new version when its file says something else',
    body: ApplyPipelineBody,
    content: yaml,
    statuses: [200, 201],
    refuses: changes,
  },
  'PipelinesController.list': { summary: 'Pipelines by name or by their last change' },
  'PipelinesController.get': { summary: 'What a pipeline is' },
  'PipelinesController.file': { summary: 'The file of a pipeline', gives: 'application/yaml', answer: text },
  'PipelinesController.trigger': { summary: 'Starts a pipeline', refuses: [409, 410, 422] },
  'PipelineHistoryController.replace': {
    summary: 'Gives a pipeline a new version, also under another name',
    body: ReplacePipelineBody,
    content: yaml,
    refuses: changes,
  },
  'PipelineHistoryController.switch': { summary: 'Enables or disables a pipeline', refuses: changes },
  'PipelineHistoryController.remove': { summary: 'Deletes a pipeline; its versions stay', refuses: changes },
  'PipelineHistoryController.rollBack': { summary: 'A new version with what an earlier one had', refuses: changes },
  'PipelineHistoryController.versions': { summary: 'The versions of a pipeline, newest first' },
  'PipelineHistoryController.version': { summary: 'One version with all its files' },
  'PipelineHistoryController.file': { summary: 'The file of one version', gives: 'application/yaml', answer: text },
  'PipelineHistoryController.diff': {
    summary: 'What changed between two versions',
    gives: 'text/x-diff',
    answer: text,
  },
  'UploadController.upload': {
    summary: 'A pipeline file as a form sends it, with the files it includes',
    content: {
      'multipart/form-data': {
        schema: { type: 'object', properties: { pipeline: { type: 'string', contentMediaType: 'application/yaml' } } },
      },
    },
    statuses: [200, 201],
    refuses: changes,
  },
  'ValidationController.validate': {
    summary: 'What is wrong with a pipeline file; nothing is kept',
    body: ValidatePipelineBody,
    content: yaml,
  },
  'TemplatesController.list': { summary: 'Templates by name' },
  'TemplatesController.get': { summary: 'A template with its text' },
  'TemplatesController.put': {
    summary: 'Makes a template, or gives it a new version',
    body: PutTemplateBody,
    content: yaml,
    statuses: [200, 201],
    refuses: [412],
  },
  'TemplatesController.remove': { summary: 'Deletes a template; pipelines that have it keep it', refuses: [412] },
  'TemplatesController.versions': { summary: 'The versions of a template, newest first' },
  'WebhooksController.webhook': {
    summary: 'What came from outside, with the token of the pipeline',
    content: { 'application/json': { schema: { type: 'object' } } },
    statuses: [200, 202],
    refuses: [401],
  },
  'WebhooksController.makeToken': { summary: 'Makes a new token for the webhook of a pipeline, shown once' },
  'WebhooksController.removeToken': { summary: 'Closes the webhook of a pipeline' },
  'WebhooksController.deliveries': { summary: 'What came to a pipeline by itself, newest first' },
  'HooksController.github': { ...came, summary: 'What GitHub, Gitea or Forgejo sends to a project' },
  'HooksController.gitlab': { ...came, summary: 'What GitLab sends to a project' },
  'HooksController.generic': { ...came, summary: 'What anybody sends to a project with its token' },
  'SystemController.about': { summary: 'The name, the version and all routes' },
  'SystemController.alive': { summary: 'Whether the process lives' },
  'SystemController.ready': { summary: 'Whether requests can be served', statuses: [200, 503] },
  'SystemController.metrics': { summary: 'Measurements for Prometheus', gives: 'text/plain', answer: text },
  'SystemController.healthchecker': { summary: 'How every part of the platform is', statuses: [200, 503] },
  'SystemController.agents': { summary: 'Which services and connectors live' },
  'SchemaController.pipeline': { gives: 'application/schema+json', answer: { type: 'object' } },
  'DocsController.page': { gives: 'text/html', answer: text },
  'DocsController.script': { gives: 'text/javascript', answer: text },
  'DocsController.style': { gives: 'text/css', answer: text },
  'DocsController.document': { answer: { type: 'object' } },
};
