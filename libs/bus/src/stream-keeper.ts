import {
  type ConnectorType,
  bellConsumer,
  endsConsumer,
  type EventSubscriber,
  eventsAmong,
  executionMoments,
  momentsConsumer,
  type Pool,
  streams,
  subscriberConsumer,
  subscriberEvents,
} from '@switchyard/contracts';
import { Fault, reasonOf } from '@switchyard/kernel';
import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { bucketSubjects } from './bucket.js';
import type { Bus } from './bus.js';

const day = 86_400_000;
const megabyte = 1_048_576;

type StreamSpec = Omit<Partial<StreamConfig>, 'subjects'> & { name: string; subjects: readonly string[] };

/** DESIGN.md section 5. Every bound is there so that a full disk is never NATS's doing. */
const specs: StreamSpec[] = [
  {
    ...streams.jobs,
    retention: RetentionPolicy.Workqueue,
    discard: DiscardPolicy.New,
    max_msgs: 100_000,
    max_bytes: 64 * megabyte,
  },
  { ...streams.events, retention: RetentionPolicy.Limits, max_age: nanos(7 * day), max_bytes: 1_024 * megabyte },
  {
    ...streams.logs,
    retention: RetentionPolicy.Workqueue,
    discard: DiscardPolicy.Old,
    max_bytes: 512 * megabyte,
    max_age: nanos(day),
  },
  { ...streams.deadLetters, retention: RetentionPolicy.Limits, max_age: nanos(30 * day), max_bytes: 64 * megabyte },
];

const [streamExists, noStream] = [10_058, 10_059];
/** Half of what the server may keep at all (infra/nats). */
const bucketBytes = 4_096 * megabyte;

/** Creates the streams and durable consumers, and creates them again when they were lost. Only their owner runs it. */
export class StreamKeeper {
  private manager: JetStreamManager | undefined;

  constructor(private readonly bus: Bus) {}

  /** @throws Fault `streams-unavailable` */
  async ensureStreams(): Promise<void> {
    await this.attempt(async manager => {
      await Promise.all(specs.map(spec => ensureStream(manager, spec)));
    });
  }

  /** The stream of a bucket. Full, it refuses what is new. */
  async ensureBucket(name: string): Promise<void> {
    if (Object.values(streams).some(stream => stream.name === name)) throw new TypeError(`${name} is another stream`);
    const spec = { name, subjects: [`${bucketSubjects(name)}.>`], discard: DiscardPolicy.New };
    await this.attempt(async manager => {
      // A server asks for the room of a stream once more before it sees that the stream is there.
      const isThere = await manager.streams.info(name).catch(unlessMissing);
      if (isThere) return;
      await ensureStream(manager, { ...spec, max_msgs_per_subject: 1, allow_direct: true, max_bytes: bucketBytes });
    });
  }

  /** The consumer of one pool's doorbells. Its messages are settled right after the claim, so the wait is short. */
  ensureBell(connector: ConnectorType, pool: Pool): Promise<void> {
    const name = bellConsumer(connector, pool);
    return this.ensureConsumer(streams.jobs.name, {
      durable_name: name,
      filter_subject: `yard.job.${connector}.${pool}`,
      ack_wait: nanos(30_000),
      max_ack_pending: 10_000,
    });
  }

  /** The consumer of everything a stream holds. */
  ensureReader(stream: string, name: string): Promise<void> {
    return this.ensureConsumer(stream, { durable_name: name, ack_wait: nanos(30_000), max_ack_pending: 4_096 });
  }

  /** The consumer of ends of executions. Those before it was there, its reader finds in the store. */
  ensureEnds(): Promise<void> {
    return this.ensureConsumer(streams.events.name, {
      durable_name: endsConsumer,
      filter_subject: eventsAmong(undefined, 'execution.finished'),
      deliver_policy: DeliverPolicy.New,
      ack_wait: nanos(30_000),
      max_ack_pending: 1_024,
    });
  }

  /** The consumer of starts and ends that people are told of. Those before it was there, its reader finds in the store. */
  ensureMoments(): Promise<void> {
    return this.ensureConsumer(streams.events.name, {
      durable_name: momentsConsumer,
      filter_subject: executionMoments,
      deliver_policy: DeliverPolicy.New,
      ack_wait: nanos(30_000),
      max_ack_pending: 1_024,
    });
  }

  /** The consumer of one subscriber: all of a project that the stream has, and then what happens. It goes when nobody reads it. */
  ensureSubscriber(subscriber: EventSubscriber): Promise<void> {
    return this.ensureConsumer(streams.events.name, {
      durable_name: subscriberConsumer(subscriber),
      filter_subject: subscriberEvents(subscriber),
      ack_wait: nanos(30_000),
      max_ack_pending: 1_024,
      inactive_threshold: nanos(30 * day),
    });
  }

  /**
   * How many streams and consumers there are, and how often the line to the server was restored, in one question. While
   * it is the same text, nothing is gone.
   * @throws Fault `streams-unavailable`
   */
  async standing(): Promise<string> {
    let standing = '';
    await this.attempt(async manager => {
      const { restored } = this.bus;
      const { streams: kept, consumers } = await manager.getAccountInfo();
      standing = `${kept} streams, ${consumers} consumers, ${restored} times restored`;
    });
    return standing;
  }

  private ensureConsumer(stream: string, config: Partial<ConsumerConfig>): Promise<void> {
    return this.attempt(async manager => {
      await manager.consumers.add(stream, { ack_policy: AckPolicy.Explicit, max_deliver: -1, ...config });
    });
  }

  private async attempt(work: (manager: JetStreamManager) => Promise<void>): Promise<void> {
    try {
      this.manager ??= await jetstreamManager(this.bus.connection, { checkAPI: false });
      await work(this.manager);
    } catch (cause) {
      const message = `the streams on NATS could not be set up: ${reasonOf(cause)}`;
      throw new Fault({ code: 'streams-unavailable', message, blame: 'platform', retry: true, cause });
    }
  }
}

const ensureStream = async (manager: JetStreamManager, spec: StreamSpec): Promise<void> => {
  const config = { storage: StorageType.File, duplicate_window: nanos(120_000), ...spec, subjects: [...spec.subjects] };
  try {
    await manager.streams.add(config);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== streamExists) throw error;
    await manager.streams.update(spec.name, config);
  }
};

const unlessMissing = (error: unknown): undefined => {
  if (!(error instanceof JetStreamApiError) || error.code !== noStream) throw error;
};
