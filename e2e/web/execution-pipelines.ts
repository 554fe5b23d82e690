/** Waits for a file that the test writes, so that a step runs exactly as long as the test wants. */
export const until = (file: string): string => `until test -e "$GATES/${file}"; do sleep 0.05; done`;

const junit = `<testsuite name="sums"><testcase name="adds" classname="sums" time="0.2"/>
      <testcase name="divides" classname="sums" time="2.5"/>
      <testcase name="subtracts" classname="sums" time="0.1"><failure message="1 is not 2">sums.test.js:7:3
      at subtracts</failure></testcase></testsuite>`;
const sarif = JSON.stringify({
  version: '2.1.0',
  runs: [
    {
      tool: { driver: { name: 'checker' } },
      results: [
        {
          ruleId: 'no-eval',
          level: 'error',
          message: { text: 'eval runs anything' },
          locations: [{ physicalLocation: { artifactLocation: { uri: 'src/a.js' }, region: { startLine: 3 } } }],
        },
      ],
    },
  ],
});

/** Everything a run can leave: files, tests, findings and coverage, a matrix, and a failure that has a reason. */
export const shop = `name: shop
stages:
  - name: Build
    steps:
      - { name: compile, run: 'echo compiling; echo done' }
      - name: pack
        run: |
          mkdir -p dist && echo '<h1>shop</h1>' > dist/index.html && seq 1 500 > dist/numbers.txt
        artifacts: { name: site, paths: ['dist/**'], expires: 7d }
  - name: Test
    parallel: true
    steps:
      - name: unit
        run: |
          cat > junit.xml <<'XML'
          ${junit.replaceAll('\n      ', '\n          ')}
          XML
          echo "3 tests, 1 failed"
        artifacts: { name: results, paths: [junit.xml], report: junit }
      - name: check
        run: |
          printf '%s' '${sarif}' > found.sarif
          printf 'SF:a.js\\nDA:1,1\\nDA:2,0\\nend_of_record\\n' > lcov.info
        artifacts:
          - { name: findings, paths: [found.sarif], report: sarif }
          - { name: coverage, paths: [lcov.info], report: lcov }
      - name: browsers
        matrix: { browser: [chromium, firefox, webkit], size: [wide, phone] }
        run: 'echo "$MATRIX_BROWSER $MATRIX_SIZE"'
      - name: all
        needs: [unit, check]
        run: 'echo all'
  - name: Ship
    steps:
      - name: publish
        run: |
          echo 'publishing'
          test -e "$GATES/mended" && echo 'published' && exit 0
          echo 'error: the registry says 403' >&2
          exit 3
      - { name: announce, run: 'echo announced' }
`;

/** Follows a run step by step: each waits for its gate. */
export const live = `name: live
stages:
  - name: First
    steps:
      - { name: one, run: 'echo begun; ${until('one')}; echo ended' }
  - name: Second
    steps:
      - { name: two, run: '${until('two')}' }
`;

export const gated = `name: gated
stages:
  - name: Ask
    steps:
      - { name: ask, approval: true }
  - name: Deploy
    steps:
      - { name: deploy, run: 'echo deployed' }
`;

export const long = `name: long
steps:
  - { name: forever, run: 'echo running; sleep 600' }
always:
  - { name: clean, run: 'echo cleaning; sleep 600' }
`;

/** As many steps as one box, a row and a stage can have. */
export const wide = `name: wide
stages:
  - name: Many
    parallel: true
    steps:
      - name: shard
        matrix: { n: [${Array.from({ length: 60 }, (_, n) => n).join(', ')}] }
        null: { sleep: 0.01 }
`;
