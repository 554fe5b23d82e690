declare module 'mongodb/lib/cmap/connection.js' {
  import type { Socket } from 'node:net';

  /** One connection of the driver; its module is not part of the driver's public types. */
  export class Connection {
    readonly socket: Socket;
    onClose(): void;
  }
}
