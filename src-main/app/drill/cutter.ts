import type { Disposable } from '../../kernel/lifetime.ts';
import type { CutState } from '../../kernel/socket-gate.ts';
import type { DrillParts } from './drill-parts.ts';

/** What a cut did, as the threads tell it at its end. */
export interface CutReport {
  readonly sinks: ReadonlyMap<string, CutState | undefined>;
  /** Of the threads that the devices are in. */
  readonly devices: readonly CutState[];
  /** A thread ended meanwhile: it came back without the cut. */
  readonly isInterrupted: boolean;
}

/**
 * Cuts sinks and devices, and restores them. Each thread restores by itself when the time is over, so nothing stays cut
 * whatever becomes of the engine's main thread.
 */
export class Cutter implements Disposable {
  readonly #parts: Pick<DrillParts, 'plant' | 'storage' | 'logger'>;
  readonly #sinks: readonly string[];
  readonly #devices: readonly string[];
  #isCut = false;
  /** Wall clock of the threads, µs since 1970 UTC. */
  cutUs = 0;

  constructor(parts: DrillParts, sinks: readonly string[], devices: readonly string[]) {
    this.#parts = parts;
    this.#sinks = sinks;
    this.#devices = devices;
  }

  /** Rejects NX_HOST_GONE; what was cut by then is restored by `dispose`. */
  async cut(forMs: number): Promise<readonly CutState[]> {
    this.#isCut = true;
    const { plant, storage } = this.#parts;
    const sinks = await Promise.all(this.#sinks.map((sink) => storage.cut(sink, forMs)));
    const devices = this.#devices.length > 0 ? await plant.cut(this.#devices, forMs) : [];
    const states = [...sinks, ...devices];
    this.cutUs = Math.min(...states.map(({ changedUs }) => changedUs));
    return devices;
  }

  /** Never rejects: a thread that is down has no cut. */
  async restore(): Promise<CutReport> {
    this.#isCut = false;
    const { plant, storage, logger } = this.#parts;
    const failed = (error: unknown): undefined => {
      logger.warn('a cut could not be restored by a call, and ends by itself', { error: String(error) });
    };
    const sinks = await Promise.all(
      this.#sinks.map(async (sink) => [sink, await storage.cut(sink, 0).catch(failed)] as const),
    );
    const devices = this.#devices.length > 0 ? await plant.cut(this.#devices, 0).catch(failed) : [];
    const states = [...sinks.map(([, state]) => state), ...(devices ?? [undefined])];
    // A thread that was started anew knows of no change.
    const isInterrupted = states.some((state) => state === undefined || state.changedUs < this.cutUs);
    return { sinks: new Map(sinks), devices: devices ?? [], isInterrupted };
  }

  async dispose(): Promise<void> {
    if (this.#isCut) await this.restore();
  }
}
