import type { ExecutionView } from '@switchyard/contracts';
import { isFinal } from '@switchyard/contracts/statuses';
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from '../../ui/icons.js';
import { Page } from '../../ui/page.js';
import { Mark, Status } from '../../ui/status.js';
import { Duration, Time } from '../../ui/time.js';
import css from './execution.module.css';
import type { Look } from './look.js';
import { ReasonLine } from './reason-line.js';
import { RunActions } from './run-actions.js';
import { wholeReason } from './view-model.js';

/** What it is, how it goes, and what can be done. @param now the execution as it is. */
export const Head = ({ look, now }: { look: Look; now: ExecutionView }) => {
  const { view, asOf, reasons, place } = look;
  const why = wholeReason(view, reasons);
  return (
    <Page
      title={
        <span class={css.title}>
          <a href={place.to(`/pipelines/${view.pipelineId}`)}>{view.pipelineName}</a>
          <Status status={view.status} size="badge" />
          {view.paused && !isFinal(view.status) && <Status status="paused" size="badge" />}
        </span>
      }
      about={view.trigger.title}
      actions={asOf === undefined ? <RunActions look={look} now={now} /> : undefined}
    >
      <Facts look={look} />
      {why && <ReasonLine reason={why} look={look} tone={view.status} />}
    </Page>
  );
};

const Facts = ({ look: { view, asOf, place } }: { look: Look }) => {
  const { trigger, rerunOf, startedAt, finishedAt, createdAt } = view;
  const queuedUntil = startedAt ?? finishedAt ?? asOf;
  return (
    <ul class={css.facts}>
      <Fact icon="play" name="Trigger">
        {trigger.type.replace('_', ' ')}
      </Fact>
      <Fact icon="person" name="Who">
        {trigger.actor}
      </Fact>
      {trigger.branch !== undefined && (
        <Fact icon="branch" name="Branch">
          {trigger.branch}
        </Fact>
      )}
      {trigger.commit !== undefined && (
        <Fact icon="dot" name="Commit">
          <code title={trigger.commit}>{trigger.commit.slice(0, 10)}</code>
        </Fact>
      )}
      <Fact icon="clock" name="Created">
        <Time at={createdAt} />
      </Fact>
      {startedAt !== undefined && (
        <Fact icon="running" name="Duration">
          <Duration from={startedAt} to={finishedAt ?? asOf} />
        </Fact>
      )}
      <Fact icon="pause" name="Queued">
        <Duration from={createdAt} to={queuedUntil} /> queued
      </Fact>
      {rerunOf && (
        <Fact icon="repeat" name="Repeats">
          <a href={place.to(`/executions/${rerunOf.executionId}`)}>repeats</a> <Mark>{fromText(rerunOf.from)}</Mark>
        </Fact>
      )}
      <Fact icon="flow" name="Version">
        v{view.pipelineVersion}
      </Fact>
    </ul>
  );
};

export const fromText = (from: NonNullable<ExecutionView['rerunOf']>['from']): string => {
  if (from === 'failed') return 'what failed';
  return from === 'start' ? 'from the start' : `from ${from}`;
};

const Fact = ({ icon, name, children }: { icon: IconName; name: string; children: ComponentChildren }) => (
  <li title={name}>
    <Icon name={icon} size={14} />
    <span class="heard">{name}: </span>
    <span>{children}</span>
  </li>
);
