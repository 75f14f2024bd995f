import type { DataType } from '../../../src-shared/domain/data-type.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DriverManifest, DriverTag, Simulator, SimulatorFault } from '../../drivers/driver.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { HostWork } from '../../kernel/host-port.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import { type Waveform, waveValue } from './waveform.ts';

/** One device to act out; plain data, so that it crosses to a thread. */
export interface SimulatorJob {
  readonly id: string;
  readonly protocol: string;
  readonly connection: unknown;
  /** The wish; the next free port is taken when this one is not. */
  readonly port: number;
  readonly tags: readonly SimulatedTag[];
  /** Every answer takes this much longer. */
  readonly delayMs?: number | undefined;
}

export interface SimulatedTag {
  readonly driver: DriverTag;
  /** Engineering value = device value · factor + offset. */
  readonly factor: number;
  readonly offset: number;
  readonly wave: Waveform;
}

/** The calls of the simulator host. */
export interface SimulatorCalls {
  readonly start: { readonly jobs: readonly SimulatorJob[] };
  readonly stop: { readonly ids: readonly string[] };
  readonly setFault: { readonly id: string; readonly fault: SimulatorFault };
}

/** The body of the simulator host: protocol-true twins of devices, moved by waveforms. */
export function simulatorWork(clock: Clock, findDriver: (protocol: string) => DriverManifest): HostWork {
  const lifetime = new Lifetime('simulators');
  const simulators = new Map<string, Simulator>();
  const stop = async (id: string): Promise<void> => {
    await simulators.get(id)?.close();
    simulators.delete(id);
  };
  lifetime.defer(async () => void (await Promise.all([...simulators.keys()].map(stop))));
  const start = async (job: SimulatorJob): Promise<readonly [id: string, port: number]> => {
    await stop(job.id);
    const manifest = findDriver(job.protocol);
    const values = job.tags.map((tag) =>
      deviceValue(tag, manifest.describeAddress(tag.driver, job.connection).dataType),
    );
    // Waves follow the wall clock: what they were before the start is known, and a restart goes on.
    const sinceEpochMs = clock.wallUs() / 1_000 - clock.monoMs();
    const simulator = await manifest.simulate({
      connection: job.connection,
      tags: job.tags.map((tag) => tag.driver),
      value: (index, ms) => values[index]!(sinceEpochMs + ms),
      clock,
      port: job.port,
      delayMs: job.delayMs,
    });
    simulators.set(job.id, simulator);
    return [job.id, simulator.port];
  };
  return {
    calls: {
      async start({ jobs }: SimulatorCalls['start']) {
        const ports: (readonly [string, number])[] = [];
        // One after another, so that two that wish for the same port do not race for the next one.
        for (const job of jobs) ports.push(await start(job));
        return ports;
      },
      stop: async ({ ids }: SimulatorCalls['stop']) => void (await Promise.all(ids.map(stop))),
      async setFault({ id, fault }: SimulatorCalls['setFault']) {
        const simulator = simulators.get(id);
        if (!simulator) throw new NexusError('NX_NOT_FOUND', `“${id}” is not simulated here.`, { device: id });
        await simulator.setFault(fault);
      },
    },
    stop: () => lifetime.dispose(),
  };
}

/** Undoes the scaling of a tag, so that what is read back is the wave. */
function deviceValue(tag: SimulatedTag, type: DataType): (ms: number) => number | string {
  const isFloat = type === 'float32' || type === 'float64';
  return (ms) => {
    const value = waveValue(tag.wave, ms);
    if (typeof value === 'string') return value;
    const raw = (value - tag.offset) / tag.factor;
    return isFloat ? raw : Math.round(raw);
  };
}
