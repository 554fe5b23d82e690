import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type Doc } from '../values/document.js';
import { decode, encode } from '../wire/bson.js';
import { type Frame, FrameReader } from '../wire/frame.js';
import { writeMessage } from '../wire/message.js';

/** A client for tests that sends exactly the bytes it is told to. */
export class RawClient {
  private readonly reader = new FrameReader();
  private readonly waiting: ((frame: Frame) => void)[] = [];
  private lastId = 0;

  private constructor(readonly socket: Socket) {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      for (const frame of this.reader.push(chunk)) this.waiting.shift()?.(frame);
    });
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  /** Sends a command, answers the reply. */
  async command(body: Doc): Promise<Doc> {
    const message = writeMessage(encode(body), 0);
    message.writeInt32LE((this.lastId += 1), 4);
    return decode((await this.exchange(message)).bytes.subarray(21));
  }

  async exchange(bytes: Buffer): Promise<Frame> {
    const answer = new Promise<Frame>(resolve => this.waiting.push(resolve));
    this.socket.write(bytes);
    return answer;
  }

  /** Resolves when the server ends the connection. */
  ended(): Promise<void> {
    return new Promise(resolve => {
      if (this.socket.destroyed) resolve();
      else this.socket.once('close', () => resolve());
    });
  }

  close(): void {
    this.socket.destroy();
  }
}
