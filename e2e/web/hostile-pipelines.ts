import { image, lines, long, texts, trap } from './hostile-strings.js';

const xml = (text: string): string =>
  text.replace(/[&<>"']/g, sign => `&#${sign.codePointAt(0)};`).replace(/[\u0000-\u0008\u001b\ud800]/g, '');
const junit = `<testsuite name="${xml(image)}">${texts
  .map(text => `<testcase name="${xml(text)}"><failure message="${xml(text)}">${xml(text)}</failure></testcase>`)
  .join('')}</testsuite>`;

const sarif = JSON.stringify({
  version: '2.1.0',
  runs: [
    {
      tool: { driver: { name: image, informationUri: `javascript:${trap}()` } },
      results: texts.map(text => ({
        ruleId: text,
        level: 'error',
        message: { text, markdown: text },
        locations: [{ physicalLocation: { artifactLocation: { uri: text }, region: { startLine: 1 } } }],
      })),
    },
  ],
});
const lcov = lines.map(text => `SF:${text}\nDA:1,1\nDA:2,0\nend_of_record\n`).join('');

/** What an output may hold beside lines of text: links of terminals, titles, colours, groups, and one line without an end. */
const output = `printf '%s\\n' "$TEXTS"
printf '\\033]8;;javascript:${trap}()\\007a link\\033]8;;\\007 behind it\\n'
printf '\\033]0;%s\\007a title\\n\\033[31;38;2;1;2;3m%s\\033[0m\\n' "$IMAGE" "$IMAGE"
printf '::group::%s\\n%s\\n::endgroup::\\n' "$IMAGE" "$IMAGE"
printf 'nul \\000 backwards \\342\\200\\256<b>fdp \\377\\376 \\007\\b\\r%s\\n' "$IMAGE"
printf '::error::%s\\nerror: %s\\n' "$IMAGE" "$IMAGE"
head -c 200000 /dev/zero | tr '\\0' 'W'; printf '%s\\n' "$IMAGE"`;

const named = (name: string) => ({
  name,
  null: { print: name },
  'environment-name': name,
  env: { VALUE: name },
});

/** The step that leaves files, reports and output. */
export const leaving = `leaves ${image}`;
const left = {
  name: leaving,
  env: { JUNIT: junit, SARIF: sarif, LCOV: lcov, IMAGE: image, TEXTS: texts.join('\n') },
  run: `${output}
mkdir -p files
printf '%s' "$JUNIT" > junit.xml; printf '%s' "$SARIF" > found.sarif; printf '%s' "$LCOV" > lcov.info
for name in "$IMAGE" "javascript:${trap}()" page.html page.svg page.txt; do
  printf '<svg xmlns="http://www.w3.org/2000/svg" onload="parent.${trap}()"><script>parent.${trap}()</script></svg>' > "files/$name"
done
printf 'said=%s\\n' "$IMAGE" >> "$YARD_OUTPUT"`,
  outputs: ['said'],
  artifacts: [
    { name: image, paths: ['files/**'] },
    { name: `results ${image}`, paths: ['junit.xml'], report: 'junit' },
    { name: `findings ${image}`, paths: ['found.sarif'], report: 'sarif' },
    { name: `coverage ${image}`, paths: ['lcov.info'], report: 'lcov' },
  ],
  cache: { key: image, paths: 'files/**' },
};

/** Every field that a file has and a page shows. */
export const furnished = JSON.stringify({
  name: image,
  description: texts.join(' '),
  on: {
    push: { branches: [...lines] },
    schedule: { cron: '@yearly', branch: image },
    webhook: { events: ['deploy'] },
    manual: {
      inputs: {
        word: { type: 'text', description: image },
        choice: { type: 'choice', options: [...lines], default: image, description: `"><b>${image}` },
        text: { type: 'text', default: image },
      },
    },
  },
  env: { VALUE: image },
  concurrency: { group: image, limit: 100 },
  stages: [
    { name: image, parallel: true, steps: [...lines, long(200)].map(named) },
    { name: `"><script>${trap}()</script>`, steps: [left, { ...named(`last of ${image}`), needs: [leaving] }] },
  ],
  notifications: { 'on-success': { webhook: { url: `https://hostile.invalid/?${encodeURIComponent(image)}` } } },
});

/** Whose pull requests start pipelines. */
export const repository = `https://hostile.invalid/${image}`;

/** Does nothing, for whatever a trigger says. */
export const quick = (name: string): string =>
  JSON.stringify({
    name,
    on: { pull_request: { repository }, manual: { inputs: { word: 'text' } } },
    steps: [{ name: 'nothing', null: {} }],
  });

/** Waits for a verdict. */
export const gated = JSON.stringify({
  name: 'gated',
  steps: [{ name: 'ask', null: {}, approval: { quorum: 2 } }],
});
