import { assertNever } from '../../src-shared/util/assert-never.ts';
import { type Clock, systemClock } from '../kernel/clock.ts';
import type { EnginePort, HostWork } from '../kernel/host-port.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import { folderDisk } from './log-disk.ts';
import type { FromLogHost, LogHostData, RejectReason, ToLogHost } from './log-messages.ts';
import { type Commit, LogWriter } from './log-writer.ts';

const DEFAULT_SEGMENT_BYTES = 16 * 1024 * 1024;
const DEFAULT_QUEUE_BYTES = 32 * 1024 * 1024;
/** A commit is due after this time or at this many points, whichever comes first. */
const COMMIT_AFTER_MS = 100;
const COMMIT_POINTS = 1_000;
const RETRY_AFTER_MS = 1_000;

/** Opens the log and writes what the engine tells; a damaged log never keeps it from starting. */
export function startLogHost(data: LogHostData, engine: EnginePort): Promise<HostWork> {
  const writer = new LogWriter(folderDisk(data.folder), {
    segmentBytes: data.segmentBytes ?? DEFAULT_SEGMENT_BYTES,
    queueBytes: data.queueBytes ?? DEFAULT_QUEUE_BYTES,
    wallUs: () => systemClock.wallUs(),
  });
  const { devices: _, ...recovery } = writer.recovery;
  if (recovery.damagedPlaces + recovery.damagedSegments > 0) {
    engine.logger.warn('a part of the log on disk is damaged and was passed over', {
      code: 'NX_LOG_CORRUPT',
      ...recovery,
    });
  }
  const host = new LogHost(writer, engine, systemClock);
  host.tell({ type: 'opened', head: writer.head, recovery });
  return Promise.resolve({ onTell: (message: ToLogHost) => host.receive(message), stop: () => host.stop() });
}

class LogHost {
  readonly #writer: LogWriter;
  readonly #engine: EnginePort;
  readonly #clock: Clock;
  readonly #lifetime = new Lifetime('log host');
  #timer: Disposable | undefined;
  /** Why the latest batch was rejected: logged when it changes, counted each time. */
  #rejecting: RejectReason | undefined;
  #state: 'idle' | 'waiting' | 'now' | 'faulty' = 'idle';

  constructor(writer: LogWriter, engine: EnginePort, clock: Clock) {
    this.#writer = writer;
    this.#engine = engine;
    this.#clock = clock;
    this.#lifetime.defer(() => this.#timer?.dispose());
  }

  tell(message: FromLogHost): void {
    this.#engine.tell(message);
  }

  receive(message: ToLogHost): void {
    switch (message.type) {
      case 'append':
        for (const [i, frame] of message.frames.entries()) this.#append(frame, message.points[i]!);
        return this.#schedule();
      case 'names':
        return this.#guard('the names of tags could not be taken', () =>
          this.#writer.names(message.devices, message.tags),
        );
      case 'trim':
        return this.#guard('old segments could not be removed', () => this.#writer.trim(message.belowOrdinal));
      default:
        return assertNever(message);
    }
  }

  async stop(): Promise<void> {
    await this.#lifetime.dispose();
    this.#report(this.#writer.close());
    const left = this.#writer.queuedPoints;
    if (left > 0) this.tell({ type: 'rejected', points: left, bytes: 0, reason: 'stopped' });
  }

  #append(frame: ArrayBuffer, points: number): void {
    const reason = this.#writer.append(frame, points);
    if (reason) {
      this.tell({ type: 'rejected', points, bytes: frame.byteLength, reason });
      if (reason !== this.#rejecting) this.#engine.logger.warn('the log rejects values', { reason, points });
    }
    this.#rejecting = reason;
  }

  #schedule(): void {
    const queued = this.#writer.queuedPoints;
    if (queued === 0 || this.#state === 'now' || this.#state === 'faulty') return;
    if (queued >= COMMIT_POINTS) {
      void this.#timer?.dispose();
      // Not on this turn: what already waits in the port then shares the sync.
      const turn = setImmediate(() => this.#commit());
      this.#timer = { dispose: () => clearImmediate(turn) };
      this.#state = 'now';
    } else if (this.#state === 'idle') {
      this.#timer = this.#clock.after(COMMIT_AFTER_MS, () => this.#commit());
      this.#state = 'waiting';
    }
  }

  #commit(): void {
    const wasFaulty = this.#state === 'faulty';
    this.#state = 'idle';
    const commit = this.#writer.commit();
    this.#report(commit);
    if (commit.fault) {
      if (!wasFaulty) this.#engine.logger.error(commit.fault.message, commit.fault.context);
      this.#timer = this.#clock.after(RETRY_AFTER_MS, () => this.#commit());
      this.#state = 'faulty';
      return;
    }
    if (wasFaulty) this.#engine.logger.info('the log is written again');
  }

  #report(commit: Commit): void {
    if (commit.points === 0) return;
    this.tell({ type: 'accepted', points: commit.points, bytes: commit.bytes, head: this.#writer.head });
  }

  #guard(failure: string, step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#engine.logger.error(failure, { error: String(error) });
    }
  }
}
