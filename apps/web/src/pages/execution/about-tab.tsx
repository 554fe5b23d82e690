import type { ExecutionView } from '@switchyard/contracts';
import { useQuery } from '../../data/use-query.js';
import { Copy } from '../../ui/copy-as.js';
import { Loaded } from '../../ui/loaded.js';
import { Section } from '../../ui/page.js';
import { exactText } from '../../ui/spans.js';
import { Status } from '../../ui/status.js';
import { Facts, Table } from '../../ui/table.js';
import { Duration, Time } from '../../ui/time.js';
import css from './execution.module.css';
import { fromText } from './head.js';
import { lineageOf, type Relative } from './lineage.js';
import type { Look } from './look.js';

/** Where it comes from: everything that is known of its beginning, and its repetitions. */
export const AboutTab = ({ look }: { look: Look }) => (
  <div class={css.part}>
    <Section title="Where it comes from">
      <Origin look={look} />
    </Section>
    {Object.keys(look.view.inputs ?? {}).length > 0 && (
      <Section title="Inputs">
        <Facts
          of={Object.entries(look.view.inputs ?? {}).map(([name, value]) => [name, <code key={name}>{value}</code>])}
        />
      </Section>
    )}
    <Lineage look={look} />
  </div>
);

type Row = readonly [name: string, value: preact.ComponentChildren];

const Origin = ({ look: { view, place } }: { look: Look }) => {
  const { trigger } = view;
  const moment = (name: string, at: string | undefined): Row[] =>
    at === undefined ? [] : [[name, exactText(Date.parse(at))]];
  const text = (name: string, value: string | number | undefined): Row[] =>
    value === undefined ? [] : [[name, value]];
  return (
    <Facts
      of={[
        [
          'Execution',
          <>
            <code>{view.id}</code> <Copy text={view.id} what="the id" />
          </>,
        ],
        [
          'Pipeline',
          <a
            href={place.to(`/pipelines/${view.pipelineId}`)}
          >{`${view.pipelineName}, version ${view.pipelineVersion}`}</a>,
        ],
        ['Project', view.project],
        ['Trigger', `${trigger.type.replace('_', ' ')} by ${trigger.actor}`],
        ...text('Event', trigger.event),
        ...text('Schedule', trigger.tick),
        ...(trigger.after === undefined
          ? []
          : [['After', <a href={place.to(`/executions/${trigger.after}`)}>the execution that started it</a>] as Row]),
        ...text('Repository', trigger.repository),
        ...text('Branch', trigger.branch),
        ...text('Tag', trigger.tag),
        ...text('Commit', trigger.commit),
        ...text('Pull request', trigger.pullRequest),
        ...text('Into', trigger.targetBranch),
        ...(view.group ? [['Concurrency group', `${view.group.name}, ${view.group.limit} at once`] as Row] : []),
        ...moment('Created', view.createdAt),
        ...moment('Started', view.startedAt),
        ...moment('Ended', view.finishedAt),
        ['Trace', <Trace view={view} />],
      ]}
    />
  );
};

/** The trace of the execution, and where it can be looked at, if the platform knows. */
const Trace = ({ view }: { view: ExecutionView }) => {
  const query = useQuery(`trace ${view.id}`, client => client.trace(view.id));
  return (
    <Loaded query={query} label="the trace">
      {({ traceId, url }) => {
        if (traceId === undefined) return <>none</>;
        return (
          <>
            {url === undefined ? <code>{traceId}</code> : <a href={url}>{traceId}</a>}{' '}
            <Copy text={traceId} what="the trace id" />
          </>
        );
      }}
    </Loaded>
  );
};

const Lineage = ({ look }: { look: Look }) => {
  const { view, place } = look;
  const query = useQuery(`lineage ${view.id} ${view.status}`, client => lineageOf(client, view));
  return (
    <Loaded query={query} label="repetitions">
      {family =>
        family.length > 1 && (
          <Section title="Repetitions">
            <Table<Relative>
              caption="Repetitions"
              rows={family}
              keyOf={({ id }) => id}
              chosen={view.id}
              columns={[
                { title: 'Execution', cell: one => <a href={place.to(`/executions/${one.id}`)}>{one.id}</a> },
                { title: 'Status', isNarrow: true, cell: one => <Status status={one.status} /> },
                {
                  title: 'Repeats',
                  isExtra: true,
                  cell: one => (one.rerunOf ? `${fromText(one.rerunOf.from)}, by ${one.rerunOf.actor}` : 'the first'),
                },
                { title: 'Created', isNarrow: true, isExtra: true, cell: one => <Time at={one.createdAt} /> },
                {
                  title: 'Took',
                  isNarrow: true,
                  align: 'right',
                  cell: one =>
                    one.startedAt === undefined ? '' : <Duration from={one.startedAt} to={one.finishedAt} />,
                },
              ]}
            />
          </Section>
        )
      }
    </Loaded>
  );
};
