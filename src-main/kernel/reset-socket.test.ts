import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { resetSocket } from './reset-socket.ts';

/** Lets the server's side of a connection do something and tells how the client saw it end. */
function endedBy(act: (socket: Socket) => void): Promise<{ readonly client: string; readonly server: 'closed' }> {
  return new Promise((resolve) => {
    let seen = 'closed';
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => act(socket));
    });
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      const client = connect(port, '127.0.0.1', () => client.write('x'));
      client.resume();
      client.on('error', (error: NodeJS.ErrnoException) => {
        seen = error.code ?? '';
      });
      // Resolves only when no handle of the server's is left: the one that could not be reset would stay.
      client.on('close', () => server.close(() => resolve({ client: seen, server: 'closed' })));
    });
  });
}

describe('resetting a socket', () => {
  it('ends an open connection with RST', async () => {
    expect(await endedBy((socket) => resetSocket(socket))).toEqual({ client: 'ECONNRESET', server: 'closed' });
  });

  it('closes one that is already shutting down, and leaves no handle behind', async () => {
    const shutDown = (socket: Socket): void => {
      socket.end('bye');
      resetSocket(socket);
    };
    expect((await endedBy(shutDown)).server).toBe('closed');
  });
});
