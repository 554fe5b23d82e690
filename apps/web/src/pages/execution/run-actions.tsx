import type { ExecutionView } from '@switchyard/contracts';
import { signal } from '@preact/signals';
import { useSignal } from '@preact/signals';
import { client } from '../../data/client.js';
import { Button } from '../../ui/button.js';
import { CopyAs } from '../../ui/copy-as.js';
import { Confirm } from '../../ui/dialog.js';
import { Field } from '../../ui/field.js';
import { type ActionId, actionsOf, deedOf, isReviewable, rerunFrom, reviewOf } from './actions.js';
import { pause, repeat, resume } from './deeds.js';
import type { Look } from './look.js';

/** Which question is open: keys open them as well as buttons. */
export const asking = signal<'cancel' | 'force' | undefined>(undefined);

/** What can be done with the whole. @param now the execution as it is. */
export const RunActions = ({ look, now }: { look: Look; now: ExecutionView }) => {
  const actions = actionsOf(now);
  return (
    <>
      {actions.map(action => (
        <Action key={action} action={action} look={look} isFirst={action === actions[0]} />
      ))}
      <CopyAs commands={commandsOf(look, now, actions)} />
      {asking.value !== undefined && <Cancel now={now} isForced={asking.value === 'force'} />}
    </>
  );
};

/** Also of the step that is looked at. */
const commandsOf = ({ step }: Look, now: ExecutionView, actions: ActionId[]) => [
  { yard: `logs ${now.id}`, request: `GET /api/ci/executions/${now.id}` },
  ...actions.map(action => deedOf(action, now)),
  ...(step && actions.includes('rerun-all') ? [rerunFrom(now, step)] : []),
  ...(step && isReviewable(step, now) ? [reviewOf(now, step, 'approve'), reviewOf(now, step, 'reject')] : []),
];

const Action = ({ action, look, isFirst }: { action: ActionId; look: Look; isFirst: boolean }) => {
  const { id } = look.view;
  switch (action) {
    case 'rerun-failed':
      return (
        <Button icon="repeat" look="main" onClick={() => repeat(look)}>
          Re-run failed
        </Button>
      );
    case 'rerun-all':
      return (
        <Button icon="repeat" look={isFirst ? 'main' : 'usual'} onClick={() => repeat(look, 'all')}>
          Re-run all
        </Button>
      );
    case 'pause':
      return (
        <Button icon="pause" onClick={() => pause(id)}>
          Pause
        </Button>
      );
    case 'resume':
      return (
        <Button icon="play" look="main" onClick={() => resume(id)}>
          Resume
        </Button>
      );
    default:
      return (
        <Button icon="stop" look="danger" onClick={() => (asking.value = action)}>
          {action === 'force' ? 'Cancel by force' : 'Cancel'}
        </Button>
      );
  }
};

const Cancel = ({ now, isForced }: { now: ExecutionView; isForced: boolean }) => {
  const reason = useSignal('');
  const text = reason.value.trim();
  return (
    <Confirm
      title={isForced ? 'Cancel by force?' : `Cancel ${now.pipelineName}?`}
      verb={isForced ? 'Cancel by force' : 'Cancel it'}
      isDanger
      onClose={() => (asking.value = undefined)}
      onDo={() => client.cancel(now.id, text === '' ? undefined : text, isForced)}
    >
      <p>
        {isForced
          ? 'It is being cancelled already. By force, steps that clean up are stopped too, and nothing else runs any more.'
          : 'What runs is stopped, and nothing more is started but steps that clean up.'}
      </p>
      {!isForced && (
        <Field
          label="Why, for those who look at it later"
          value={reason.value}
          maxLength={500}
          onInput={value => (reason.value = value)}
        />
      )}
    </Confirm>
  );
};
