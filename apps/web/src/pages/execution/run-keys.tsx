import type { ExecutionView } from '@switchyard/contracts';
import { useKeys } from '../../shell/keys.js';
import type { Shortcut } from '../../shell/shortcuts.js';
import { actionsOf, isReviewable } from './actions.js';
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

/** Keys do what buttons do. */
export const RunKeys = ({ look, now }: { look: Look; now: ExecutionView }) => {
  const { seen, place, step, asOf } = look;
  const actions = asOf === undefined ? actionsOf(now) : [];
  const deeds: (Shortcut | false)[] = [
    actions.includes('rerun-all') && {
      key: 'r',
      does: 'repeat what failed, or else all',
      run: () => repeat(look, actions.includes('rerun-failed') ? undefined : 'all'),
    },
    actions.includes('rerun-all') &&
      step !== undefined && { key: 'R', does: 'repeat from this step', run: () => repeat(look, { step: step.id }) },
    actions.includes('cancel') && { key: 'c', does: 'cancel', run: () => (asking.value = 'cancel') },
    actions.includes('force') && { key: 'c', does: 'cancel by force', run: () => (asking.value = 'force') },
    actions.includes('pause') && { key: 'p', does: 'pause', run: () => pause(now.id) },
    actions.includes('resume') && { key: 'p', does: 'resume', run: () => resume(now.id) },
    step !== undefined &&
      asOf === undefined &&
      isReviewable(step, now) && { key: 'a', does: 'approve', run: () => (reviewing.value = 'approve') },
    step !== undefined &&
      asOf === undefined &&
      isReviewable(step, now) && { key: 'x', does: 'reject', run: () => (reviewing.value = 'reject') },
  ];
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
    ...deeds.filter(one => one !== false),
  ]);
  return null;
};
