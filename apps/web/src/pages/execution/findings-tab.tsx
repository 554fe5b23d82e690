import type { Covered, CoverageReport, FindingLevel, FindingReport } from '@switchyard/contracts';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { Section } from '../../ui/page.js';
import { Mark } from '../../ui/status.js';
import type { Tone } from '../../ui/status-look.js';
import { Facts, Table } from '../../ui/table.js';
import css from './execution.module.css';
import { hrefOfStep, type Look } from './look.js';
import { Mistakes } from './mistakes.js';
import { coverageIn, findingsIn, type ReportWith, useReports } from './use-reports.js';

/** What checkers of code found, and what tests ran through. */
export const FindingsTab = ({ look }: { look: Look }) => (
  <Loaded query={useReports(look)} label="findings">
    {answer => {
      const [findings, coverage] = [findingsIn(answer), coverageIn(answer)];
      if (findings.length + coverage.length === 0) return <None />;
      return (
        <div class={css.part}>
          {findings.map(one => (
            <Findings key={one.artifact} look={look} one={one} />
          ))}
          {coverage.map(one => (
            <Coverage key={one.artifact} look={look} one={one} />
          ))}
        </div>
      );
    }}
  </Loaded>
);

const None = () => (
  <Empty icon="search" title="No findings and no coverage">
    <p>
      A step shows them here with <code>artifacts:</code> and <code>report: sarif</code>, <code>lcov</code> or{' '}
      <code>cobertura</code>.
    </p>
  </Empty>
);

const tones: Record<FindingLevel, Tone> = { error: 'bad', warning: 'held', note: 'busy', none: 'quiet' };

const Findings = ({ look, one }: { look: Look; one: ReportWith<FindingReport> }) => {
  const { report, name, stepId, mistakes } = one;
  const levels = Object.entries(report.levels).filter(([, count]) => count > 0) as [FindingLevel, number][];
  return (
    <Section title={name} actions={<a href={hrefOfStep(look)(stepId)}>step {stepId}</a>}>
      <p class={css.marks}>
        <strong>{report.findings}</strong> findings of {report.tools.join(', ')}
        {levels.map(([level, count]) => (
          <Mark key={level} tone={tones[level]}>{`${count} ${level}`}</Mark>
        ))}
        {report.suppressed > 0 && <span class={css.soft}>{report.suppressed} suppressed</span>}
      </p>
      <Mistakes of={mistakes} />
      {report.first.length > 0 && (
        <Table
          caption={`Findings of ${name}`}
          rows={report.first}
          keyOf={({ rule, file, line, column, message }) => [rule, file, line, column, message].join(' ')}
          columns={[
            { title: 'Level', isNarrow: true, cell: ({ level }) => <Mark tone={tones[level]}>{level}</Mark> },
            { title: 'What', cell: ({ message }) => message },
            { title: 'Rule', isExtra: true, cell: ({ rule }) => <code>{rule}</code> },
            {
              title: 'Where',
              cell: ({ file, line }) =>
                file === undefined ? '' : <code>{line === undefined ? file : `${file}:${line}`}</code>,
            },
          ]}
        />
      )}
      {report.first.length < report.findings && (
        <p class={css.soft}>
          The first {report.first.length} of {report.findings}.
        </p>
      )}
    </Section>
  );
};

const shareOf = ({ found, hit }: Covered): string =>
  found === 0 ? 'nothing to cover' : `${((hit / found) * 100).toFixed(1)} % (${hit} of ${found})`;

const Coverage = ({ look, one }: { look: Look; one: ReportWith<CoverageReport> }) => {
  const { report, name, stepId, mistakes } = one;
  const { lines, functions, branches } = report;
  return (
    <Section title={`Coverage: ${name}`} actions={<a href={hrefOfStep(look)(stepId)}>step {stepId}</a>}>
      <Facts
        of={[
          ['Lines', shareOf(lines)],
          ...(functions ? [['Functions', shareOf(functions)] as const] : []),
          ...(branches ? [['Branches', shareOf(branches)] as const] : []),
          ['Files', report.files],
        ]}
      />
      <Mistakes of={mistakes} />
      {report.worst.length > 0 && (
        <Table
          caption="Files with the smallest share of lines"
          rows={report.worst}
          keyOf={({ path }) => path}
          columns={[
            { title: 'The least covered', cell: ({ path }) => <code>{path}</code> },
            { title: 'Lines', align: 'right', isNarrow: true, cell: file => shareOf(file.lines) },
          ]}
        />
      )}
    </Section>
  );
};
