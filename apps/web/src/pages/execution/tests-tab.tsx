import type { TestFailure, TestReport } from '@switchyard/contracts';
import { Empty } from '../../ui/empty.js';
import { Icon } from '../../ui/icons.js';
import { Loaded } from '../../ui/loaded.js';
import { Section } from '../../ui/page.js';
import { spanText } from '../../ui/spans.js';
import { Table } from '../../ui/table.js';
import css from './execution.module.css';
import lists from './lists.module.css';
import { hrefOfStep, type Look } from './look.js';
import { Mistakes } from './mistakes.js';
import { type ReportWith, testsIn, useReports } from './use-reports.js';

/** Results of tests: how many, what failed and why, what takes longest. */
export const TestsTab = ({ look }: { look: Look }) => (
  <Loaded query={useReports(look)} label="test results">
    {answer => {
      const reports = testsIn(answer);
      if (reports.length === 0) return <None />;
      return (
        <div class={css.part}>
          {reports.map(one => (
            <OneReport key={one.artifact} look={look} one={one} />
          ))}
        </div>
      );
    }}
  </Loaded>
);

const None = () => (
  <Empty icon="check" title="No test results">
    <p>
      A step shows its tests here with <code>{"artifacts: { name: tests, paths: ['junit.xml'], report: junit }"}</code>.
    </p>
  </Empty>
);

const OneReport = ({ look, one }: { look: Look; one: ReportWith<TestReport> }) => {
  const { report, name, stepId, mistakes } = one;
  return (
    <Section title={name} actions={<a href={hrefOfStep(look)(stepId)}>step {stepId}</a>}>
      <Counts report={report} />
      <Mistakes of={mistakes} />
      {report.failures.length > 0 && (
        <ol class={lists.failures}>
          {report.failures.map((failure, index) => (
            <Failure key={`${failure.suite} ${failure.name} ${index}`} failure={failure} />
          ))}
        </ol>
      )}
      {report.failures.length < report.failed + report.errors && (
        <p class={css.soft}>These are the first; the report has {report.failed + report.errors} in all.</p>
      )}
      {report.slowest.length > 0 && <Slowest report={report} />}
    </Section>
  );
};

const Counts = ({ report }: { report: TestReport }) => {
  const shown: [string, number, string | undefined][] = [
    ['passed', report.passed, css.good],
    ['failed', report.failed, css.bad],
    ['errors', report.errors, css.bad],
    ['skipped', report.skipped, css.quiet],
    ['flaky', report.flaky, css.held],
  ];
  const counted = shown.filter(([, count]) => count > 0);
  return (
    <div class={css.counts}>
      <p>
        <strong>{report.tests}</strong> tests in {spanText(report.seconds * 1_000)}
        {counted.map(([word, count, tone]) => (
          <span key={word} class={tone}>
            {count} {word}
          </span>
        ))}
      </p>
      <div class={css.bar} aria-hidden="true">
        {counted.map(([word, count, tone]) => (
          <i key={word} class={tone} style={{ flexGrow: count }} />
        ))}
      </div>
    </div>
  );
};

const Failure = ({ failure }: { failure: TestFailure }) => {
  const place =
    failure.file === undefined ? '' : `${failure.file}${failure.line === undefined ? '' : `:${failure.line}`}`;
  return (
    <li>
      <p class={lists.failed}>
        <Icon name="cross" />
        <span>
          <span class={css.soft}>{failure.suite}</span> <strong>{failure.name}</strong>
        </span>
        {place !== '' && <code>{place}</code>}
      </p>
      <p class={lists.message}>{failure.message}</p>
      {failure.text !== undefined && failure.text.trim() !== failure.message && (
        <details>
          <summary>What was printed</summary>
          <pre tabIndex={0}>{failure.text}</pre>
        </details>
      )}
    </li>
  );
};

const Slowest = ({ report }: { report: TestReport }) => (
  <Table
    caption="The slowest tests"
    rows={report.slowest}
    keyOf={({ suite, name }) => `${suite} ${name}`}
    columns={[
      { title: 'The slowest', cell: ({ name }) => name },
      { title: 'Suite', cell: ({ suite }) => suite, isExtra: true },
      { title: 'Took', align: 'right', isNarrow: true, cell: ({ seconds }) => spanText(seconds * 1_000) },
    ]}
  />
);
