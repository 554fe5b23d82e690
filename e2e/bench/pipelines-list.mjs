// node e2e/bench/pipelines-list.mjs [many] [rounds]: what lists of pipelines cost, as ratios within one run. A page of 50 among many pipelines
// beside one among few, a search beside a page, a page deep in the list beside the first, and a page of 50 beside reading one pipeline.
import { percentile, startPlatform } from './platform.mjs';

const [many = 2_000, rounds = 100] = process.argv
  .slice(2)
  .filter(word => /^\d+$/.test(word))
  .map(Number);
const few = 100;
const platform = await startPlatform();
const { catalogue } = platform.client;

const steps = Array.from({ length: 30 }, (_, n) => ({ name: `step ${n}`, run: `make target-${n}` }));
const nameOf = n => `pipeline-${String(n).padStart(6, '0')}-${['web', 'api', 'mobile', 'data'][n % 4]}`;
const fill = async (from, to) => {
  let next = from;
  const worker = async () => {
    while (next < to) {
      const n = next++;
      await catalogue.apply({ yaml: JSON.stringify({ name: nameOf(n), steps }) });
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
};

const times = async ask => {
  const all = [];
  for (let i = 0; i < rounds + 3; i += 1) {
    const from = performance.now();
    await ask(i);
    all.push(performance.now() - from);
  }
  return percentile(all.slice(3), 0.5);
};
const expected = async (query, count) => {
  const { pipelines } = await catalogue.list(query);
  if (pipelines.length !== count) throw new Error(`${JSON.stringify(query)} gave ${pipelines.length}, not ${count}`);
};

await fill(0, few);
const among = { few: await times(() => catalogue.list({ limit: 50 })) };
await fill(few, many);
await expected({ limit: 50 }, 50);
await expected(
  {
    name: nameOf(many - 1)
      .slice(9, 15)
      .toUpperCase(),
    limit: 50,
  },
  1,
);
const deep = { sort: 'name', limit: 50, after: nameOf(many - 60) };
await expected(deep, 50);
const { pipelines } = await catalogue.list({ limit: 50 });
among.many = await times(() => catalogue.list({ limit: 50 }));
const figures = {
  one: await times(i => catalogue.get(pipelines[i % 50].id)),
  updated: await times(() => catalogue.list({ sort: 'updated', limit: 50 })),
  deep: await times(() => catalogue.list(deep)),
  rare: await times(i => catalogue.list({ name: nameOf((i * 37) % many).slice(0, 15), limit: 50 })),
  none: await times(() => catalogue.list({ name: 'nothing like it', limit: 50 })),
  common: await times(() => catalogue.list({ name: 'web', limit: 50 })),
};
await platform.stop();

const round = (_key, value) => (typeof value === 'number' ? Math.round(value * 100) / 100 : value);
const ratios = {
  manyToFew: among.many / among.few,
  deepToFirst: figures.deep / among.many,
  updatedToName: figures.updated / among.many,
  pageToOne: among.many / figures.one,
  rareToPage: figures.rare / among.many,
  noneToOne: figures.none / figures.one,
  commonToPage: figures.common / among.many,
};
console.log(
  JSON.stringify({ name: 'pipelines-list', few, many, rounds, p50Ms: { ...among, ...figures }, ratios }, round),
);
