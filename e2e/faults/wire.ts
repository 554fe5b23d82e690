import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import type { House } from '../house.js';
import { busOf, credentialsOf } from './outsider.js';

interface ConsumerState {
  num_pending: number;
  num_ack_pending: number;
}

interface Manner {
  /** Headers. */
  facts?: Record<string, string>;
  /** For the answer. */
  withinMs?: number;
}

/** The bus of a house, as one of its users sees it, with nothing of the product in between. */
export class Wire {
  private constructor(private readonly connection: NatsConnection) {}

  static async as(house: House, user: string): Promise<Wire> {
    const { password } = await credentialsOf(house, user);
    const servers = await busOf(house);
    return new Wire(await connect({ servers, user, pass: password, inboxPrefix: `_INBOX_${user}` }));
  }

  /** @throws Error when nobody answers, or with the fault that was answered. */
  async ask<Answer>(subject: string, body: object): Promise<Answer> {
    return (await this.send(subject, JSON.stringify(body))) as Answer;
  }

  /** Puts bytes into the stream of the subject. @throws Error when it does not take them in time. */
  async keep(subject: string, bytes: string | Uint8Array, how: Manner = {}): Promise<void> {
    await this.send(subject, bytes, how);
  }

  /** How many messages a stream holds. */
  async heldBy(stream: string): Promise<number> {
    return (await this.ask<{ state: { messages: number } }>(`$JS.API.STREAM.INFO.${stream}`, {})).state.messages;
  }

  /** How many messages wait for a consumer or for its word. */
  async owedTo(stream: string, consumer: string): Promise<number> {
    const state = await this.ask<ConsumerState>(`$JS.API.CONSUMER.INFO.${stream}.${consumer}`, {});
    return state.num_pending + state.num_ack_pending;
  }

  async stop(): Promise<void> {
    await this.connection.close();
  }

  private async send(
    subject: string,
    bytes: string | Uint8Array,
    { facts = {}, withinMs = 30_000 }: Manner = {},
  ): Promise<unknown> {
    const told = headers();
    for (const [name, value] of Object.entries(facts)) told.set(name, value);
    const answer = await this.connection.request(subject, bytes, { timeout: withinMs, headers: told });
    if (answer.headers?.has('Yard-Fault')) throw new Error(answer.string());
    const { error } = answer.json<{ error?: { description: string } }>();
    if (error) throw new Error(error.description);
    return answer.json();
  }
}
