import type { Server } from 'node:net';
import { NexusError, toNexusError } from '../../src-shared/errors/nexus-error.ts';

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

/** How many ports behind a taken one are tried. */
const PORTS_TRIED = 100;

/**
 * Listens on a port of `host` or, where it is taken, on the next free one; 0 takes any.
 *
 * @returns the port.
 * @throws NexusError NX_SERVER_PORT when all of them are taken, and as `listenOn`.
 */
export async function listenFrom(server: Server, host: string, port: number): Promise<number> {
  const last = port === 0 ? 0 : Math.min(port + PORTS_TRIED, 65_535);
  for (let candidate = port; candidate <= last; candidate++) {
    if (!(await listenOn(server, host, candidate))) continue;
    const address = server.address();
    return address !== null && typeof address === 'object' ? address.port : candidate;
  }
  const text = `Ports ${port}–${last} are all in use. Choose another port for the simulator.`;
  throw new NexusError('NX_SERVER_PORT', text, { port });
}

/** Ends a server; resolves when its last connection has gone. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
