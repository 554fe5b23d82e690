import { createHash, randomBytes } from 'node:crypto';
import type { DeliverEvent, HookDoor, ProjectId } from '@switchyard/contracts';
import { type Clock, isoTime, sortableId } from '@switchyard/kernel';
import { contentMsOf, type HookDelivery, type HookKeys } from '../../domain/hooks/hook-delivery.js';
import type { HandOverHooks } from './hand-over-hooks.js';
import type { HookInbox } from './ports.js';

/** One request to a door, let in and read. */
export interface Arrival extends Pick<DeliverEvent, 'event' | 'payload' | 'payloadBytes'> {
  project: ProjectId;
  door: HookDoor;
  /** The sender's own number. */
  senderId?: string;
  /** The body is proved by its signature, and not by a token beside it. */
  isSigned: boolean;
  raw: Uint8Array;
}

interface Taken {
  delivery: HookDelivery;
  repeated: boolean;
}

/** Stores what came before anybody is told, and then hands it over. Needs nothing but the store. */
export class AcceptHook {
  /** Of the same that comes many times at once, one goes to the store. */
  private readonly underWay = new Map<string, Promise<Taken>>();

  constructor(
    private readonly inbox: HookInbox,
    private readonly handOver: HandOverHooks,
    private readonly clock: Clock,
  ) {}

  /** @throws Fault `store-silent` within a second */
  async run(arrival: Arrival): Promise<Taken> {
    const { raw: _raw, isSigned: _isSigned, ...facts } = arrival;
    const keys = keysOf(arrival);
    const { sender, content } = keys;
    const key = content ?? sender ?? '';
    const first = this.underWay.get(key);
    if (first) return { ...(await first), repeated: true };
    const taking = this.take(facts, keys).finally(() => this.underWay.delete(key));
    this.underWay.set(key, taking);
    return taking;
  }

  /** A new delivery of what came before. @returns undefined when it is not there. */
  async replay(id: string, project: ProjectId | undefined): Promise<HookDelivery | undefined> {
    const earlier = await this.inbox.find(id, project);
    if (!earlier) return undefined;
    const { project: own, door, event, payload, payloadBytes } = earlier;
    const facts = { project: own, door, event, payload, payloadBytes, replayOf: id };
    return (await this.take(facts, { contentMs: 0 })).delivery;
  }

  private async take(facts: Omit<HookDelivery, 'id' | 'at' | 'outcome'>, keys: HookKeys): Promise<Taken> {
    const now = this.clock.now();
    const id = sortableId(now, randomBytes(16));
    const delivery: HookDelivery = { id, ...facts, at: isoTime(now), outcome: 'waiting' };
    const earlier = await this.inbox.add(delivery, keys);
    if (!earlier) this.handOver.begin(delivery);
    return { delivery: earlier ?? delivery, repeated: earlier !== undefined };
  }
}

const keysOf = ({ project, door, senderId, isSigned, event, raw }: Arrival): HookKeys => {
  const contentMs = contentMsOf(door, isSigned, senderId !== undefined);
  const place = `${project}\n${door}`;
  const digest = createHash('sha256').update(`${place}\n${event.event}\n`).update(raw).digest('hex');
  return {
    ...(senderId === undefined ? {} : { sender: `${place}\n${senderId}` }),
    ...(contentMs === undefined ? {} : { content: digest }),
    contentMs: contentMs ?? 0,
  };
};
