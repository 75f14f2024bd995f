import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Disposable } from '../../kernel/lifetime.ts';

export type FloatOrder = 'abcd' | 'badc' | 'cdab' | 'dcba';

/** A Modbus TCP server that this project did not write, and a client to look at it, both compiled against libmodbus. */
export class LibmodbusPeer implements Disposable {
  readonly unit = 17;
  readonly port: number;
  readonly server: ChildProcess;
  readonly #directory: string;

  private constructor(directory: string, server: ChildProcess, port: number) {
    this.#directory = directory;
    this.server = server;
    this.port = port;
  }

  /**
   * Why the peer cannot be built here, or undefined. In CI that is a failure, never a skip.
   * @param programs needed besides the compiler and the library, as a command line that succeeds
   */
  static missing(...programs: readonly string[]): string | undefined {
    const absent = ['gcc --version', 'pkg-config --exists libmodbus', ...programs].find((line) => {
      const [command, ...args] = line.split(' ');
      return spawnSync(command!, args).status !== 0;
    });
    if (absent === undefined) return undefined;
    const reason = `“${absent}” did not succeed: install gcc, pkg-config, libmodbus-dev and mbpoll`;
    if (process.env['CI']) throw new NexusError('NX_INTERNAL', reason);
    process.stdout.write(`Skipped tests against libmodbus: ${reason}.\n`);
    return reason;
  }

  /**
   * @param memory lines of `testdata/libmodbus-server.c`: what the cells hold at the start
   * @param units how many units answer, from 17 on
   * @param serialPort where it is one RTU device, in the place of Modbus TCP
   */
  static async start(memory: readonly string[], units = 1, serialPort?: string): Promise<LibmodbusPeer> {
    const directory = mkdtempSync(join(tmpdir(), 'nexus-libmodbus-'));
    const flags = execFileSync('pkg-config', ['--cflags', '--libs', 'libmodbus'], { encoding: 'utf8' });
    for (const name of ['server', 'reader']) {
      const source = join(import.meta.dirname, 'testdata', `libmodbus-${name}.c`);
      execFileSync('gcc', ['-O1', '-Wall', '-o', join(directory, name), source, ...flags.trim().split(/\s+/)]);
    }
    const file = join(directory, 'memory.txt');
    writeFileSync(file, [...memory, ''].join('\n'));
    const line = serialPort === undefined ? [] : [serialPort];
    const server = spawn(join(directory, 'server'), ['17', file, String(16 + units), ...line], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [told] = (await once(server.stdout!, 'data')) as [Buffer];
    return new LibmodbusPeer(directory, server, Number(/^ready (\d+)/.exec(told.toString())![1]));
  }

  /** Holding registers as libmodbus reads them: `dead beef`. */
  words(address: number, count: number): string {
    return this.#read('words', address, count);
  }

  coils(address: number, count: number): string {
    return this.#read('coils', address, count);
  }

  /** What `modbus_get_float_ORDER` makes of two registers. */
  float(order: FloatOrder, address: number): number {
    return Number(this.#read(order, address, 2));
  }

  dispose(): void {
    this.server.kill('SIGCONT');
    this.server.kill();
    rmSync(this.#directory, { recursive: true });
  }

  #read(kind: string, address: number, count: number): string {
    const args = [this.port, this.unit, kind, address, count].map(String);
    return execFileSync(join(this.#directory, 'reader'), args, { encoding: 'utf8' }).trim();
  }
}
