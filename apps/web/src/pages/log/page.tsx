import type { AttemptId, ExecutionId, ExecutionView } from '@switchyard/contracts';
import { useRoute } from 'preact-iso';
import { useFeed } from '../../data/feed.js';
import { useQuery } from '../../data/use-query.js';
import { LogView } from '../../log/log-view.js';
import { useDocumentStatus } from '../../shell/document-status.js';
import { usePlace } from '../../shell/use-place.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { Status } from '../../ui/status.js';
import { type AttemptChoice, attemptsIn, isWritten, usualAttempt } from './attempts.js';
import css from './page.module.css';

/** The output of one attempt and nothing beside it, for those who came to read. */
export const LogPage = () => {
  const { id = '' } = useRoute().params;
  const query = useQuery(`execution ${id}`, client => client.execution(id as ExecutionId));
  return (
    <Loaded query={query} label="the execution">
      {execution => (
        <>
          <LogOf execution={execution} />
          {execution.finishedAt === undefined && <Watch execution={execution} onNews={() => void query.reload()} />}
        </>
      )}
    </Loaded>
  );
};

/** Tells when something happens in an execution. */
const Watch = ({ execution: { id, project }, onNews }: { execution: ExecutionView; onNews: () => void }) => {
  useFeed({ project }, event => {
    if (event.id.startsWith(`${id}:`)) onNews();
  });
  return null;
};

const LogOf = ({ execution }: { execution: ExecutionView }) => {
  const place = usePlace();
  const choices = attemptsIn(execution);
  const { attempt: asked, line } = place.query;
  const chosen = choices.find(one => one.id === asked) ?? usualAttempt(choices);
  useDocumentStatus(`${chosen?.name ?? 'log'} · ${execution.pipelineName}`, chosen?.stepStatus);
  if (!chosen)
    return (
      <Empty icon="clock" title="No step has begun">
        The log appears here once one has.
      </Empty>
    );
  return (
    <div class={css.page}>
      <header class={css.head}>
        <h1>
          <a href={place.to(`/executions/${execution.id}`)}>{execution.pipelineName}</a> / {chosen.name}
        </h1>
        <Status status={chosen.stepStatus} />
        <Attempts
          choices={choices}
          chosen={chosen}
          onChoose={attempt => place.set({ attempt, line: undefined }, 'push')}
        />
      </header>
      <div class={css.log}>
        <LogView
          executionId={execution.id}
          attemptId={chosen.id}
          isRunning={isWritten(chosen)}
          line={lineIn(line)}
          onLine={next => place.set({ attempt: chosen.id, line: next?.toString() })}
        />
      </div>
    </div>
  );
};

/** A line from 1, as an address names it. */
const lineIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;

const Attempts = ({
  choices,
  chosen,
  onChoose,
}: {
  choices: readonly AttemptChoice[];
  chosen: AttemptChoice;
  onChoose: (attempt: AttemptId) => void;
}) => (
  <label class={css.choice}>
    <span class="heard">Whose output</span>
    <select value={chosen.id} onChange={event => onChoose(event.currentTarget.value as AttemptId)}>
      {choices.map(({ id, name, n, of }) => (
        <option key={id} value={id} selected={id === chosen.id}>
          {of > 1 ? `${name}, attempt ${n} of ${of}` : name}
        </option>
      ))}
    </select>
  </label>
);
