import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { CompiledPrograms } from '../compile-c.ts';
import { type PlantLayout, writeMemory } from './plant-layout.ts';

/** What the plant saw of those who read it. */
export interface PlantCounts {
  readonly requests: number;
  /** How far the time between two polls of a device was from its period. */
  readonly lateP50Ms: number;
  readonly lateP99Ms: number;
  readonly lateMaxMs: number;
}

export interface PlantOrder {
  /** Of every device. */
  readonly layout: PlantLayout;
  readonly devices: number;
  /** How often each device is meant to be read; 0: as often as may be, and no lateness. */
  readonly periodMs: number;
  /** Lateness is not counted this long after the first poll of a device. */
  readonly warmMs: number;
}

const SOURCE = new URL('modbus-plant.c', import.meta.url);

/** Modbus devices in a process of their own, so that what they cost is not counted. */
export class PlantProcess {
  readonly ports: readonly number[];
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #folder: string;

  private constructor(child: ChildProcess, lines: Interface, folder: string, ports: readonly number[]) {
    this.#child = child;
    this.#lines = lines;
    this.#folder = folder;
    this.ports = ports;
  }

  static async start(
    programs: CompiledPrograms,
    { layout, devices, periodMs, warmMs }: PlantOrder,
  ): Promise<PlantProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'nexus-bench-plant-'));
    const memory = join(folder, 'memory.txt');
    writeMemory(layout, memory);
    const args = [devices, memory, periodMs, warmMs].map(String);
    const child = spawn(programs.compile(SOURCE), args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout! });
    const [line] = (await once(lines, 'line')) as [string];
    return new PlantProcess(child, lines, folder, line.split(' ').slice(1).map(Number));
  }

  /** Lets its devices fall silent: connections stand and are accepted by the system, and nothing is answered. */
  pause(): void {
    this.#child.kill('SIGSTOP');
  }

  goOn(): void {
    this.#child.kill('SIGCONT');
  }

  /** Ends it. @returns what it saw. */
  async stop(): Promise<PlantCounts> {
    const line = once(this.#lines, 'line');
    this.#child.stdin!.end();
    const [text] = (await line) as [string];
    rmSync(this.#folder, { recursive: true, force: true });
    return JSON.parse(text) as PlantCounts;
  }
}
