import type { Bus, BusMessage, PullLoop } from '@switchyard/bus';
import { eventNamed, momentsConsumer, streams, type YardEvent } from '@switchyard/contracts';
import type { FollowMoments } from '../app/notify/follow-moments.js';
import { isMoment, momentIn } from '../domain/notify/moment-in.js';

/** Moments in hand at once. */
const room = 16;

/** Hears of executions that start and end, each in one process of this service; what is lost a sweep finds. */
export class MomentConsumer {
  private readonly loop: PullLoop;
  private inHand = 0;

  constructor(
    bus: Bus,
    private readonly following: FollowMoments,
  ) {
    this.loop = bus.pull({
      stream: streams.events.name,
      consumer: momentsConsumer,
      room: () => room - this.inHand,
      handle: message => this.handle(message),
    });
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  private async handle(message: BusMessage): Promise<void> {
    const named = eventNamed(message.subject);
    // Bodies may be large, and most concern nobody.
    if (named && !(isMoment(named.type) && (await this.following.concerns(named.project)))) return;
    const moment = momentIn(message.json<YardEvent>());
    if (!moment) return;
    this.inHand += 1;
    try {
      await this.following.handle(moment);
    } finally {
      this.inHand -= 1;
    }
  }
}
