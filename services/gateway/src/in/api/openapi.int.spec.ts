import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Document, Operation } from './document.js';
import { docsPage, docsScript, docsStyle } from './docs-page.js';
import { type Door, openDoor } from './door.story.js';
import { notes } from './notes.js';
import type { Schema } from './schema.js';

interface Checker {
  addSchema(schema: object, key: string): void;
  compile(schema: object): unknown;
}
// The one that the server has for itself knows the draft of OpenAPI 3.1.
const require = createRequire(createRequire(import.meta.url).resolve('@fastify/ajv-compiler'));
const { default: Ajv } = require('ajv/dist/2020') as { default: new (options: object) => Checker };

const root = fileURLToPath(new URL('../../../../../', import.meta.url));

describe('the document of the API', () => {
  let door: Door;
  let document: Document;
  let operations: { route: string; path: string; operation: Operation }[];
  beforeAll(async () => {
    door = await openDoor();
    document = (await (await fetch(`${door.url}/api/openapi.json`)).json()) as Document;
    operations = Object.entries(document.paths).flatMap(([path, verbs]) =>
      Object.entries(verbs).map(([verb, operation]) => ({
        route: `${verb.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
        path,
        operation,
      })),
    );
  });
  afterAll(() => door.stop());

  it('has an operation for every route of the router, and no other', () =>
    expect(operations.map(({ route }) => route).sort()).toEqual(
      // What lies behind a path has a name in the document.
      door.routes
        .list()
        .map(route => route.replace(/\*$/, ':path'))
        .sort(),
    ));

  it('says what each is for, in words of its own, under an id of its own', () => {
    for (const { route, operation } of operations)
      expect({ route, summary: operation.summary }).toEqual({ route, summary: expect.stringMatching(/^\S.{5,119}$/) });
    for (const what of ['summary', 'operationId'] as const)
      expect(new Set(operations.map(({ operation }) => operation[what])).size).toBe(operations.length);
  });

  it('has every part of a path as a parameter with a shape', () => {
    for (const { route, path, operation } of operations) {
      const given = operation.parameters.filter(one => one['in'] === 'path').map(one => one['name']);
      expect({ route, given }).toEqual({ route, given: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name) });
      for (const { schema } of operation.parameters) expect(Object.keys(schema as object)).not.toEqual([]);
    }
  });

  it('has the body of every route that takes one', () => {
    const without = operations.filter(({ route, operation }) => /^P/.test(route) && !operation.requestBody);
    expect(without.map(({ route }) => route)).toEqual([
      'PUT /api/administrators/:user',
      'POST /api/ci/executions/:id/resume',
      'POST /api/ci/pipelines/:id/webhook-token',
      'POST /api/master-key/rotation',
      'POST /api/projects/:project/secrets/rotation',
      'POST /api/projects/:project/webhook-token',
      'POST /api/sessions/first/link',
      'POST /api/sessions/totp',
      'POST /api/webhooks/deliveries/:id/replay',
    ]);
    for (const { operation } of operations)
      for (const { schema } of Object.values(operation.requestBody?.content ?? {}))
        expect(schema).toMatchObject({ type: expect.any(String) });
  });

  it('has a success with its shape for every route, and all errors in one shape', () => {
    for (const { route, operation } of operations) {
      const entries = Object.entries(operation.responses);
      const shapes = entries.filter(([status]) => /^2/.test(status)).map(([, one]) => one['content']);
      expect({ route, shapes }).toEqual({ route, shapes: expect.arrayContaining([expect.any(Object)]) });
      expect(entries.map(([status]) => status)).toEqual(expect.arrayContaining(['429', '503', 'default']));
    }
    for (const refusal of Object.values(document.components.responses))
      expect(refusal).toMatchObject({
        content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorAnswer' } } },
      });
  });

  it('knows every rule that inputs are checked by', () => expect(JSON.stringify(document)).not.toContain('x-rule'));

  it('is made of schemas that hold together', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'api', components: document.components }, 'api');
    const bodies = operations.flatMap(({ operation }) => [
      ...operation.parameters.map(one => one['schema'] as Schema),
      ...contents(operation.requestBody ?? {}),
      ...Object.values(operation.responses).flatMap(contents),
    ]);
    for (const schema of bodies) ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')) as object);
  });

  it('has notes on routes that are there, and on no other', () => {
    const ids = operations.map(({ operation }) => operation.operationId.toLowerCase());
    const noted = Object.keys(notes).map(key => key.replace('Controller.', '.').toLowerCase());
    expect(noted.filter(key => !ids.includes(key))).toEqual([]);
  });

  it('says what the sources say: npm run api:generate writes it anew', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/generate-api.mjs', '--check'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('the page of the API', () => {
  it('has nothing inline, nothing from elsewhere, and no way to write markup', () => {
    expect(docsPage).not.toMatch(/<script(?! src="\/)|<style|\sstyle=|\son\w+=|https?:|javascript:/);
    expect(docsStyle).not.toMatch(/@import|url\(/);
    expect(docsScript).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|https?:/);
    expect(() => new Function(docsScript)).not.toThrow();
  });

  it('is served with a policy that allows no more', async () => {
    const door = await openDoor();
    const page = await fetch(`${door.url}/api/docs`);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|data:/);
    expect(await page.text()).toBe(docsPage);
    for (const [file, type] of [
      ['page.js', 'text/javascript'],
      ['page.css', 'text/css'],
    ])
      expect((await fetch(`${door.url}/api/docs/${file}`)).headers.get('content-type')).toContain(type);
    await door.stop();
  });
});

const contents = (of: object): Schema[] =>
  Object.values((of as { content?: Record<string, { schema: Schema }> }).content ?? {}).map(({ schema }) => schema);
