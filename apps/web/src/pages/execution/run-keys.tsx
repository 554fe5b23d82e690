import type { ExecutionView } from '@switchyard/contracts';
import { useKeys } from '../../shell/keys.js';
import type { Shortcut } from '../../shell/shortcuts.js';
import { type ActionId, actionsOf, isReviewable } from './actions.js';
import { pause, repeat, resume } from './deeds.js';
import { hrefOfStep, type Look } from './look.js';
import { asking } from './run-actions.js';
import { reviewing } from './review.js';
import { inOrder } from './view-model.js';

const move = (look: Look, by: number): void => {
  const ids = inOrder(look.view);
  const at = ids.findIndex(id => id === look.step?.id);
  const next = ids[Math.min(Math.max(0, at + by), ids.length - 1)];
  if (next === undefined) return;
  look.place.go(hrefOfStep(look)(next), 'replace');
  document.querySelector(`[data-row="${CSS.escape(next)}"]`)?.scrollIntoView({ block: 'nearest' });
};

const turn = ({ run, seen, view, place }: Look, by: number): void => {
  void run.loadHistory();
  const at = (seen.at ?? view.rev) + by;
  if (at >= 1) place.set({ at: at >= (run.live.peek()?.rev ?? 0) ? undefined : at });
};

const rerunKeys = (look: Look, actions: readonly ActionId[]): Shortcut[] => {
  if (!actions.includes('rerun-all')) return [];
  const { step } = look;
  const what = actions.includes('rerun-failed') ? undefined : 'all';
  const again = { key: 'r', does: 'repeat what failed, or else all', run: () => repeat(look, what) };
  if (step === undefined) return [again];
  return [again, { key: 'R', does: 'repeat from this step', run: () => repeat(look, { step: step.id }) }];
};

const steeringKeys = ({ id }: ExecutionView, actions: readonly ActionId[]): Shortcut[] => {
  const keys: (Shortcut | false)[] = [
    actions.includes('cancel') && { key: 'c', does: 'cancel', run: () => (asking.value = 'cancel') },
    actions.includes('force') && { key: 'c', does: 'cancel by force', run: () => (asking.value = 'force') },
    actions.includes('pause') && { key: 'p', does: 'pause', run: () => pause(id) },
    actions.includes('resume') && { key: 'p', does: 'resume', run: () => resume(id) },
  ];
  return keys.filter(one => one !== false);
};

const reviewKeys = ({ step }: Look, now: ExecutionView): Shortcut[] => {
  if (step === undefined || !isReviewable(step, now)) return [];
  return [
    { key: 'a', does: 'approve', run: () => (reviewing.value = 'approve') },
    { key: 'x', does: 'reject', run: () => (reviewing.value = 'reject') },
  ];
};

/** What can be done now; in the past, nothing. */
const deedKeys = (look: Look, now: ExecutionView): Shortcut[] => {
  if (look.asOf !== undefined) return [];
  const actions = actionsOf(now);
  return [...rerunKeys(look, actions), ...steeringKeys(now, actions), ...reviewKeys(look, now)];
};

/** Keys do what buttons do. */
export const RunKeys = ({ look, now }: { look: Look; now: ExecutionView }) => {
  const { seen, place } = look;
  useKeys([
    { key: 'j', does: 'the next step', run: () => move(look, 1) },
    { key: 'k', does: 'the step before', run: () => move(look, -1) },
    {
      key: 'v',
      does: 'graph or timing',
      run: () => place.set({ picture: seen.picture === 'graph' ? 'timing' : undefined }),
    },
    { key: ',', does: 'one event back', run: () => turn(look, -1) },
    { key: '.', does: 'one event on', run: () => turn(look, 1) },
    { key: '0', does: 'now', run: () => place.set({ at: undefined }) },
    ...deedKeys(look, now),
  ]);
  return null;
};
