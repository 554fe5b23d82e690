import type { AttemptView, StepView } from '@switchyard/contracts';
import { isFinal } from '@switchyard/contracts/statuses';
import { portWords } from '@switchyard/contracts/words';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../ui/button.js';
import { Empty } from '../../ui/empty.js';
import { Mark, Status } from '../../ui/status.js';
import { Duration } from '../../ui/time.js';
import { LogView } from '../../log/log-view.js';
import { isReviewable } from './actions.js';
import { repeat } from './deeds.js';
import { hrefOfStep, type Look } from './look.js';
import { ReasonLine } from './reason-line.js';
import { Review, ReviewButtons, Reviews } from './review.js';
import css from './steps.module.css';
import { attemptOf, attemptStatus, reasonOf } from './view-model.js';

/** One step: how it goes and why, its attempts, and what the chosen one wrote. */
export const StepDetail = ({ look, step }: { look: Look; step: StepView }) => {
  const attempt = attemptOf(step, look.seen.attempt);
  const why = reasonOf(step, look.reasons);
  const here = useRef<HTMLElement>(null);
  const { line } = look.seen;
  // Who came for a line need not look for it.
  useEffect(() => {
    if (line !== undefined) here.current?.scrollIntoView({ block: 'start' });
  }, []);
  return (
    <section ref={here} class={css.detail} aria-label={`Step ${step.name}`}>
      <Head look={look} step={step} />
      {why && <ReasonLine reason={why} look={look} tone={step.status} />}
      {step.approval && <Reviews approval={step.approval} />}
      <Facts step={step} attempt={attempt} look={look} />
      {step.attempts.length > 1 && <Attempts step={step} attempt={attempt} look={look} />}
      <Output look={look} step={step} attempt={attempt} />
      {isReviewable(step, look.view) && <Review look={look} step={step} />}
    </section>
  );
};

const Head = ({ look, step }: { look: Look; step: StepView }) => {
  const { view, asOf } = look;
  return (
    <header class={css.head}>
      <h2>
        {step.name} <Status status={step.status} size="badge" />
        {step.cached && <Mark>cached</Mark>}
        {step.unreachable && <Mark tone="held">connector silent</Mark>}
        {step.continueOnError && step.status === 'failed' && <Mark>may fail</Mark>}
      </h2>
      {asOf === undefined && (
        <div class={css.actions}>
          {isReviewable(step, view) && <ReviewButtons />}
          {isFinal(view.status) && (
            <Button icon="repeat" onClick={() => repeat(look, { step: step.id })}>
              Re-run from here
            </Button>
          )}
        </div>
      )}
    </header>
  );
};

const Facts = ({ step, attempt, look }: { step: StepView; attempt: AttemptView | undefined; look: Look }) => {
  const outputs = Object.entries(attempt?.outputs ?? step.outputs ?? {});
  return (
    <ul class={css.facts}>
      <li>
        {attempt?.connector ?? step.connector}/{step.pool}
      </li>
      {attempt && <HowItRan attempt={attempt} asOf={look.asOf} />}
      {attempt?.ports?.map(port => (
        <li key={port.name} title={port.host && `on ${port.host}`}>
          <code>{portWords(port)}</code>
        </li>
      ))}
      {step.environmentName !== undefined && <li>deploys to {step.environmentName}</li>}
      <Needs look={look} step={step} />
      {outputs.map(([name, value]) => (
        <li key={name} title={value}>
          {name} = <code>{value.length > 60 ? `${value.slice(0, 60)}…` : value}</code>
        </li>
      ))}
    </ul>
  );
};

const HowItRan = ({ attempt, asOf }: { attempt: AttemptView; asOf: Look['asOf'] }) => (
  <>
    {attempt.startedAt !== undefined && (
      <li>
        queued <Duration from={attempt.queuedAt} to={attempt.startedAt} />, ran{' '}
        <Duration from={attempt.startedAt} to={attempt.finishedAt ?? asOf} />
      </li>
    )}
    {attempt.exitCode !== undefined && <li>exit code {attempt.exitCode}</li>}
    {attempt.signal !== undefined && <li>{attempt.signal}</li>}
    {attempt.failure !== undefined && <li>failure: {attempt.failure}</li>}
  </>
);

const Needs = ({ look, step }: { look: Look; step: StepView }) => {
  const needed = step.needs.flatMap(id => look.view.steps.find(one => one.id === id) ?? []);
  if (needed.length === 0) return null;
  return (
    <li>
      needs{' '}
      {needed.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <a href={hrefOfStep(look)(id)}>{name}</a>
        </span>
      ))}
    </li>
  );
};

const Attempts = ({ step, attempt, look }: { step: StepView; attempt: AttemptView | undefined; look: Look }) => (
  <nav class={css.attempts} aria-label="Attempts">
    {step.attempts.map(one => (
      <a
        key={one.id}
        href={look.place.here({ step: step.id, attempt: one.n, line: undefined })}
        aria-current={one.id === attempt?.id ? 'true' : undefined}
        title={one.reason}
      >
        <Status status={attemptStatus(one)} size="icon" /> Attempt {one.n}
        {one.movedTo !== undefined && <small>moved to {one.movedTo}</small>}
      </a>
    ))}
  </nav>
);

const Output = ({ look, step, attempt }: { look: Look; step: StepView; attempt: AttemptView | undefined }) => {
  const { view, seen, place } = look;
  if (attempt?.startedAt === undefined) return <NoOutput step={step} attempt={attempt} />;
  const isRunning = attempt.status === 'queued' || attempt.status === 'running';
  return (
    <div class={css.log}>
      <LogView
        executionId={view.id}
        attemptId={attempt.id}
        // In the past it may run; what it wrote since is there all the same.
        isRunning={isRunning && look.asOf === undefined}
        line={seen.line}
        onLine={line => place.set({ step: step.id, attempt: seen.attempt, line })}
      />
    </div>
  );
};

const NoOutput = ({ step, attempt }: { step: StepView; attempt: AttemptView | undefined }) => {
  if (step.keptFrom !== undefined || step.status === 'waiting-approval') return null;
  if (isFinal(step.status)) return <Empty icon="skip" title="It did not run, so there is no output" />;
  return (
    <Empty icon="clock" title={attempt ? 'Queued' : 'Its turn has not come'}>
      <p>What it writes appears here as it happens.</p>
    </Empty>
  );
};
