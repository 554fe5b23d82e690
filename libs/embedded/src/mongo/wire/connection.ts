import { type Socket } from 'node:net';
import { toFailure } from '../failure.js';
import { type Doc } from '../values/document.js';
import { encodeReply } from './bson.js';
import { type Frame, FrameReader, opcodes } from './frame.js';
import { type Message, readMessage, readOldQuery, writeMessage, writeOldReply } from './message.js';

/**
 * Answers a command, either as a value or as BSON; undefined ends the connection. Never throws: refusals are answers
 * too.
 */
export type Answer = (message: Message, connectionId: number) => Promise<Doc | Buffer | undefined>;

/** A client that takes no byte of its answers for this long is cut off. */
const STALLED_MS = 30_000;

const unsupported = (opcode: number): Doc => ({
  ok: 0,
  errmsg:
    opcode === opcodes.compressed
      ? 'compressed messages are not supported; none was offered in hello'
      : `unsupported message kind ${opcode}`,
  code: 352,
  codeName: 'UnsupportedOpCode',
});

/** One client: reads its messages, answers them in order, one at a time. */
export class Connection {
  private readonly reader = new FrameReader();
  private queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly socket: Socket,
    private readonly answer: Answer,
    private readonly id: number,
  ) {
    socket.setNoDelay(true);
    socket.setTimeout(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      this.receive(chunk);
    });
  }

  /** Ends the connection once what was asked is answered. */
  async close(): Promise<void> {
    await this.queue;
    this.socket.destroy();
  }

  private receive(chunk: Buffer): void {
    let frames: Frame[];
    try {
      frames = this.reader.push(chunk);
    } catch {
      this.socket.destroy();
      return;
    }
    if (frames.length === 0) return;
    // Nothing more is read until these are answered: a client cannot pile up work.
    this.socket.pause();
    this.queue = this.queue.then(() => this.serve(frames));
  }

  private async serve(frames: readonly Frame[]): Promise<void> {
    try {
      for (const frame of frames) await this.handle(frame);
      this.socket.resume();
    } catch {
      this.socket.destroy();
    }
  }

  private async handle(frame: Frame): Promise<void> {
    if (frame.opcode === opcodes.query) {
      const reply = await this.answer(readOldQuery(frame.bytes), this.id);
      await this.send(reply && writeOldReply(asBytes(reply), frame.requestId));
    } else if (frame.opcode === opcodes.message) {
      const message = readMessage(frame.bytes);
      const reply = await this.answer(message, this.id);
      if (!message.silent) await this.send(reply && writeMessage(asBytes(reply), frame.requestId));
    } else await this.send(writeMessage(encodeReply(unsupported(frame.opcode)), frame.requestId));
  }

  /** Resolves at once while the client keeps up, else when it has taken what was sent. */
  private async send(bytes: Buffer | undefined): Promise<void> {
    if (!bytes) this.socket.destroy();
    if (!bytes || this.socket.destroyed || this.socket.write(bytes)) return;
    await new Promise<void>(resolve => {
      const done = (): void => {
        clearTimeout(timer);
        this.socket.off('drain', done).off('close', done);
        resolve();
      };
      const timer = setTimeout(() => this.socket.destroy(), STALLED_MS);
      this.socket.on('drain', done).on('close', done);
    });
  }
}

const asBytes = (reply: Doc | Buffer): Buffer => {
  if (Buffer.isBuffer(reply)) return reply;
  try {
    return encodeReply(reply);
  } catch (thrown) {
    const failure = toFailure(thrown);
    return encodeReply({ ok: 0, errmsg: failure.message, code: failure.code, codeName: failure.codeName });
  }
};
