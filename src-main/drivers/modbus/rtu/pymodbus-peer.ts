import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NexusError } from '../../../../src-shared/errors/nexus-error.ts';
import type { Disposable } from '../../../kernel/lifetime.ts';

const PYTHON = '/usr/bin/python3';

/** pymodbus as a server, over Modbus TCP, RTU over TCP or a serial port. For tests. */
export class PymodbusPeer implements Disposable {
  readonly server: ChildProcess;
  readonly #directory: string;

  private constructor(server: ChildProcess, directory: string) {
    this.server = server;
    this.#directory = directory;
  }

  /** Why the peer cannot be had here, or undefined. In CI that is a failure, never a skip. */
  static missing(): string | undefined {
    const hasPython = spawnSync(PYTHON, ['-c', 'import pymodbus.server, serial, serial_asyncio']).status === 0;
    const hasSocat = spawnSync('socat', ['-V']).status === 0;
    if (hasPython && hasSocat) return undefined;
    const reason = 'install python3-pymodbus, python3-serial, python3-serial-asyncio, socat and mbpoll';
    if (process.env['CI']) throw new NexusError('NX_INTERNAL', reason);
    process.stdout.write(`Skipped tests against pymodbus: ${reason}.\n`);
    return reason;
  }

  /** @param place a port of 127.0.0.1, or the path of a serial port @param memory lines of the server's file */
  static async start(
    kind: 'tcp' | 'rtu-tcp' | 'rtu',
    place: string | number,
    unit: number,
    memory: readonly string[],
  ): Promise<PymodbusPeer> {
    const directory = mkdtempSync(join(tmpdir(), 'nexus-pymodbus-'));
    const file = join(directory, 'memory.txt');
    writeFileSync(file, [...memory, ''].join('\n'));
    const script = join(import.meta.dirname, 'testdata', 'pymodbus-server.py');
    const args = [script, kind, String(place), String(unit), file];
    const server = spawn(PYTHON, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(server.stdout, 'data');
    return new PymodbusPeer(server, directory);
  }

  async dispose(): Promise<void> {
    const ended = once(this.server, 'exit');
    this.server.kill('SIGCONT');
    this.server.kill('SIGKILL');
    await ended;
    rmSync(this.#directory, { recursive: true });
  }
}
