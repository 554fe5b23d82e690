import { parsePipeline } from './parse-pipeline.js';

const concurrencyOf = (line: string) => {
  const { model, findings } = parsePipeline(`name: web\nsteps: [{ name: a, run: x }]\n${line}\n`);
  expect(findings).toEqual([]);
  return model?.concurrency;
};

describe('concurrency: in a file', () => {
  it.each([
    ['concurrency: deploys', { group: 'deploys', limit: 1, onFull: 'queue' }],
    ['concurrency: {}', { group: 'web', limit: 1, onFull: 'queue' }],
    ['concurrency: { key: branch }', { group: 'web', key: 'branch', limit: 1, onFull: 'queue' }],
    [
      'concurrency: { group: deploys, limit: 3, on-full: cancel-oldest }',
      { group: 'deploys', limit: 3, onFull: 'cancel-oldest' },
    ],
    ['concurrency: { on_full: queue }', { group: 'web', limit: 1, onFull: 'queue' }],
    ['', undefined],
  ])('that says "%s" is read as it is meant', (line, concurrency) => {
    expect(concurrencyOf(line)).toEqual(concurrency);
  });
});
