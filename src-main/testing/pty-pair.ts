import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Disposable } from '../kernel/lifetime.ts';

/** Two serial ports that are each other's other end, by socat. For tests. */
export class PtyPair implements Disposable {
  readonly a: string;
  readonly b: string;
  readonly #directory: string;
  #socat: ChildProcess | undefined;

  constructor() {
    this.#directory = mkdtempSync(join(tmpdir(), 'nexus-pty-'));
    this.a = join(this.#directory, 'a');
    this.b = join(this.#directory, 'b');
  }

  async plug(): Promise<this> {
    const ends = [this.a, this.b].map((path) => `pty,raw,echo=0,link=${path}`);
    this.#socat = spawn('socat', ends, { stdio: 'inherit' });
    while (!existsSync(this.a) || !existsSync(this.b)) await setTimeout(5);
    return this;
  }

  /** Pulls both ends out. */
  async unplug(): Promise<void> {
    const socat = this.#socat;
    this.#socat = undefined;
    if (!socat) return;
    const ended = once(socat, 'exit');
    socat.kill();
    await ended;
  }

  async dispose(): Promise<void> {
    await this.unplug();
    rmSync(this.#directory, { recursive: true });
  }
}
