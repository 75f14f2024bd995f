import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { TrafficBatch } from '../../acquisition/traffic-batch.ts';
import { Emitter } from '../../kernel/emitter.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import { TrafficRing } from './traffic-ring.ts';

/** Of one device. */
const RING_BYTES = 8 * 1024 * 1024;
/** Together they take 64 MiB at most. */
const MAX_RINGS = 8;

interface Recording {
  readonly ring: TrafficRing;
  isOn: boolean;
  watchers: number;
  /** When it was watched or switched last, as a count: the least of them goes first. */
  usedAt: number;
}

/** The recordings of devices: a device is recorded while somebody watches it, or until recording is switched off. */
export class TrafficRecorder {
  /** Something of this device's recording changed. */
  readonly changed = new Emitter<string>();
  readonly #record: (devices: readonly string[]) => void;
  /** What the ring of one device may take. */
  readonly ringBytes: number;
  readonly #recordings = new Map<string, Recording>();
  #uses = 0;

  /** @param record tells the hosts which devices are recorded from now on, and that no others are. */
  constructor(record: (devices: readonly string[]) => void, ringBytes = RING_BYTES) {
    this.#record = record;
    this.ringBytes = ringBytes;
  }

  /** What was recorded of a device; undefined where nothing was. */
  ring(device: string): TrafficRing | undefined {
    return this.#recordings.get(device)?.ring;
  }

  /** Recording was switched on, whoever watches. */
  isOn(device: string): boolean {
    return this.#recordings.get(device)?.isOn ?? false;
  }

  isRecording(device: string): boolean {
    const recording = this.#recordings.get(device);
    return recording !== undefined && (recording.isOn || recording.watchers > 0);
  }

  /** @throws NexusError NX_REQUEST_INVALID while as many devices are recorded as there is room for. */
  switch(device: string, isOn: boolean): void {
    if (!isOn && !this.#recordings.has(device)) return;
    const recording = this.#of(device);
    recording.isOn = isOn;
    this.#tell(device);
  }

  /** Records a device until the watch is disposed of. @throws NexusError as `switch`. */
  watch(device: string): Disposable & { readonly ring: TrafficRing } {
    const recording = this.#of(device);
    recording.watchers++;
    this.#tell(device);
    let isOver = false;
    return {
      ring: recording.ring,
      dispose: () => {
        if (isOver) return;
        isOver = true;
        recording.watchers--;
        if (this.#recordings.get(device) === recording) this.#tell(device);
      },
    };
  }

  clear(device: string): void {
    this.ring(device)?.clear();
    this.changed.emit(device);
  }

  take(batch: TrafficBatch): void {
    const recording = this.#recordings.get(batch.device);
    if (!recording) return;
    recording.ring.push(batch);
    this.changed.emit(batch.device);
  }

  /** What was recorded of devices that are no more. Who watches one of them hears nothing any more. */
  forget(devices: readonly string[]): void {
    const gone = devices.filter((device) => this.#recordings.delete(device));
    if (gone.length > 0) this.#tellHosts();
  }

  #of(device: string): Recording {
    const known = this.#recordings.get(device);
    if (!known) this.#makeRoom();
    const recording = known ?? { ring: new TrafficRing(this.ringBytes), isOn: false, watchers: 0, usedAt: 0 };
    recording.usedAt = ++this.#uses;
    this.#recordings.set(device, recording);
    return recording;
  }

  #makeRoom(): void {
    if (this.#recordings.size < MAX_RINGS) return;
    const idle = [...this.#recordings].filter(([device]) => !this.isRecording(device));
    if (idle.length === 0) {
      const names = [...this.#recordings.keys()].join(', ');
      throw new NexusError(
        'NX_REQUEST_INVALID',
        `${MAX_RINGS} devices are recorded at once, and they are: ${names}. Stop one of them first.`,
      );
    }
    const [[oldest]] = idle.toSorted(([, a], [, b]) => a.usedAt - b.usedAt) as [[string, Recording]];
    this.#recordings.delete(oldest);
  }

  #tell(device: string): void {
    this.#tellHosts();
    this.changed.emit(device);
  }

  #tellHosts(): void {
    this.#record([...this.#recordings.keys()].filter((device) => this.isRecording(device)));
  }
}
