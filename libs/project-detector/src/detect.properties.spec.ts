import fc from 'fast-check';
import { detect } from './detect.js';
import * as more from './more-trees.story.js';
import { pipelineFor } from './pipeline-for.js';
import { GivenFiles } from './project-files.js';
import * as trees from './trees.story.js';
import { errorsIn } from './trees.story.js';

const known = Object.values({ ...trees, ...more } as Record<string, unknown>)
  .filter((one): one is trees.Tree => typeof one === 'object')
  .flatMap(tree => Object.entries(tree));
const knownPaths = known.map(([path]) => path);
const knownTexts = known.flatMap(([, text]) => text ?? []);

const folder = fc.oneof(
  fc.constantFrom('web', 'api', 'packages', 'a b', '.git', 'node_modules', '..', '__proto__', "it's", 'é🚀'),
  fc.string({ maxLength: 8, unit: 'binary' }),
);
const path = fc
  .tuple(fc.array(folder, { maxLength: 4 }), fc.oneof(fc.constantFrom(...knownPaths), folder))
  .map(([above, name]) => [...above, name].join('/'));
const mangled = fc
  .tuple(fc.constantFrom(...knownTexts), fc.nat(), fc.nat({ max: 40 }), fc.string({ maxLength: 10, unit: 'binary' }))
  .map(([text, at, cut, noise]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + noise + text.slice(place + cut);
  });
const text = fc.oneof(
  fc.constantFrom(...knownTexts),
  mangled,
  fc.json({ maxDepth: 4 }),
  fc.string({ maxLength: 200, unit: 'binary' }),
  fc.constant(undefined),
);
const files = fc.array(fc.tuple(path, text), { maxLength: 25 }).map(all => new GivenFiles(new Map(all)));

describe('any tree at all', () => {
  it('is looked at without a throw, and gets a pipeline that is accepted', () => {
    fc.assert(
      fc.property(files, fc.string({ maxLength: 20, unit: 'binary' }), (given, name) => {
        const found = detect(given);
        for (const { confidence, evidence, directory } of found.projects) {
          expect(confidence).toBeGreaterThan(0);
          expect(confidence).toBeLessThan(1);
          expect(evidence.length).toBeGreaterThan(0);
          for (const one of evidence) expect(directory === '.' || one.path.startsWith(directory)).toBe(true);
        }
        const sure = found.projects.map(one => one.confidence);
        expect(sure).toEqual([...sure].sort((a, b) => b - a));
        expect(errorsIn(pipelineFor(found, { name }))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives the same whatever the order of its files', () => {
    const shuffled = files.chain(given => {
      const paths = [...given.paths()];
      return fc.tuple(fc.constant(given), fc.shuffledSubarray(paths, { minLength: paths.length }));
    });
    fc.assert(
      fc.property(shuffled, ([given, order]) => {
        const other = new GivenFiles(new Map(order.map(one => [one, given.read(one)])));
        expect(detect(other)).toEqual(detect(given));
      }),
      { numRuns: 300 },
    );
  });
});
