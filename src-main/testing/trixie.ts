import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Disposable } from '../kernel/lifetime.ts';

/** Where `scripts/trixie-peers.sh` makes a Debian trixie with the libraries of peers that this Debian lacks. */
export const TRIXIE = process.env['NEXUS_TRIXIE'] ?? '/var/tmp/nexus-trixie';

export function hasTrixie(): boolean {
  return existsSync(join(TRIXIE, '.nexus-ready')) && process.getuid?.() === 0;
}

const MISSING = `there is no trixie in ${TRIXIE}: as root run scripts/trixie-peers.sh ${TRIXIE}`;

/** Why peers of the trixie cannot run here, or undefined. In CI that is a failure, never a skip. @param peer `snap7` */
export function trixieMissing(peer: string): string | undefined {
  if (hasTrixie()) return undefined;
  if (process.env['CI']) throw new NexusError('NX_INTERNAL', MISSING);
  process.stdout.write(`Skipped tests against ${peer}: ${MISSING}.\n`);
  return MISSING;
}

/** A program that was compiled inside the trixie, and runs there on the network of this machine. */
export class TrixieProgram implements Disposable {
  readonly #directory: string;
  readonly #processes: ChildProcess[] = [];

  /** @param source of C (`.c`) or C++. @param flags of the linker, as `-lsnap7` */
  constructor(source: string, flags: readonly string[]) {
    if (!hasTrixie()) throw new NexusError('NX_INTERNAL', MISSING);
    this.#directory = mkdtempSync(join(TRIXIE, 'var', 'tmp', 'nexus-peer-'));
    copyFileSync(source, join(this.#directory, basename(source)));
    const compiler = source.endsWith('.c') ? 'gcc' : 'g++';
    const inside = this.#inside;
    execFileSync('chroot', [
      TRIXIE,
      compiler,
      '-O1',
      '-o',
      `${inside}/peer`,
      `${inside}/${basename(source)}`,
      ...flags,
    ]);
  }

  /** Starts it once more; its output can be read, and it ends with this object. */
  start(...args: readonly string[]): ChildProcess {
    const child = spawn('chroot', [TRIXIE, `${this.#inside}/peer`, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#processes.push(child);
    return child;
  }

  dispose(): void {
    for (const child of this.#processes) {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
    }
    rmSync(this.#directory, { recursive: true });
  }

  /** The folder as the programs of the trixie see it. */
  get #inside(): string {
    return this.#directory.slice(TRIXIE.length);
  }
}
