import type { Explanation, StepView } from '@switchyard/contracts';
import { leftOf } from './not-repeated.js';

const step = (id: string, status: StepView['status'], connector = 'shell') =>
  ({ id, name: id, status, connector, pool: 'default' }) as StepView;
const nobody = (id: string, connector: string) =>
  ({ stepId: id, sentence: `no connector of pool ${connector}/default is there to run it` }) as Explanation;
const left = (steps: StepView[], explanations: Explanation[] = []) => {
  const found = leftOf({ status: 'running', steps }, explanations);
  return found && [...found.keys()];
};

describe('what is left of a run', () => {
  it('is what waits for approval, and what comes after it', () => {
    expect(left([step('a', 'success'), step('b', 'waiting-approval'), step('c', 'waiting')])).toEqual(['b', 'c']);
  });
  it('is what nobody here can run', () => {
    expect(left([step('a', 'queued', 'kubernetes')], [nobody('a', 'kubernetes')])).toEqual(['a']);
  });
  it('is not known while something runs, or is about to', () => {
    expect(left([step('a', 'running'), step('b', 'waiting-approval')])).toBeUndefined();
    expect(left([step('a', 'queued'), step('b', 'waiting-approval')])).toBeUndefined();
    expect(left([step('a', 'success'), step('b', 'waiting')])).toBeUndefined();
  });
  it('is not known while a step may go on elsewhere', () => {
    const sentence = 'no connector of pool aws/default is there to run it; if that stays so, it goes on with shell';
    expect(left([step('a', 'queued', 'aws')], [{ stepId: 'a', sentence } as Explanation])).toBeUndefined();
  });
  it('is nothing when it has ended', () => expect(leftOf({ status: 'success', steps: [] }, [])?.size).toBe(0));
});
