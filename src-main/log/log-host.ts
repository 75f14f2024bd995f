import type { Clock } from '../kernel/clock.ts';
import type { EnginePort } from '../kernel/host-port.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { LogGap } from './log-gap.ts';
import type { FromLogHost, RejectReason } from './log-messages.ts';
import type { Name } from './log-names.ts';
import type { LogWriter } from './log-writer.ts';
import type { SinkPlace } from './space/backlog-gauge.ts';
import type { LogFacts } from './space/log-state.ts';
import { LogUpkeep, type Outlook, type UpkeepParts } from './space/log-upkeep.ts';

/** A commit is due after this time or at this many points, whichever comes first. */
const COMMIT_AFTER_MS = 100;
const COMMIT_POINTS = 1_000;
const RETRY_AFTER_MS = 1_000;

/** Decides when the log is committed, and tells the engine what became of every batch. */
export class LogHost {
  readonly #writer: LogWriter;
  readonly #engine: EnginePort;
  readonly #clock: Clock;
  readonly #upkeep: LogUpkeep;
  readonly #lifetime = new Lifetime('log host');
  #timer: Disposable | undefined;
  /** Why the latest batch was rejected: logged when it changes, counted each time. */
  #rejecting: RejectReason | undefined;
  #rejectedBytes = 0;
  /** Frames that came so far. */
  #frames = 0;
  #state: 'idle' | 'waiting' | 'now' | 'faulty' = 'idle';
  #stuck: LogFacts['stuck'];

  /** @param parts `wallUs`: the wall clock as it is at this moment, µs since 1970 UTC. */
  constructor(
    writer: LogWriter,
    engine: EnginePort,
    clock: Clock,
    parts: Pick<UpkeepParts, 'compressor' | 'gauge' | 'wallUs'>,
  ) {
    this.#writer = writer;
    this.#engine = engine;
    this.#clock = clock;
    this.#upkeep = new LogUpkeep(writer, engine, clock, { ...parts, outlook: () => this.#outlook() });
    this.#lifetime.defer(() => this.#timer?.dispose());
    this.#lifetime.add(this.#upkeep);
  }

  /** Tells the engine what was found, and begins. */
  open(): void {
    const { devices: _, ...recovery } = this.#writer.recovery;
    if (recovery.damagedPlaces + recovery.damagedSegments > 0) {
      this.#engine.logger.warn('a part of the log on disk is damaged and was passed over', {
        code: 'NX_LOG_CORRUPT',
        ...recovery,
      });
    }
    this.#tell({ type: 'opened', head: this.#writer.head, recovery });
    this.#upkeep.start();
  }

  /** @param isUrgent commits on the next turn instead of within 100 ms. */
  append(frames: readonly ArrayBuffer[], points: readonly number[], isUrgent = false): void {
    for (const [i, frame] of frames.entries()) this.#append(frame, points[i]!);
    if (this.#writer.queuedPoints > 0) this.#schedule(isUrgent);
  }

  names(devices: readonly Name[], tags: readonly Name[]): void {
    this.#guard('the names of tags could not be taken', () => this.#writer.names(devices, tags));
  }

  lost(gap: LogGap): void {
    this.#writer.lost(gap);
    if (this.#writer.hasWork) this.#schedule();
  }

  places(places: readonly SinkPlace[]): void {
    this.#upkeep.places = places;
  }

  trim(belowOrdinal: number): void {
    this.#guard('old segments could not be removed', () => this.#writer.trim(belowOrdinal));
  }

  async stop(): Promise<void> {
    await this.#lifetime.dispose();
    this.#report(this.#writer.close());
    const left = this.#writer.queuedPoints;
    if (left > 0) this.#tell({ type: 'rejected', points: left, bytes: 0, reason: 'stopped' });
  }

  #append(frame: ArrayBuffer, points: number): void {
    const number = this.#frames++;
    const reason = this.#writer.append(frame, points);
    if (reason) {
      this.#rejectedBytes = frame.byteLength;
      this.#tell({ type: 'rejected', points, bytes: frame.byteLength, reason, frame: number });
      if (reason !== this.#rejecting) this.#engine.logger.warn('the log rejects values', { reason, points });
    }
    this.#rejecting = reason;
  }

  #schedule(isUrgent = false): void {
    if (this.#state === 'now' || this.#state === 'faulty') return;
    if (isUrgent || this.#writer.queuedPoints >= COMMIT_POINTS) {
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
    this.#upkeep.watchClock();
    const before = this.#writer.head;
    const commit = this.#writer.commit();
    const { segment, offset } = this.#writer.head;
    // Gaps alone move the head too, and readers must hear of it.
    if (commit.points > 0 || segment !== before.segment || offset !== before.offset) this.#report(commit);
    const { fault } = commit;
    this.#stuck = fault && { text: fault.text, isDiskFull: fault.context.isDiskFull === true };
    if (fault) {
      if (!wasFaulty) this.#engine.logger.error(fault.message, fault.context);
      this.#timer = this.#clock.after(RETRY_AFTER_MS, () => this.#commit());
      this.#state = 'faulty';
      return;
    }
    if (wasFaulty) this.#engine.logger.info('the log is written again');
  }

  #report({ points, bytes }: { readonly points: number; readonly bytes: number }): void {
    this.#tell({ type: 'accepted', points, bytes, head: this.#writer.head });
  }

  #outlook(): Outlook {
    const { room } = this.#writer;
    return {
      stuck: this.#stuck,
      isRefusing: this.#rejecting === 'full' && room.roomBytes < this.#rejectedBytes,
    };
  }

  #guard(failure: string, step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#engine.logger.error(failure, { error: String(error) });
    }
  }

  #tell(message: FromLogHost): void {
    this.#engine.tell(message);
  }
}
