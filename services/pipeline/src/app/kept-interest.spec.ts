import type { ProjectId } from '@switchyard/contracts';
import { freshMs, KeptInterest } from './kept-interest.js';
import { KeptFollowings, KeptNotifiers } from './kept-standing.js';
import { newId, project } from './pipelines.story.js';
import { MemoryFollowings, MemoryNotifiers, SetClock } from './triggers.story.js';

const other = 'other' as ProjectId;

const setUp = () => {
  const clock = new SetClock();
  const notifiers = new MemoryNotifiers();
  const asked: (ProjectId | undefined)[] = [];
  const { any } = notifiers;
  notifiers.any = about => {
    asked.push(about);
    return any.call(notifiers, about);
  };
  return { clock, notifiers, asked, kept: new KeptNotifiers(notifiers, clock) };
};
const owner = () => ({ id: newId(), project, version: 1 });

describe('whether anybody wants to hear of executions', () => {
  it('is asked for once by all who ask within a second, and for no project where nobody does', async () => {
    const { kept, asked } = setUp();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => kept.any(`p${n}` as ProjectId)));
    expect(answers).not.toContain(true);
    expect(asked).toEqual([undefined]);
  });

  it('is asked for once for each project where somebody does', async () => {
    const { kept, notifiers, asked } = setUp();
    await notifiers.put(owner(), true);
    const answers = await Promise.all([kept.any(project), kept.any(other), kept.any(project), kept.any()]);
    expect([answers, asked]).toEqual([
      [true, false, true, true],
      [undefined, project, other],
    ]);
  });

  it('is known at once after a change by this process, also to those who asked while it was made', async () => {
    const { kept } = setUp();
    expect(await kept.any(project)).toBe(false);
    const one = owner();
    const change = kept.put(one, true);
    const meanwhile = kept.any(project);
    await change;
    await meanwhile;
    expect(await kept.any(project)).toBe(true);
    await kept.put(one, false);
    expect(await kept.any(project)).toBe(false);
  });

  it('is known a second after a change by another process, and not a moment later', async () => {
    const { kept, notifiers, clock } = setUp();
    expect(await kept.any(project)).toBe(false);
    await notifiers.put(owner(), true);
    clock.at += freshMs - 1;
    expect(await kept.any(project)).toBe(false);
    clock.at += 1;
    expect(await kept.any(project)).toBe(true);
  });

  it('is asked for again where the store did not answer, or a change may have been made', async () => {
    let isAway = true;
    const answer = async () => {
      if (isAway) throw new Error('the store is away');
      return true;
    };
    const interest = new KeptInterest(answer, new SetClock());
    await expect(interest.any(project)).rejects.toThrow('away');
    isAway = false;
    expect(await interest.any(project)).toBe(true);
    isAway = true;
    await expect(interest.over(Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
    await expect(interest.any(project)).rejects.toThrow('away');
  });

  it('is known of followings as well', async () => {
    const followings = new KeptFollowings(new MemoryFollowings(), new SetClock());
    expect(await followings.any(project)).toBe(false);
    await followings.put(owner(), ['build'], 0);
    expect(await followings.any(project)).toBe(true);
    expect(await followings.of(project, 'build')).toHaveLength(1);
  });
});
