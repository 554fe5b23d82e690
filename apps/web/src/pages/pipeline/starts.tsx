import type { BadgeAnswer, PipelineStarts, PipelineView, ScheduleView } from '@switchyard/contracts';
import { useQuery } from '../../data/use-query.js';
import { Copy } from '../../ui/copy-as.js';
import { Loaded } from '../../ui/loaded.js';
import { Card, Row, Section } from '../../ui/page.js';
import { exactText } from '../../ui/spans.js';
import { Facts, Table } from '../../ui/table.js';
import { Time } from '../../ui/time.js';
import { triggerWord } from '../executions/asked.js';
import css from './starts.module.css';

/** What starts it by itself, what it asks for, and its badge. */
export const Starts = ({ pipeline: { id, name } }: { pipeline: PipelineView }) => {
  const starts = useQuery(`starts ${id}`, client => client.statistics.starts(id));
  const badge = useQuery(`badge ${id}`, client => client.statistics.badge(id));
  return (
    <>
      <Loaded query={starts} label="its triggers">
        {found => <Found starts={found} />}
      </Loaded>
      <Section title="Badge">
        <Loaded query={badge} label="its badge">
          {found => <Badge name={name} badge={found} />}
        </Loaded>
      </Section>
    </>
  );
};

const Found = ({ starts: { triggers: all, schedules, inputs } }: { starts: PipelineStarts }) => {
  // By hand it can always be started.
  const triggers = all.filter(({ type }) => type !== 'manual');
  return (
    <>
      <Section title="Triggers">
        {triggers.length === 0 ? (
          <p>Nothing starts it by itself: its file names no triggers.</p>
        ) : (
          <Table
            caption="Triggers"
            columns={[
              { title: 'Trigger', isNarrow: true, cell: ({ type }) => triggerWord(type) },
              { title: 'For', cell: ({ what }) => what.join('; ') || 'everything' },
            ]}
            rows={triggers}
            keyOf={trigger => JSON.stringify(trigger)}
          />
        )}
      </Section>
      {schedules.length > 0 && (
        <Section title="Schedule">
          <div class={css.schedules}>
            {schedules.map(schedule => (
              <Schedule key={JSON.stringify(schedule)} schedule={schedule} />
            ))}
          </div>
        </Section>
      )}
      {inputs.length > 0 && (
        <Section title="Inputs">
          <Table
            caption="What a start by hand gives"
            columns={[
              { title: 'Input', isNarrow: true, cell: input => <code>{input.name}</code> },
              { title: 'What it is', cell: input => input.description ?? '' },
              {
                title: 'Value',
                cell: input => (input.type === 'choice' ? `one of ${input.options.join(', ')}` : `a ${input.type}`),
              },
              { title: 'Unless given', cell: input => (input.required ? 'needed' : (input.default ?? '–')) },
            ]}
            rows={inputs}
            keyOf={input => input.name}
          />
        </Section>
      )}
    </>
  );
};

const Schedule = ({ schedule: { cron, timeZone, branch, next } }: { schedule: ScheduleView }) => (
  <Card>
    <Facts
      of={[
        ['When', <code key="cron">{cron}</code>],
        ['Time zone', timeZone],
        ...(branch === undefined ? [] : ([['Branch', branch]] as const)),
      ]}
    />
    {next.length === 0 ? (
      <p>It is not due.</p>
    ) : (
      <ol class={css.times} aria-label="Next times">
        {next.map(at => (
          <li key={at}>
            {exactText(Date.parse(at))}{' '}
            <span>
              (<Time at={at} />)
            </span>
          </li>
        ))}
      </ol>
    )}
  </Card>
);

const Badge = ({ name, badge: { path } }: { name: string; badge: BadgeAnswer }) => {
  const address = `${location.origin}${path}`;
  const markdown = `[![${name.replace(/[[\]\\]/g, '\\$&')}](${address})](${location.origin}${location.pathname})`;
  return (
    <Card>
      <img class={css.badge} src={path} alt={`Badge of ${name}`} />
      <Row>
        <code class={css.address}>{markdown}</code>
        <Copy text={markdown} what="the badge as Markdown" />
      </Row>
      <p>
        Who has this address sees how the last execution ended, and nothing else. <code>&amp;branch=main</code> at its
        end narrows it to one branch.
      </p>
    </Card>
  );
};
