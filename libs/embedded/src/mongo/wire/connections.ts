import { type Socket } from 'node:net';
import { type Answer, Connection } from './connection.js';

/** Every client connected now. */
export class Connections {
  private readonly open = new Set<Connection>();
  private lastId = 0;

  constructor(private readonly answer: Answer) {}

  accept(socket: Socket): void {
    const connection = new Connection(socket, this.answer, (this.lastId += 1));
    this.open.add(connection);
    socket.on('close', () => this.open.delete(connection));
  }

  /** Ends them all, each after the answer it waits for. */
  async close(): Promise<void> {
    await Promise.all([...this.open].map(connection => connection.close()));
  }
}
