import { Connection } from 'mongodb/lib/cmap/connection.js';

const { onClose } = Connection.prototype;
let isMended = false;

/**
 * Makes the driver tell whoever writes that the line is gone. A socket that was ended by the other side is destroyed
 * first, and says `close` a moment later; the driver (7.8.0) sends a command in between, is told to wait for room, and
 * waits for a `drain` that never comes, without any timeout. A monitor that waits so never looks at the server again,
 * and all operations of the process fail until it is restarted. A waiting writer that wakes up sees that the connection
 * is closed, and throws the network error that everybody is prepared for.
 */
export const tellOfClosing = (): void => {
  if (isMended) return;
  if (typeof onClose !== 'function') throw new Error('the driver of MongoDB has no Connection.onClose any more');
  isMended = true;
  Connection.prototype.onClose = function () {
    onClose.call(this);
    this.socket.emit('drain');
  };
};
