import type { Statistics, StepFigures } from '@switchyard/contracts';
import type { ComponentChildren } from 'preact';
import { lazy } from 'preact-iso';
import type { Query } from '../../data/use-query.js';
import { usePlace } from '../../shell/use-place.js';
import { Empty } from '../../ui/empty.js';
import { Filters } from '../../ui/filters.js';
import { Loaded } from '../../ui/loaded.js';
import { Section } from '../../ui/page.js';
import { spanText } from '../../ui/spans.js';
import { type Column, Table } from '../../ui/table.js';
import { percent } from '../pipelines/standing.js';
import css from './charts.module.css';

const Charts = lazy(() => import('./charts.js').then(({ Charts: Drawn }) => Drawn));

const periods = [
  { value: '7', title: '7 days' },
  { value: '90', title: '90 days' },
];

/** Days that an address asks for. */
export const daysIn = (days: string | undefined): number => (days === '7' || days === '90' ? Number(days) : 30);

/** Numbers, charts, and the steps that are worth a look. */
export const Figures = ({ query }: { query: Query<Statistics> }) => {
  const place = usePlace();
  return (
    <>
      <Filters
        filters={[{ name: 'days', label: 'Last 30 days, or', choices: periods }]}
        values={place.query}
        onChange={(name, value) => place.set({ [name]: value })}
      />
      <Loaded query={query} label="statistics">
        {statistics => (statistics.runs === 0 ? <Nothing /> : <Found statistics={statistics} />)}
      </Loaded>
    </>
  );
};

const Nothing = () => (
  <Empty icon="pulse" title="Nothing has ended in this time">
    <p>Once executions have, this shows how often they succeed, and where their time goes.</p>
  </Empty>
);

const Found = ({ statistics }: { statistics: Statistics }) => (
  <>
    <Numbers of={statistics} />
    <Charts statistics={statistics} />
    <div class={css.sides}>
      <Section title="Slowest steps">
        <Steps caption="The slowest steps" steps={statistics.slowest} columns={slowColumns} none="No step has ended." />
      </Section>
      <Section title="Flakiest steps">
        <Steps
          caption="Steps that failed and succeeded for the same version, commit and inputs"
          steps={statistics.flakiest}
          columns={flakyColumns}
          none="No step has both failed and succeeded for the same version, commit and inputs."
        />
      </Section>
    </div>
  </>
);

const Numbers = ({ of: { runs, newest, successRate, duration, queue, cancelled } }: { of: Statistics }) => (
  <dl class={css.numbers}>
    <Figure name="Success rate" value={successRate === undefined ? '–' : percent(successRate)} />
    <Figure name="Executions" value={runs}>
      {newest === undefined ? `${cancelled} cancelled` : 'only the newest ones'}
    </Figure>
    <Figure name="Duration" value={duration ? spanText(duration.p50) : '–'}>
      {duration && `95 of 100: ${spanText(duration.p95)}`}
    </Figure>
    <Figure name="In the queue" value={queue ? spanText(queue.p50) : '–'}>
      {queue && `95 of 100: ${spanText(queue.p95)}`}
    </Figure>
  </dl>
);

const Figure = ({ name, value, children }: { name: string; value: string | number; children?: ComponentChildren }) => (
  <div class={css.number}>
    <dt>{name}</dt>
    <dd>
      {value} {children && <small>{children}</small>}
    </dd>
  </div>
);

const name: Column<StepFigures> = {
  title: 'Step',
  cell: step => (
    <>
      <a href={`/pipelines/${step.pipelineId}`}>{step.pipelineName}</a> {step.name}
    </>
  ),
};
const slowColumns: readonly Column<StepFigures>[] = [
  name,
  { title: 'Half', align: 'right', isNarrow: true, cell: ({ duration }) => duration && spanText(duration.p50) },
  { title: '95 of 100', align: 'right', isNarrow: true, cell: ({ duration }) => duration && spanText(duration.p95) },
];
const flakyColumns: readonly Column<StepFigures>[] = [
  name,
  { title: 'Flaky', align: 'right', isNarrow: true, cell: ({ flaky, cases }) => `${flaky} of ${cases}` },
  { title: 'Share', align: 'right', isNarrow: true, cell: ({ flaky, cases }) => percent(flaky / cases) },
];

const Steps = ({
  caption,
  steps,
  columns,
  none,
}: {
  caption: string;
  steps: readonly StepFigures[];
  columns: readonly Column<StepFigures>[];
  none: string;
}) =>
  steps.length === 0 ? (
    <p>{none}</p>
  ) : (
    <Table caption={caption} columns={columns} rows={steps} keyOf={step => `${step.pipelineId} ${step.stepId}`} />
  );
