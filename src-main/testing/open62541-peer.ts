import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Disposable } from '../kernel/lifetime.ts';
import { freePort } from './free-port.ts';
import { TrixieProgram } from './trixie.ts';

/** The namespace of what the peer serves. */
export const PLANT = 'nsu=http://nexus.example/plant;';

/** An OPC UA server that this project did not write: open62541 without security (testdata/open62541-server.c says what it has). */
export class Open62541Peer implements Disposable {
  readonly host = '127.0.0.1';
  readonly port: number;
  /** The process that serves. */
  server: ChildProcess;
  readonly #program: TrixieProgram;

  private constructor(program: TrixieProgram, port: number, server: ChildProcess) {
    this.#program = program;
    this.port = port;
    this.server = server;
  }

  /** @param options as `counters=100`, `interval=100` */
  static async start(...options: readonly string[]): Promise<Open62541Peer> {
    const source = join(import.meta.dirname, '..', 'drivers', 'opcua', 'testdata', 'open62541-server.c');
    const program = new TrixieProgram(source, ['-lopen62541', '-lm']);
    const port = await freePort();
    return new Open62541Peer(program, port, await startServer(program, port, options));
  }

  /** Ends the process at once, as a power cut does. */
  async kill(): Promise<void> {
    if (this.server.exitCode !== null || this.server.signalCode !== null) return;
    this.server.kill('SIGKILL');
    await once(this.server, 'exit');
  }

  /** Starts it anew on the same port; resolves when it listens. */
  async restart(...options: readonly string[]): Promise<void> {
    await this.kill();
    this.server = await startServer(this.#program, this.port, options);
  }

  /** The process stands still, and the kernel goes on accepting for it. */
  stop(): void {
    this.server.kill('SIGSTOP');
  }

  goOn(): void {
    this.server.kill('SIGCONT');
  }

  dispose(): void {
    this.#program.dispose();
  }
}

async function startServer(program: TrixieProgram, port: number, options: readonly string[]): Promise<ChildProcess> {
  const server = program.start(String(port), ...options);
  await once(createInterface({ input: server.stdout! }), 'line');
  return server;
}
