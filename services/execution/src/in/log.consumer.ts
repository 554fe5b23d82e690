import { type Bus, type BusMessage, type PullLoop } from '@switchyard/bus';
import { type AttemptId, isAttemptId, logHeaders, streams } from '@switchyard/contracts';
import { Fault, reach } from '@switchyard/kernel';
import type { StoreLogs } from '../app/store-logs.js';

export const logReader = 'log-writer';
/** Chunks in hand at once. */
const room = 128;

/** Takes output from the stream into the store; a chunk leaves the stream when it is durable. */
export class LogConsumer {
  private readonly loop: PullLoop;
  private inHand = 0;

  constructor(
    bus: Bus,
    private readonly logs: StoreLogs,
  ) {
    this.loop = bus.pull({
      stream: streams.logs.name,
      consumer: logReader,
      room: () => room - this.inHand,
      handle: message => this.handle(message),
    });
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  private async handle(message: BusMessage): Promise<void> {
    const attemptId = message.header(logHeaders.attempt);
    const offset = Number(message.header(logHeaders.offset));
    if (
      !isAttemptId(attemptId) ||
      !message.subject.endsWith(`.${attemptId}`) ||
      !Number.isSafeInteger(offset) ||
      offset < 0
    )
      throw new Fault({
        code: 'bad-chunk',
        message: `no chunk of output: ${message.subject}`,
        blame: 'platform',
        retry: false,
      });
    this.inHand += 1;
    reach('execution.logs.taken');
    try {
      await this.logs.store({ attemptId: attemptId as AttemptId, offset, bytes: message.bytes });
    } finally {
      this.inHand -= 1;
    }
  }
}
