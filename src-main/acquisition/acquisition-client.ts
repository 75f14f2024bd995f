import type { DeviceHealth } from '../../src-shared/contract/devices.ts';
import { Emitter } from '../kernel/emitter.ts';
import type { HostSupervisor } from '../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { DeviceJob, FromAcquisition, ToAcquisition } from './acquisition-messages.ts';

/**
 * The engine's side of an acquisition host. Knows which devices belong there and tells them at every start, so that a
 * host that died gets all of them again, and one that is still starting misses none.
 */
export class AcquisitionClient implements Disposable {
  readonly batches = new Emitter<{ readonly frame: ArrayBuffer; readonly points: number }>();
  readonly health = new Emitter<readonly DeviceHealth[]>();
  readonly #jobs = new Map<string, DeviceJob>();
  readonly #lifetime = new Lifetime('acquisition client');
  readonly #host: HostSupervisor;

  /** @param host started and stopped by its owner. */
  constructor(host: HostSupervisor) {
    this.#host = host;
    this.#lifetime.add(host.told.on((body) => this.#receive(body as FromAcquisition)));
    this.#lifetime.add(host.started.on(() => this.#tell({ type: 'add', jobs: [...this.#jobs.values()] })));
  }

  add(jobs: readonly DeviceJob[]): void {
    for (const job of jobs) this.#jobs.set(job.id, job);
    this.#tell({ type: 'add', jobs });
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) this.#jobs.delete(id);
    this.#tell({ type: 'remove', ids });
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  /** A host that is down is told the whole list at its next start, so a refused message loses nothing. */
  #tell(message: ToAcquisition): void {
    this.#host.tell(message);
  }

  #receive(message: FromAcquisition): void {
    if (message.type === 'batch') this.batches.emit(message);
    else this.health.emit(message.rows);
  }
}
