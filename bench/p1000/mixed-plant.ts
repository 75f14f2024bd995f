import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Disposable, Lifetime } from '../../src-main/kernel/lifetime.ts';
import { freePort } from '../../src-main/testing/free-port.ts';
import { TrixieProgram } from '../../src-main/testing/trixie.ts';
import type { CompiledPrograms } from '../compile-c.ts';
import { plantLayout } from '../modbus/plant-layout.ts';
import { type PlantCounts, PlantProcess } from '../modbus/plant-process.ts';
import { s7Layout } from '../s7/s7-layout.ts';
import { S7Plant } from '../s7/s7-plant.ts';

/** Devices and tags per device of the reference plant P1000 (SPEC B), or of a part of it. */
export interface MixedCounts {
  readonly modbus: number;
  readonly s7: number;
  readonly opcua: number;
}
export const TAGS = { modbus: 20, s7: 100, opcua: 200 } as const;

const OPCUA_SOURCE = join(import.meta.dirname, '../../src-main/drivers/opcua/testdata/open62541-server.c');
/** As many as OPC UA servers may start at once. */
const STARTING = 10;

/** A plant of three protocols, all of it C that is not ours, on the second core. */
export class MixedPlant implements Disposable {
  readonly ports: Readonly<Record<keyof MixedCounts, readonly number[]>>;
  readonly #modbus: PlantProcess;
  readonly #lifetime: Lifetime;

  private constructor(ports: MixedPlant['ports'], modbus: PlantProcess, lifetime: Lifetime) {
    this.ports = ports;
    this.#modbus = modbus;
    this.#lifetime = lifetime;
  }

  /** @param warmMs how long after the first poll of a device its lateness is not counted. */
  static async start(programs: CompiledPrograms, counts: MixedCounts, warmMs: number): Promise<MixedPlant> {
    const lifetime = new Lifetime('mixed plant');
    try {
      const layout = plantLayout(TAGS.modbus);
      const modbus = await PlantProcess.start(programs, { layout, devices: counts.modbus, periodMs: 1_000, warmMs });
      const s7 = lifetime.add(await S7Plant.start(counts.s7, s7Layout(TAGS.s7)));
      const server = lifetime.add(new TrixieProgram(OPCUA_SOURCE, ['-lopen62541']));
      const opcua: number[] = [];
      while (opcua.length < counts.opcua) {
        const left = Math.min(STARTING, counts.opcua - opcua.length);
        opcua.push(...(await Promise.all(Array.from({ length: left }, () => startServer(server)))));
      }
      return new MixedPlant({ modbus: modbus.ports, s7: s7.ports, opcua }, modbus, lifetime);
    } catch (error) {
      await lifetime.dispose();
      throw error;
    }
  }

  /** Ends the Modbus devices. @returns what they saw. */
  stopModbus(): Promise<PlantCounts> {
    return this.#modbus.stop();
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }
}

async function startServer(program: TrixieProgram): Promise<number> {
  const port = await freePort();
  const child = program.start(String(port), `counters=${TAGS.opcua}`, 'interval=1000');
  await once(createInterface({ input: child.stdout! }), 'line');
  return port;
}

/** Keeps a process with all of its threads, and those that come from it, on one core. */
export function pinTo(core: number, pid: number): void {
  execFileSync('taskset', ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'ignore' });
}
