import { MemoryPipelines, project, surroundings } from './pipelines.story.js';
import { ReadTemplates } from './read-templates.js';

describe('the template library', () => {
  const setUp = () => {
    const { keeping, templates } = surroundings(new MemoryPipelines());
    const reading = new ReadTemplates(templates);
    const facts = (name: string) => ({ v: 1 as const, project, name, actor: 'bob' });
    const put = (name: string, text: string, more: { ifVersion?: number; message?: string } = {}) =>
      keeping.put({ ...facts(name), text, ...more });
    const remove = (name: string, ifVersion?: number) =>
      keeping.remove({ ...facts(name), ...(ifVersion === undefined ? {} : { ifVersion }) });
    const get = (name: string, version?: number) =>
      reading.get({ v: 1, project, name, ...(version === undefined ? {} : { version }) });
    return { templates, reading, put, remove, get };
  };

  it('gives a template a version for each change, and shows each', async () => {
    const { put, get, reading } = setUp();
    expect(await put('node', 'one', { message: 'first' })).toMatchObject({
      result: 'created',
      template: { name: 'node', version: 1, author: 'bob', message: 'first' },
    });
    expect(await put('node', 'one')).toMatchObject({ result: 'unchanged', template: { version: 1 } });
    expect(await put('node', 'two')).toMatchObject({ result: 'updated', template: { version: 2 } });
    expect(await get('node')).toMatchObject({ text: 'two' });
    expect(await get('node', 1)).toMatchObject({ text: 'one', template: { message: 'first' } });
    expect(await get('node', 3)).toEqual({ result: 'missing' });
    const page = await reading.versions({ v: 1, project, name: 'node', limit: 1 });
    expect(page).toMatchObject({ versions: [{ version: 2 }], next: 2 });
    expect(await reading.versions({ v: 1, project, name: 'node', limit: 1, before: 2 })).toMatchObject({
      versions: [{ version: 1 }],
    });
  });

  it('changes nothing on another version than the one that was meant', async () => {
    const { put, remove, get } = setUp();
    expect(await put('node', 'one', { ifVersion: 1 })).toEqual({ result: 'missing' });
    await put('node', 'one');
    expect(await put('node', 'two', { ifVersion: 2 })).toEqual({ result: 'stale', version: 1 });
    expect(await remove('node', 2)).toEqual({ result: 'stale', version: 1 });
    expect(await get('node')).toMatchObject({ text: 'one' });
    expect(await put('node', 'two', { ifVersion: 1 })).toMatchObject({ result: 'updated' });
  });

  it('lets a template go and come back with its next version', async () => {
    const { put, remove, get, reading } = setUp();
    expect(await remove('node')).toEqual({ result: 'missing' });
    await put('node', 'one');
    await put('java', 'one');
    expect(await remove('node')).toMatchObject({ result: 'deleted', template: { version: 1 } });
    expect(await remove('node')).toEqual({ result: 'missing' });
    expect(await get('node')).toEqual({ result: 'missing' });
    expect(await get('node', 1)).toMatchObject({ text: 'one' });
    expect(await reading.list({ v: 1, project, limit: 9 })).toMatchObject({ templates: [{ name: 'java' }] });
    expect(await put('node', 'one')).toMatchObject({ result: 'created', template: { version: 2 } });
    expect(await reading.list({ v: 1, project, limit: 1 })).toMatchObject({ next: 'java' });
  });

  it('gives ten changes at once ten versions', async () => {
    const { put } = setUp();
    const replies = await Promise.all(Array.from({ length: 10 }, (_, n) => put('node', `text ${n}`)));
    const versions = replies.map(reply => ('template' in reply ? reply.template.version : 0));
    expect(versions.sort((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, n) => n + 1));
  });
});
