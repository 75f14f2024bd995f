import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Disposable } from '../../src-main/kernel/lifetime.ts';
import { TrixieProgram } from '../../src-main/testing/trixie.ts';
import type { S7Layout } from './s7-layout.ts';

/** Bytes of a message that the CPUs agree to: what every S7 has. */
export const PDU = 240;

/** S7 CPUs of snap7 in a process of their own. */
export class S7Plant implements Disposable {
  readonly ports: readonly number[];
  readonly #program: TrixieProgram;
  readonly #child: ChildProcess;

  private constructor(program: TrixieProgram, child: ChildProcess, ports: readonly number[]) {
    this.#program = program;
    this.#child = child;
    this.ports = ports;
  }

  static async start(devices: number, { memory }: S7Layout): Promise<S7Plant> {
    const program = new TrixieProgram(join(import.meta.dirname, 's7-plant.cpp'), ['-lsnap7', '-lpthread']);
    const child = program.start(String(devices), String(PDU), memory);
    const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
    return new S7Plant(program, child, line.split(' ').slice(1).map(Number));
  }

  async dispose(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#program.dispose();
    await gone;
  }
}
