import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaultProxy } from './fault-proxy.ts';

/** The path of the serial port that a wire on this port of the proxy has. */
export const wirePath = (port: number): string => join(tmpdir(), `nexus-pty-${process.pid}-${port}`);

/**
 * A serial port that ends at a simulator, through the fault proxy, for tests. A reset is an adapter that was pulled out
 * and plugged in; where connections are refused there is no port.
 */
export class SerialWire extends FaultProxy {
  #bridge: ChildProcess | undefined;

  override async listen(): Promise<this> {
    await super.listen();
    if (!this.#bridge) await this.#start();
    return this;
  }

  /** `/tmp/nexus-pty-…` */
  get path(): string {
    return wirePath(this.port);
  }

  override async refuse(): Promise<void> {
    await super.refuse();
    await this.#tell('unplug');
  }

  override async restore(): Promise<void> {
    await super.restore();
    await this.#tell('plug');
  }

  override async dispose(): Promise<void> {
    await super.refuse();
    const bridge = this.#bridge;
    this.#bridge = undefined;
    if (!bridge || bridge.exitCode !== null) return;
    const ended = once(bridge, 'exit');
    bridge.stdin!.end();
    await ended;
  }

  async #start(): Promise<void> {
    const script = join(import.meta.dirname, 'pty-bridge.py');
    const args = [script, this.path, this.host, String(this.port)];
    this.#bridge = spawn('/usr/bin/python3', args, { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(this.#bridge.stdout!, 'data');
  }

  async #tell(word: 'plug' | 'unplug'): Promise<void> {
    const bridge = this.#bridge!;
    const answered = once(bridge.stdout!, 'data');
    bridge.stdin!.write(`${word}\n`);
    await answered;
  }
}
