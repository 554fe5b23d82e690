import type { ListPipelinesReply } from '@switchyard/contracts';
import { House } from '../house.js';
import { type Ask, asking, base } from './asking.js';

describe('lists of pipelines over HTTP', () => {
  let house: House;
  let ask: Ask;
  beforeAll(async () => {
    house = await House.start();
    ask = asking(house);
  });
  afterAll(() => house.stop());

  beforeAll(async () => {
    const yaml = (name: string, step: string) => `name: ${name}\nsteps: [{ name: one, ${step} }]\n`;
    for (const [name, step] of [
      ['Listed Web', 'run: x'],
      ['listed-api', 'null: {}'],
      ['listed-zoo', 'run: x'],
    ] as const)
      await ask('POST', base, { yaml: yaml(name, step), project: 'listed' });
    const { pipelines } = await house.json<ListPipelinesReply>(`${base}?name=listed-zoo`);
    await ask('PATCH', `${base}/${pipelines[0]?.id}`, { enabled: false });
    await ask('POST', base, { yaml: `${yaml('listed-api', 'null: {}')}# newer\n`, project: 'listed' });
  });
  const names = async (query: string) =>
    (await house.json<ListPipelinesReply>(`${base}?project=listed${query}`)).pipelines.map(({ name }) => name);

  it.each([
    ['', ['Listed Web', 'listed-api', 'listed-zoo']],
    ['&name=WEB', ['Listed Web']],
    ['&name=d%20w', ['Listed Web']],
    ['&name=.*', []],
    ['&name=%5B', []],
    ['&enabled=true', ['Listed Web', 'listed-api']],
    ['&enabled=false', ['listed-zoo']],
    ['&connector=null', ['listed-api']],
    ['&connector=azure', []],
    ['&sort=updated', ['listed-api', 'listed-zoo', 'Listed Web']],
    ['&after=listed-api', ['listed-zoo']],
  ])('by %j', async (query, wanted) => {
    expect(await names(query)).toEqual(wanted);
  });

  it.each(['name', 'updated'])('page by page by %s, each once', async sort => {
    const seen: string[] = [];
    for (let after = ''; ;) {
      const page = await house.json<ListPipelinesReply>(`${base}?project=listed&sort=${sort}&limit=1${after}`);
      seen.push(...page.pipelines.map(({ name }) => name));
      if (page.next === undefined) break;
      after = `&after=${encodeURIComponent(page.next)}`;
    }
    expect(seen).toEqual(await names(`&sort=${sort}`));
  });

  it.each([
    'enabled=yes',
    'deleted=1',
    'connector=fax',
    'sort=size',
    'name=',
    `name=${'x'.repeat(201)}`,
    'sort=updated&after=web',
    'sort=name&after=a%09b',
    'limit=201',
    'nmae=x',
    'project=No%20Slug',
    'name[$ne]=x',
    'name=a&name=b',
  ])('and %s is refused', async query => {
    const { status, body } = await ask('GET', `${base}?${query}`);
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'validation' });
  });
});
