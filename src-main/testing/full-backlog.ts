import { type ChildProcess, spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import type { Disposable } from '../kernel/lifetime.ts';

const SERVER = `require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
  console.log(this.address().port);
});`;

/**
 * A port that neither accepts nor refuses: its process is stopped and its queue is full, so that Linux drops what asks
 * to connect. A device behind a firewall looks the same.
 */
export class FullBacklog implements Disposable {
  readonly host = '127.0.0.1';
  readonly port: number;
  readonly #server: ChildProcess;
  readonly #fillers: readonly Socket[];

  private constructor(server: ChildProcess, port: number, fillers: readonly Socket[]) {
    this.#server = server;
    this.port = port;
    this.#fillers = fillers;
  }

  static async start(): Promise<FullBacklog> {
    const server = spawn(process.execPath, ['-e', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
    const port = await new Promise<number>((resolve) => server.stdout.once('data', (line) => resolve(Number(line))));
    server.kill('SIGSTOP');
    // One more than the queue holds, twice: the rest hangs, as everybody who comes later does.
    const fillers = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}));
    await new Promise<void>((resolve) => fillers[1]!.once('connect', resolve));
    return new FullBacklog(server, port, fillers);
  }

  dispose(): void {
    for (const socket of this.#fillers) socket.destroy();
    this.#server.kill('SIGKILL');
  }
}
