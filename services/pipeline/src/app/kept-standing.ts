import type { NotifyTargetView, ProjectId } from '@switchyard/contracts';
import type { Clock, Millis } from '@switchyard/kernel';
import type { Following } from '../domain/triggers/standing.js';
import { KeptInterest } from './kept-interest.js';
import { NotifyTargets } from './notify/ports.js';
import { Followings, Notifiers, type Owner } from './ports.js';

/** Followings whose {@link Followings.any} is {@link KeptInterest}. */
export class KeptFollowings extends Followings {
  private readonly interest: KeptInterest;

  constructor(
    private readonly stored: Followings,
    clock: Clock,
  ) {
    super();
    this.interest = new KeptInterest(project => stored.any(project), clock);
  }

  put(owner: Owner, follows: string[], since: Millis): Promise<void> {
    return this.interest.over(this.stored.put(owner, follows, since));
  }

  of(project: ProjectId, name: string): Promise<Following[]> {
    return this.stored.of(project, name);
  }

  any(project?: ProjectId): Promise<boolean> {
    return this.interest.any(project);
  }
}

/** Notifiers whose {@link Notifiers.any} is {@link KeptInterest}. */
export class KeptNotifiers extends Notifiers {
  private readonly interest: KeptInterest;

  constructor(
    private readonly stored: Notifiers,
    clock: Clock,
  ) {
    super();
    this.interest = new KeptInterest(project => stored.any(project), clock);
  }

  put(owner: Owner, notifies: boolean): Promise<void> {
    return this.interest.over(this.stored.put(owner, notifies));
  }

  any(project?: ProjectId): Promise<boolean> {
    return this.interest.any(project);
  }
}

/** Targets of projects whose {@link NotifyTargets.any} is {@link KeptInterest}. */
export class KeptNotifyTargets extends NotifyTargets {
  private readonly interest: KeptInterest;

  constructor(
    private readonly stored: NotifyTargets,
    clock: Clock,
  ) {
    super();
    this.interest = new KeptInterest(project => stored.any(project), clock);
  }

  list(project: ProjectId): Promise<NotifyTargetView[]> {
    return this.stored.list(project);
  }

  put(target: NotifyTargetView): Promise<boolean> {
    return this.interest.over(this.stored.put(target));
  }

  remove(project: ProjectId, name: string): Promise<NotifyTargetView | undefined> {
    return this.interest.over(this.stored.remove(project, name));
  }

  any(project?: ProjectId): Promise<boolean> {
    return this.interest.any(project);
  }
}
