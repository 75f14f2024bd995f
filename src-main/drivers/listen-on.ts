import type { Server } from 'node:net';
import { toNexusError } from '../../src-shared/errors/nexus-error.ts';

/**
 * Listens on a port of `host`; 0 takes a free one.
 *
 * @returns false when the port is taken.
 * @throws NexusError NX_SERVER_PORT for any other reason.
 */
export function listenOn(server: Server, host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.off('listening', onListening);
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(toNexusError(error, 'NX_SERVER_PORT'));
    };
    const onListening = (): void => {
      server.off('error', onError);
      resolve(true);
    };
    server.once('error', onError);
    server.once('listening', onListening);
    server.listen(port, host);
  });
}

/** Ends a server; resolves when its last connection has gone. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
