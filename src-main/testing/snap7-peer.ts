import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { systemClock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/lifetime.ts';
import { freePort } from './free-port.ts';
import { TrixieProgram } from './trixie.ts';

/** An S7 CPU that this project did not write: snap7 with DB1 of 1,200 bytes, DB2 of 600, and M, I, Q, T and C. */
export class Snap7Peer implements Disposable {
  readonly host = '127.0.0.1';
  readonly port: number;
  /** The process that serves. */
  server: ChildProcess;
  #lines: Interface;
  readonly #program: TrixieProgram;
  readonly #pduSize: number;

  private constructor(program: TrixieProgram, port: number, pduSize: number) {
    this.#program = program;
    this.port = port;
    this.#pduSize = pduSize;
    this.server = program.start(String(port), String(pduSize));
    this.#lines = createInterface({ input: this.server.stdout! });
  }

  static async start(pduSize: number): Promise<Snap7Peer> {
    const source = join(import.meta.dirname, '..', 'drivers', 's7', 'testdata', 'snap7-server.cpp');
    const program = new TrixieProgram(source, ['-lsnap7', '-lpthread']);
    const peer = new Snap7Peer(program, await freePort(), pduSize);
    await once(peer.#lines, 'line');
    return peer;
  }

  /** Ends the process and starts another on the same port, with empty memory. */
  async restart(): Promise<void> {
    this.server.kill('SIGKILL');
    await once(this.server, 'exit');
    this.server = this.#program.start(String(this.port), String(this.#pduSize));
    this.#lines = createInterface({ input: this.server.stdout! });
    await once(this.#lines, 'line');
  }

  /** Stops the process; resolves when all of its threads stand still. */
  async stop(): Promise<void> {
    this.server.kill('SIGSTOP');
    const tasks = `/proc/${this.server.pid}/task`;
    const isStill = (task: string): boolean => /^State:\s+T/m.test(readFileSync(join(tasks, task, 'status'), 'utf8'));
    while (!readdirSync(tasks).every(isStill)) await systemClock.sleep(1);
  }

  goOn(): void {
    this.server.kill('SIGCONT');
  }

  /** Puts bytes into its memory behind the back of S7. */
  async poke(area: string, start: number, hex: string): Promise<void> {
    await this.#ask(`poke ${area} ${start} ${hex}`);
  }

  /** The bytes of its memory, in hex. */
  peek(area: string, start: number, count: number): Promise<string> {
    return this.#ask(`peek ${area} ${start} ${count}`);
  }

  dispose(): void {
    this.#program.dispose();
  }

  async #ask(line: string): Promise<string> {
    const answer = once(this.#lines, 'line');
    this.server.stdin!.write(`${line}\n`);
    const [text] = (await answer) as [string];
    return text;
  }
}
