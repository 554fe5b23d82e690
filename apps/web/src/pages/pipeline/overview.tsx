import type { PipelineView } from '@switchyard/contracts';
import { useFeed } from '../../data/feed.js';
import { useQuery } from '../../data/use-query.js';
import { useSoon } from '../../data/use-soon.js';
import { usePlace } from '../../shell/use-place.js';
import { Section } from '../../ui/page.js';
import { Loaded } from '../../ui/loaded.js';
import { daysIn, Figures } from '../charts/figures.js';
import { ExecutionTable } from '../executions/table.js';
import { RunBars } from '../pipelines/run-bars.js';

const shown = 5;
const bars = 40;

/** How it has been, and what it did last; live. */
export const Overview = ({ pipeline: { id, name, project } }: { pipeline: PipelineView }) => {
  const days = daysIn(usePlace().query['days']);
  const figures = useQuery(`statistics ${id} ${days}`, client => client.statistics.ofPipeline(id, days));
  const last = useQuery(`last of ${id}`, client => client.executions({ pipeline: id, limit: shown }));
  const runs = useQuery(`latest of ${id}`, client => client.statistics.latest([id], { last: bars, project }));
  const reload = useSoon(() => Promise.all([last.reload(), runs.reload()]));
  useFeed({ project }, ({ type }) => {
    if (type === 'execution.created' || type === 'execution.finished') reload();
  });
  return (
    <>
      <Section title="Last executions">
        <Loaded query={runs} label="the last runs">
          {([found]) => found && <RunBars label={`Last runs of ${name}`} runs={found.runs} />}
        </Loaded>
        <Loaded query={last} label="the last executions">
          {({ executions }) =>
            executions.length === 0 ? (
              <p>It has not run yet: Start begins it.</p>
            ) : (
              <ExecutionTable executions={executions} />
            )
          }
        </Loaded>
      </Section>
      <Section title="Figures">
        <Figures query={figures} />
      </Section>
    </>
  );
};
