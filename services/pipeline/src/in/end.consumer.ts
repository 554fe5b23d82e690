import type { Bus, BusMessage, PullLoop } from '@switchyard/bus';
import { endsConsumer, eventNamed, streams, type YardEvent } from '@switchyard/contracts';
import type { FollowEnds } from '../app/follow-ends.js';

/** Ends in hand at once. */
const room = 16;

/** Hears of executions that ended, each in one process of this service; what is lost a sweep finds. */
export class EndConsumer {
  private readonly loop: PullLoop;
  private inHand = 0;

  constructor(
    bus: Bus,
    private readonly following: FollowEnds,
  ) {
    this.loop = bus.pull({
      stream: streams.events.name,
      consumer: endsConsumer,
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
    if (named && !(await this.following.concerns(named.project))) return;
    const event = message.json<YardEvent>();
    if (event.type !== 'execution.finished') return;
    const { executionId: execution, project, status } = event.data;
    this.inHand += 1;
    try {
      await this.following.handle({ execution, project, status, at: Date.parse(event.time) });
    } finally {
      this.inHand -= 1;
    }
  }
}
