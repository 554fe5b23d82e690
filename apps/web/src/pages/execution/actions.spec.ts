import { aView, at } from '../../graph/a-view.story.js';
import { actionsOf, deedOf, isReviewable, rerunFrom, reviewOf } from './actions.js';

const view = aView([{ id: 's', steps: [{ id: 'ask', status: 'waiting-approval' }] }]);
const [step] = view.steps as [(typeof view.steps)[number]];

describe('what can be done', () => {
  it.each([
    [{}, ['pause', 'cancel']],
    [{ rev: 0 }, []],
    [{ paused: { actor: 'bob', at: at(0) } }, ['resume', 'cancel']],
    [{ cancelling: { actor: 'bob', reason: 'enough' } }, ['force']],
    [{ cancelling: { actor: 'bob', reason: 'enough', force: true } }, []],
    [{ status: 'success' as const }, ['rerun-all']],
    [{ status: 'timeout' as const }, ['rerun-failed', 'rerun-all']],
  ])('of %j is %j', (change, actions) => {
    expect(actionsOf({ ...view, ...change })).toEqual(actions);
  });

  it('has its command and its request', () => {
    expect(deedOf('force', view)).toEqual({
      yard: `cancel ${view.id} --force`,
      request: `POST /api/ci/executions/${view.id}/cancel`,
      body: { force: true },
    });
    expect(deedOf('rerun-all', view)).toMatchObject({ yard: `rerun ${view.id} --all`, body: { all: true } });
    expect(deedOf('rerun-failed', view)).toMatchObject({ yard: `rerun ${view.id}`, body: {} });
    expect(deedOf('pause', view)).toMatchObject({ request: `POST /api/ci/executions/${view.id}/pause` });
    expect(rerunFrom(view, step)).toMatchObject({ yard: `rerun ${view.id} --from ask`, body: { from_step: 'ask' } });
    expect(reviewOf(view, step, 'reject')).toMatchObject({ yard: `reject ${view.id} ask`, body: { step: 'ask' } });
  });

  it('lets people review what waits for them, and nothing that is being stopped', () => {
    expect(isReviewable(step, view)).toBe(true);
    expect(isReviewable(step, { ...view, status: 'cancelled' })).toBe(false);
    expect(isReviewable(step, { ...view, cancelling: { actor: 'bob', reason: 'enough' } })).toBe(false);
    expect(isReviewable({ ...step, status: 'queued' }, view)).toBe(false);
  });
});
