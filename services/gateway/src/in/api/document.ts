import { DocumentBuilder } from '@nestjs/swagger';
import { accessCookie } from '../../app/identity/known-callers.js';
import { bodySchema, fieldsOf } from './input-schema.js';
import type { Note } from './note.js';
import { notes } from './notes.js';
import type { RouteFacts } from './route-facts.js';
import type { Constructor, Schema, Told } from './schema.js';

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  security?: [];
  parameters: Schema[];
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, Schema>;
}

export interface Document {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  security: Record<string, string[]>[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; securitySchemes: Schema; responses: Record<string, Schema> };
}

const openapi = '3.1.0';
const refusals: Record<number, string> = {
  400: 'The request is not valid: details.fields names what.',
  401: 'There is no token, or it is not valid.',
  403: 'The caller may not do this.',
  404: 'There is no such thing, or none that the caller may see.',
  409: 'It cannot be done in the state that things are in.',
  410: 'It was deleted.',
  412: 'If-Match names another version than the current one.',
  413: 'The body is too large.',
  415: 'The content type is none this route takes.',
  416: 'The range lies behind the end.',
  422: 'The Idempotency-Key was used for another request.',
  429: 'Too much at once; Retry-After says when to come back.',
  503: 'A part of the platform is away; Retry-After says when to come back.',
};
const everywhere = [429, 503];
const error: Schema = { $ref: '#/components/schemas/ErrorAnswer' };

/** The API as OpenAPI 3.1: inputs by the rules they are checked with, answers by their types. */
export const documentOf = (routes: readonly RouteFacts[], told: Told, version: string): Document => {
  const paths: Document['paths'] = {};
  for (const route of routes) {
    const path = namedIn(route).replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.verb] = operationOf(route, told);
  }
  const { info, servers = [], security = [], components } = frameOf(version);
  return {
    openapi,
    info: { title: info.title, version, description: info.description ?? '' },
    servers,
    security,
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      schemas: told.schemas,
      securitySchemes: { ...components?.securitySchemes },
      responses: Object.fromEntries(
        Object.entries(refusals).map(([status, description]) => [status, refusal(description)]),
      ),
    },
  };
};

/** What the document says before any route: which API it is, where, and how callers show who they are. */
const frameOf = (version: string) =>
  new DocumentBuilder()
    .setOpenAPIVersion(openapi)
    .setTitle('Switchyard')
    .setDescription('See docs/api.md for what these routes have in common.')
    .setVersion(version)
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'yard_… or JWT' }, 'token')
    .addCookieAuth(accessCookie, { type: 'apiKey', in: 'cookie' }, 'session')
    .addSecurityRequirements('token')
    .addSecurityRequirements('session')
    .build();

const refusal = (description: string): Schema => ({
  description,
  headers: { 'Yard-Request-Id': { schema: { type: 'string' } } },
  content: { 'application/json': { schema: error } },
});

const operationOf = (route: RouteFacts, told: Told): Operation => {
  const { summary: text = '', answer } = told.operations[route.key] ?? {};
  const note = notes[route.key] ?? {};
  const [first = ''] = text.split(/(?<=[.:;]) /);
  const body = requestBody(route, note, told);
  return {
    operationId: operationIdOf(route),
    tags: [tagOf(route.path)],
    summary: note.summary ?? first.replace(/[.:;]$/, ''),
    ...(text === '' ? {} : { description: text }),
    ...(route.isPublic ? { security: [] as [] } : {}),
    parameters: parametersOf(route, note, told),
    ...(body ? { requestBody: body } : {}),
    responses: responsesOf(route, note, note.answer ?? answer, body !== undefined),
  };
};

const operationIdOf = ({ key }: RouteFacts): string => {
  const [Class = '', method = ''] = key.split('.');
  return `${Class.replace(/Controller$/, '').replace(/^./, first => first.toLowerCase())}.${method}`;
};

/** What is behind a route's own path is one, too. */
const namedIn = ({ path }: RouteFacts): string => path.replace(/\*$/, ':path');

const tagOf = (path: string): string => /^\/api\/(?:ci\/)?([\w-]+)/.exec(path)?.[1] ?? 'system';

const parametersOf = (route: RouteFacts, note: Note, told: Told): Schema[] => {
  const inside = (place: 'path' | 'query', Class: Constructor | undefined) =>
    (Class ? fieldsOf(Class, told.fields[Class.name]) : []).map(({ name, required, schema }) => {
      const { description, ...rest } = schema;
      return { name, in: place, required, ...(description === undefined ? {} : { description }), schema: rest };
    });
  const declared = [...inside('path', route.params), ...inside('query', note.query ?? route.query)];
  const names = [...namedIn(route).matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const missing = names
    .filter(name => !declared.some(one => one.in === 'path' && one.name === name))
    .map(name => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const placed = [...declared, ...missing];
  const inPath = placed.filter(one => one.in === 'path').sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  const headers = [...new Set([...route.headers, ...(note.headers ?? [])])].map(name => ({
    name,
    in: 'header',
    required: false,
    schema: { type: 'string' },
  }));
  return [...inPath, ...placed.filter(one => one.in !== 'path'), ...headers];
};

const requestBody = (route: RouteFacts, note: Note, told: Told): Operation['requestBody'] => {
  const Class = note.body ?? route.body;
  if (note.content === undefined && Class === undefined) return undefined;
  const json = Class ? { 'application/json': { schema: bodySchema(Class, told.fields[Class.name]) } } : {};
  const content = { ...json, ...note.content };
  const needed = Class !== undefined && fieldsOf(Class).some(({ required }) => required);
  return { required: needed || Class === undefined, content };
};

const responsesOf = (
  route: RouteFacts,
  note: Note,
  answer: Schema | undefined,
  hasBody: boolean,
): Record<string, Schema> => {
  const content = { [note.gives ?? 'application/json']: { schema: answer ?? { type: 'string' } } };
  const given = note.statuses ?? [route.status ?? (route.verb === 'post' ? 201 : 200)];
  const refused = [...refusalsOf(route, hasBody), ...(note.refuses ?? []), ...everywhere];
  return {
    ...Object.fromEntries(refused.map(status => [status, { $ref: `#/components/responses/${status}` }])),
    ...Object.fromEntries(
      given.map(status => [status, { description: whatIs(status), ...(status === 101 ? {} : { content }) }]),
    ),
    default: refusal('Anything else that went wrong.'),
  };
};

const refusalsOf = ({ params, query, isPublic, path }: RouteFacts, hasBody: boolean): number[] => {
  const hasId = path.includes(':');
  const takes = hasBody || hasId || params !== undefined || query !== undefined;
  return [
    ...(takes ? [400] : []),
    ...(isPublic ? [] : [401, 403]),
    ...(hasId ? [404] : []),
    ...(hasBody ? [413, 415] : []),
  ];
};

const whatIs = (status: number): string =>
  ({
    101: 'The connection is a WebSocket from here on',
    201: 'Made',
    202: 'Accepted, and stored',
    206: 'The part that was asked for',
    304: 'What you have is the same',
    503: 'Something is down',
  })[status] ?? 'Done';
