import type { ExecutionView } from '@switchyard/contracts';
import { isFinal } from '@switchyard/contracts/statuses';
import { useEffect } from 'preact/hooks';
import { usePlace } from '../../shell/use-place.js';
import { Problem } from '../../ui/problem.js';
import { seenOf } from './address.js';
import css from './execution.module.css';
import { Head } from './head.js';
import { Away } from './late.js';
import type { Look } from './look.js';
import { Picture } from './picture.js';
import type { Run } from './run.js';
import { RunKeys } from './run-keys.js';
import { Slider } from './slider.js';
import { RunTabs } from './run-tabs.js';
import { likeliestStep } from './view-model.js';

/** @param view the execution now. */
export const RunView = ({ run, view }: { run: Run; view: ExecutionView }) => {
  const look = useLook(run, view);
  const hasSlider = look.seen.at !== undefined || look.seen.tab === 'events';
  return (
    <article class={css.run}>
      {run.isAway.value && !isFinal(view.status) && <Away />}
      <Head look={look} now={view} />
      {hasSlider && <Slider look={look} now={view} />}
      {run.historyTrouble.value && <Problem error={run.historyTrouble.value} onRetry={() => run.loadHistory()} />}
      <Picture look={look} />
      <RunTabs look={look} />
      <RunKeys look={look} now={view} />
      <Told view={view} />
    </article>
  );
};

const useLook = (run: Run, now: ExecutionView): Look => {
  const place = usePlace();
  const seen = seenOf(place.query);
  const { at } = seen;
  const needsHistory = at !== undefined || seen.tab === 'events';
  useEffect(() => {
    if (needsHistory) void run.loadHistory();
  }, [run, needsHistory]);
  // Reading it subscribes: the past is known when the events are.
  const past = at !== undefined && at <= run.known.value ? run.history.at(at) : undefined;
  const view = past ?? now;
  const asOf = past && at !== undefined ? run.history.timeOf(at) : undefined;
  const id = seen.step ?? likeliestStep(view);
  return {
    run,
    view,
    asOf,
    reasons: past ? new Map() : run.reasons.value,
    seen,
    place,
    step: view.steps.find(step => step.id === id) ?? view.steps.find(step => step.id === likeliestStep(view)),
  };
};

/** For those who listen: how it goes, whenever that changes. */
const Told = ({ view }: { view: ExecutionView }) => {
  const bad = view.steps.filter(({ status }) => status === 'failed' || status === 'timeout');
  const held = view.steps.filter(({ status }) => status === 'waiting-approval');
  return (
    <p class="heard" aria-live="polite">
      {view.pipelineName} is {view.status}.{bad.map(({ name }) => ` ${name} failed.`)}
      {held.map(({ name }) => ` ${name} waits for approval.`)}
    </p>
  );
};
