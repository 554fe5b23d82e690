import type { ApprovalView, StepView } from '@switchyard/contracts';
import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { client } from '../../data/client.js';
import { say } from '../../shell/toasts.js';
import { Button } from '../../ui/button.js';
import { Confirm } from '../../ui/dialog.js';
import { TextField } from '../../ui/field.js';
import { sentence } from '../../ui/problem.js';
import { Time } from '../../ui/time.js';
import type { Look } from './look.js';
import css from './steps.module.css';

/** Which verdict is being given: keys begin it as well as buttons. */
export const reviewing = signal<'approve' | 'reject' | undefined>(undefined);

export const ReviewButtons = () => (
  <>
    <Button icon="check" look="main" onClick={() => (reviewing.value = 'approve')}>
      Approve
    </Button>
    <Button icon="cross" look="danger" onClick={() => (reviewing.value = 'reject')}>
      Reject
    </Button>
  </>
);

/** Asks for a word beside the verdict. */
export const Review = ({ look, step }: { look: Look; step: StepView }) => {
  const comment = useSignal('');
  useEffect(() => () => void (reviewing.value = undefined), []);
  const verdict = reviewing.value;
  if (verdict === undefined) return null;
  const give = async () => {
    const text = comment.value.trim();
    const { message } = await client[verdict](look.view.id, step.id, text === '' ? undefined : text);
    say(sentence(message));
  };
  return (
    <Confirm
      title={verdict === 'approve' ? `Approve ${step.name}?` : `Reject ${step.name}?`}
      verb={verdict === 'approve' ? 'Approve' : 'Reject'}
      isDanger={verdict === 'reject'}
      onClose={() => (reviewing.value = undefined)}
      onDo={give}
    >
      <TextField
        label="Comment, for those who look at it later"
        rows={3}
        value={comment.value}
        onInput={value => (comment.value = value)}
      />
    </Confirm>
  );
};

/** Who may review, who has, and what they said. */
export const Reviews = ({ approval: { by, quorum, reviews, expiresAt } }: { approval: ApprovalView }) => (
  <div class={css.reviews}>
    <p>
      {quorum === 1 ? 'One approval' : `${quorum} approvals`} {by.length > 0 ? `from ${by.join(', ')}` : 'from anybody'}
      {expiresAt !== undefined && (
        <>
          , until <Time at={expiresAt} />
        </>
      )}
    </p>
    {reviews.length > 0 && (
      <ul>
        {reviews.map(({ actor, verdict, at, comment }) => (
          <li key={`${actor} ${at}`}>
            <strong>{actor}</strong> {verdict === 'approve' ? 'approved' : 'rejected'} <Time at={at} />
            {comment !== undefined && <q>{comment}</q>}
          </li>
        ))}
      </ul>
    )}
  </div>
);
