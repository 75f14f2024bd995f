import { spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';

/** Listens with the shortest queue there is, says where, and never looks at it again. */
const PROGRAM = `
const server = require('node:net').createServer();
server.listen(0, '127.0.0.1', 1, () => {
  process.stdout.write(String(server.address().port));
  setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 100);
});`;
const CONNECTS_WITHIN_MS = 400;
const MOST = 16;

/** An address that answers no connect: its queue is full, and the system lets further attempts pass unanswered. */
export interface SilentHost {
  readonly port: number;
  end(): void;
}

/** @throws Error where the system refuses or takes connects without end. */
export async function startSilentHost(): Promise<SilentHost> {
  const child = spawn(process.execPath, ['-e', PROGRAM]);
  const port = await new Promise<number>((told, fail) => {
    child.stdout.once('data', (text) => told(Number(String(text))));
    child.once('exit', (code) => fail(new Error(`the silent host ended with ${code}`)));
  });
  const sockets: Socket[] = [];
  const end = (): void => {
    for (const socket of sockets) socket.destroy();
    child.kill('SIGKILL');
  };
  // By now it looks away.
  await new Promise((done) => setTimeout(done, 300));
  while (sockets.length < MOST) {
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('error', () => undefined);
    sockets.push(socket);
    const isConnected = await new Promise<boolean>((told) => {
      const timer = setTimeout(() => told(false), CONNECTS_WITHIN_MS);
      socket.once('connect', () => {
        clearTimeout(timer);
        told(true);
      });
    });
    if (!isConnected) return { port, end };
  }
  end();
  throw new Error(`the queue of the silent host took ${MOST} connections`);
}
