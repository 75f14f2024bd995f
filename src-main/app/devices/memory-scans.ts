import type { JobView } from '../../../src-shared/contract/jobs.ts';
import type { MemoryScanView, MemoryScanWish } from '../../../src-shared/contract/memory.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { EngineParts } from '../engine-parts.ts';
import { lookAt, memoryArea } from './device-memory.ts';
import { scanMemory } from './scan-memory.ts';
import { ScannedCells } from './scanned-cells.ts';

/** Devices whose last scan is kept; 330 KB each at most. */
const KEPT = 16;

interface Scan {
  readonly wish: MemoryScanWish;
  readonly cells: ScannedCells;
  /** As it was told last: the list of jobs forgets old ones. */
  job: JobView;
  rounds: number;
  waits: MemoryScanView['waits'];
}

/** The scans of memory of an engine: the last one of each device, running or ended. */
export class MemoryScans {
  readonly #parts: Pick<EngineParts, 'plant' | 'probes' | 'jobs'>;
  readonly #clock: Clock;
  readonly #byDevice = new Map<string, Scan>();

  constructor(parts: Pick<EngineParts, 'plant' | 'probes' | 'jobs'>, clock: Clock = systemClock) {
    this.#parts = parts;
    this.#clock = clock;
  }

  /** @throws NexusError NX_PROBE_BUSY while one of this device runs, and as `memoryArea`. */
  async start(wish: MemoryScanWish, actor: string): Promise<MemoryScanView> {
    const area = await memoryArea(this.#parts, wish);
    const before = this.last(wish.device);
    if (before?.job.state === 'running') {
      const text = `“${wish.device}” is scanned already. Nothing was sent. Wait until that scan has ended, or stop it.`;
      throw new NexusError('NX_PROBE_BUSY', text, { device: wish.device });
    }
    const cells = new ScannedCells(wish.start, wish.count, area.cell === 'register' ? 2 : 1);
    const { device, pairs, paceMs } = wish;
    const perRequest = Math.max(pairs ? 2 : 1, Math.min(area.perRequest, wish.perRequest ?? area.perRequest));
    const how = { paceMs, ...(pairs && { atLeast: 2 }) };
    const title = `Scan of ${this.#parts.plant.directory.device(device).device.name ?? device}: ${area.title.toLowerCase()}`;
    const job = this.#parts.jobs.start({ kind: 'memory-scan', title, actor }, async (running) => {
      // It is known before it begins.
      await Promise.resolve();
      await scanMemory(
        {
          clock: this.#clock,
          wish,
          area: { ...area, perRequest },
          cells,
          look: (start, count, signal) =>
            lookAt(this.#parts, { device, area: area.id, start, count }, { ...area, perRequest }, signal, how),
          waits: (reason) => (scan.waits = reason),
          roundEnded: (round) => (scan.rounds = round),
        },
        running,
      );
      return { text: `${cells.found} of ${cells.count} can be read.` };
    });
    const scan: Scan = { wish, cells, job, rounds: 0, waits: null };
    this.#byDevice.delete(device);
    this.#byDevice.set(device, scan);
    this.#forgetOldest();
    return this.#view(scan);
  }

  /** Null where there was none since the start. */
  last(device: string): MemoryScanView | null {
    const scan = this.#byDevice.get(device);
    return scan ? this.#view(scan) : null;
  }

  /** @throws NexusError NX_NOT_FOUND where there was no scan, NX_REQUEST_INVALID for cells that it does not have */
  cells(device: string, start: number, count: number): ReturnType<ScannedCells['part']> {
    const scan = this.#byDevice.get(device);
    if (!scan) throw new NexusError('NX_NOT_FOUND', `“${device}” was not scanned since the gateway was started.`);
    const { cells } = scan;
    if (start >= cells.start && start + count <= cells.start + cells.count) return cells.part(start, count);
    const text = `The scan has cells ${cells.start}–${cells.start + cells.count - 1}, and ${start}–${start + count - 1} was asked for.`;
    throw new NexusError('NX_REQUEST_INVALID', text);
  }

  #view(scan: Scan): MemoryScanView {
    const { wish, cells, rounds, waits } = scan;
    scan.job = this.#parts.jobs.views.find(({ id }) => id === scan.job.id) ?? scan.job;
    return { wish, job: scan.job, done: cells.done, found: cells.found, rounds, waits };
  }

  #forgetOldest(): void {
    for (const [device, scan] of this.#byDevice) {
      if (this.#byDevice.size <= KEPT) return;
      if (this.#view(scan).job.state !== 'running') this.#byDevice.delete(device);
    }
  }
}
