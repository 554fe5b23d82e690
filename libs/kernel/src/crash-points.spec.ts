import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { crashPoints } from './index.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Where points of that first word stand. */
const rooms: Record<string, string> = {
  gateway: 'services/gateway/src/',
  pipeline: 'services/pipeline/src/',
  execution: 'services/execution/src/',
  registry: 'services/service-registry/src/',
  connector: 'libs/connector-kit/src/',
  shell: 'services/connectors/shell/src/',
  docker: 'services/connectors/docker/src/',
  null: 'services/connectors/null/src/',
  bus: 'libs/bus/src/',
};

const sources = globSync('{libs,services,services/connectors}/*/src/**/*.ts', { cwd: root }).filter(
  path => !/\.(spec|story)\.ts$/.test(path) && !path.startsWith('libs/kernel/'),
);
const uses = sources.flatMap(path =>
  [...readFileSync(`${root}/${path}`, 'utf8').matchAll(/\breach\(([^)]*)\)/g)].map(([, argument]) => ({
    path,
    point: argument?.replaceAll("'", ''),
  })),
);

it('there are enough crash points to part every two durable acts', () => {
  expect(crashPoints.length).toBeGreaterThanOrEqual(60);
  expect(new Set(crashPoints).size).toBe(crashPoints.length);
});

it.each(crashPoints)('%s is reached in one line of its own service', point => {
  const own = rooms[point.slice(0, point.indexOf('.'))];
  const places = uses.filter(use => use.point === point).map(use => use.path);
  expect(places).toEqual([expect.stringMatching(new RegExp(`^${own}`))]);
});

it('nothing else is reached', () => {
  expect(uses.filter(({ point }) => !crashPoints.some(one => one === point))).toEqual([]);
});
