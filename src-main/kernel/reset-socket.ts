import type { Socket } from 'node:net';

/**
 * Ends a connection with RST. A socket that is already shutting down cannot be reset any more (libuv refuses SO_LINGER
 * after shutdown): Node then leaves its handle open for ever, spinning, and the thread can never end. Such a socket is
 * closed in the ordinary way.
 */
export function resetSocket(socket: Socket): void {
  if (socket.writableEnded || socket.destroyed) socket.destroy();
  else socket.resetAndDestroy();
}
