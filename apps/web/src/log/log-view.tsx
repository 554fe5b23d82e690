import type { AttemptId, ExecutionId } from '@switchyard/contracts';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { client } from '../data/client.js';
import { useKeys } from '../shell/keys.js';
import { Button } from '../ui/button.js';
import { Empty } from '../ui/empty.js';
import { Problem } from '../ui/problem.js';
import { Progress } from '../ui/progress.js';
import { bytesText } from '../ui/spans.js';
import { goToError, LogBar, step } from './log-bar.js';
import { LogList } from './log-list.js';
import { LogModel } from './log-model.js';
import css from './log-view.module.css';

export interface LogViewProps {
  executionId: ExecutionId;
  attemptId: AttemptId;
  /** The attempt has not ended; also while it waits to begin. */
  isRunning: boolean;
  /** From 1: the line that the address names. */
  line?: number | undefined;
  /** The reader names a line, or takes the name back: it belongs into the address as `line`. */
  onLine: (line: number | undefined) => void;
}

/** The output of one attempt: it fills the height of what it stands in. */
export const LogView = ({ executionId, attemptId, isRunning, line, onLine }: LogViewProps) => {
  const model = useMemo(() => new LogModel(client, executionId, attemptId), [executionId, attemptId]);
  const input = useRef<HTMLInputElement | null>(null);
  const named = line === undefined ? undefined : line - 1;
  useEffect(() => {
    model.open(isRunning, named);
    return () => model.close();
  }, [model]);
  useEffect(() => model.name(named), [model, named]);
  useEffect(() => model.run(isRunning), [model, isRunning]);
  useLogKeys(model, input);
  return (
    <section class={css.view} aria-label="Output">
      <LogBar key={attemptId} model={model} input={input} />
      <Notices model={model} />
      <div class={css.place}>
        <LogList key={attemptId} model={model} addressOf={addressOf} onLine={onLine} />
        <Nothing model={model} />
        <GoOn model={model} />
      </div>
      <Foot model={model} />
    </section>
  );
};

const addressOf = (line: number): string => {
  const query = new URLSearchParams(location.search);
  query.set('line', String(line));
  return `?${query}`;
};

const useLogKeys = (model: LogModel, input: { current: HTMLInputElement | null }): void => {
  const focusLog = () => document.querySelector<HTMLElement>('[data-log]')?.focus();
  useKeys(
    [
      { key: 'l', does: 'the log', run: focusLog },
      { key: '/', does: 'search the log', run: () => (input.current?.focus(), input.current?.select()) },
      { key: 'n', does: 'the next hit', run: () => step(model, 1) },
      { key: 'N', does: 'the hit before', run: () => step(model, -1) },
      { key: 'e', does: 'the first error, and the next', run: () => goToError(model) },
      { key: 'g g', does: 'the first line', run: () => model.toTop() },
      { key: 'G', does: 'the last line', run: () => model.toEnd() },
      { key: 'f', does: 'follow what is written', run: () => model.isLive && model.follow(!model.isFollowing.value) },
      { key: 'w', does: 'wrap lines', run: () => model.setWrapped(!model.isWrapped.value) },
      { key: 't', does: 'when lines came', run: () => (model.hasTimes.value = !model.hasTimes.value) },
    ],
    'In the log',
  );
};

const Notices = ({ model }: { model: LogModel }) => {
  const { error, dropped, isLost, state, stored, lines } = model.source;
  const missing = state.value === 'complete' && lines.value >= 0 ? stored.value - model.source.size : 0;
  return (
    <>
      {error.value && <Problem error={error.value} onRetry={() => model.retry()} />}
      {isLost.value && (
        <p class={css.notice} role="status">
          The connection is lost, and is tried again.
        </p>
      )}
      {dropped.value > 0 && (
        <p class={css.notice}>
          {bytesText(dropped.value)} of output were too much to keep: the beginning and the end are here.{' '}
          <Button onClick={() => model.goToGap()}>Show the gap</Button>
        </p>
      )}
      <NoSuchLine model={model} />
      {missing > 0 && (
        <p class={css.notice} role="status">
          The last {bytesText(missing)} have not arrived yet. <Button onClick={() => model.retry()}>Look again</Button>
        </p>
      )}
    </>
  );
};

/** The address names a line that the log does not have. */
const NoSuchLine = ({ model: { line, source } }: { model: LogModel }) => {
  if (source.state.value !== 'complete' || (line.value ?? -1) < source.lines.value) return null;
  return (
    <p class={css.notice} role="status">
      There is no line {((line.value ?? 0) + 1).toLocaleString('en')} in this log.
    </p>
  );
};

const Nothing = ({ model: { source } }: { model: LogModel }) => {
  if (source.lines.value > 0 || source.error.value) return null;
  return (
    <div class={css.nothing}>
      {source.state.value === 'loading' && (
        <div class={css.late}>
          <Progress label="Loading the log" />
        </div>
      )}
      {source.state.value === 'following' && (
        <Empty icon="clock" title="No output yet">
          What the step writes appears here as it comes.
        </Empty>
      )}
      {source.state.value === 'complete' && <Empty icon="list" title="The step wrote nothing" />}
    </div>
  );
};

const GoOn = ({ model }: { model: LogModel }) => {
  if (model.isFollowing.value || model.source.state.value !== 'following' || model.source.lines.value === 0)
    return null;
  return (
    <div class={css.goOn}>
      <Button look="main" icon="down" onClick={() => model.follow(true)}>
        Go on following
      </Button>
    </div>
  );
};

const Foot = ({ model: { source } }: { model: LogModel }) => {
  const lines = source.lines.value;
  const isLoading = source.state.value === 'loading' && source.stored.value > 0;
  return (
    <footer class={css.foot}>
      <span>
        {lines.toLocaleString('en')} {lines === 1 ? 'line' : 'lines'}, {bytesText(source.size)}
      </span>
      {isLoading && <Progress label="Loading the log" done={source.size / source.stored.value} />}
      <span class="heard" role="status">
        {source.state.value === 'complete' ? `The log is complete: ${lines} lines` : ''}
      </span>
    </footer>
  );
};
