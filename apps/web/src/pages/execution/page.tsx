import type { ExecutionId } from '@switchyard/contracts';
import { useRoute } from 'preact-iso';
import { useEffect, useMemo } from 'preact/hooks';
import { client } from '../../data/client.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { usePlace } from '../../shell/use-place.js';
import { Empty } from '../../ui/empty.js';
import { Problem } from '../../ui/problem.js';
import { Late } from './late.js';
import { Run } from './run.js';
import { RunView } from './run-view.js';

/** One execution, as it happens or as it was. */
export const ExecutionPage = () => {
  const { id = '' } = useRoute().params;
  return <Following key={id} id={id as ExecutionId} />;
};

const Following = ({ id }: { id: ExecutionId }) => {
  const run = useMemo(() => new Run(client, id), [id]);
  useEffect(() => {
    void run.follow();
    return () => run.close();
  }, [run]);
  const { to } = usePlace();
  const view = run.live.value;
  const trouble = run.trouble.value;
  useDocumentStatus(view ? titleOf(view.pipelineName, view.trigger.branch) : 'Execution', view?.status);
  if (trouble?.status === 404 || trouble?.status === 400)
    return (
      <Empty icon="search" title="There is no such execution">
        <p>
          It may have been removed, or it is in a project that you are not in.{' '}
          <a href={to('/executions')}>All executions</a>
        </p>
      </Empty>
    );
  if (trouble) return <Problem error={trouble} />;
  if (view) return <RunView run={run} view={view} />;
  return <Late isAway={run.isAway.value} />;
};

const titleOf = (pipeline: string, branch: string | undefined): string =>
  branch === undefined ? pipeline : `${pipeline} · ${branch}`;
