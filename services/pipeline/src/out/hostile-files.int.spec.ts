import { parsePipeline } from '@switchyard/pipeline-file';
import { hostileFiles } from '../../../../libs/pipeline-file/src/hostile/hostile.story.js';
import { WorkerFileParser } from './worker-file-parser.js';

const files = hostileFiles();

describe('hostile files', () => {
  // Patient: how long they take is a benchmark (e2e/bench/hostile-files.mjs), since a busy machine takes longer.
  const parser = new WorkerFileParser({ fileMs: 50_000, queueMs: 500_000, idleMs: 60_000, heapMb: 384 });
  afterAll(() => parser.stop());

  it('are more than three hundred, each another', () => {
    expect(files.length).toBeGreaterThan(300);
    expect(new Set(files.map(({ yaml }) => yaml)).size).toBe(files.length);
  });

  it('each have a finding that is an error, at a place of the file, and leave this process free', async () => {
    const turns = { count: 0 };
    const counting = setInterval(() => (turns.count += 1), 1);
    try {
      for (const { what, yaml } of files) {
        const { model, findings } = await parser.parse(yaml);
        const errors = findings.filter(({ severity }) => severity === 'error');
        expect({ what, model, errors: errors.length > 0 }).toEqual({ what, model: undefined, errors: true });
        const lines = yaml.split('\n').length;
        for (const { line, column, message, suggestion } of findings) {
          expect({ what, line: line >= 1 && line <= lines, column: column >= 1 }).toEqual({
            what,
            line: true,
            column: true,
          });
          expect({ what, message: message.length < 2_000, suggestion: suggestion !== '' }).toEqual({
            what,
            message: true,
            suggestion: true,
          });
        }
      }
    } finally {
      clearInterval(counting);
    }
    expect(turns.count).toBeGreaterThan(files.length);
  }, 300_000);

  it('have polluted nothing', () => {
    for (const { yaml } of files.filter(({ what }) => /proto|constructor/.test(what))) parsePipeline(yaml);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});
