import { decodeBatch } from '../../src-shared/domain/batch-frame.ts';
import { assertNever } from '../../src-shared/util/assert-never.ts';
import { Emitter } from '../kernel/emitter.ts';
import type { HostSupervisor } from '../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import { AwaitedFrames, type Settled } from './awaited-frames.ts';
import type { FromLogHost, LogHead, ToLogHost } from './log-messages.ts';
import type { Name } from './log-names.ts';
import { LostSpan } from './lost-span.ts';
import type { Backlog, SinkPlace } from './space/backlog-gauge.ts';
import type { LogState } from './space/log-state.ts';

/** Points since this client was made: `produced = accepted + rejected + pending`, at any moment. */
export interface LogCounts {
  readonly produced: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Sent and not yet answered. */
  readonly pending: number;
}

/** What may be on its way to the host; what comes beyond is rejected and counted. */
const OUTSTANDING_BYTES = 64 * 1024 * 1024;

/** What the client needs of its supervisor. */
export type LogHostLink = Pick<HostSupervisor, 'told' | 'started' | 'tell'>;

/** The engine's end of the log host: sends batches and knows, to the point, what became of them. */
export class LogClient implements Disposable {
  /** Each time the log took points, and after each opening: how far sinks may read. */
  readonly advanced = new Emitter<LogHead>();
  /** After each opening of the log, the first and those after the host died. */
  readonly opened = new Emitter<Extract<FromLogHost, { type: 'opened' }>>();
  /** When the state changed, at most once a second. */
  readonly changed = new Emitter<LogState>();
  /** The log nears its budget: sinks should let go of the segments below this ordinal. Once a second while it lasts. */
  readonly pressed = new Emitter<number>();
  /** The wall clock was set; after a step back `epoch` is a new one. */
  readonly clockStepped = new Emitter<{ readonly byMs: number; readonly epoch: number }>();
  readonly #host: LogHostLink;
  readonly #lifetime = new Lifetime('log client');
  readonly #devices = new Map<number, string>();
  readonly #tags = new Map<number, string>();
  readonly #outstandingLimit: number;
  #outstandingBytes = 0;
  #head: LogHead | undefined;
  #produced = 0;
  #accepted = 0;
  #rejected = 0;
  #pending = 0;
  #state: LogState | undefined;
  #backlogs: readonly Backlog[] = [];
  readonly #lost = new LostSpan();
  readonly #awaited = new AwaitedFrames();

  /** Make it before the supervisor is started, so that the first opening is heard. */
  constructor(host: LogHostLink, outstandingBytes = OUTSTANDING_BYTES) {
    this.#host = host;
    this.#outstandingLimit = outstandingBytes;
    this.#lifetime.add(host.told.on((body) => this.#receive(body as FromLogHost)));
    this.#lifetime.add(host.started.on(() => this.#introduce()));
  }

  get head(): LogHead | undefined {
    return this.#head;
  }

  /** The latest that the host told; undefined before its first word. */
  get state(): LogState | undefined {
    return this.#state;
  }

  /** What waits for the sinks whose places were told. */
  get backlogs(): readonly Backlog[] {
    return this.#backlogs;
  }

  get counts(): LogCounts {
    return { produced: this.#produced, accepted: this.#accepted, rejected: this.#rejected, pending: this.#pending };
  }

  /** Counts points that were made of readings and rejected before they came here. */
  countRejected(points: number): void {
    this.#produced += points;
    this.#rejected += points;
  }

  /** Names numbers, before the first batch that uses them. Kept, and told again whenever the host starts anew. */
  names(devices: readonly Name[], tags: readonly Name[]): void {
    for (const [number, uid] of devices) this.#devices.set(number, uid);
    for (const [number, uid] of tags) this.#tags.set(number, uid);
    this.#tellNames(devices, tags);
  }

  /**
   * Sends the frame of a batch (`encodeBatch`) of `points` points and hands its buffer over.
   * @param settled told once what became of it, unless it was rejected at once. A host that dies leaves frames of which
   * nobody knows: they count as not accepted there. It commits without waiting for more where somebody waits.
   * @returns false when it was rejected at once, which is counted: the host is down or too much is on its way.
   */
  append(frame: ArrayBuffer, points: number, settled?: Settled, isUrgent = false): boolean {
    this.#produced += points;
    const bytes = frame.byteLength;
    const fits = this.#outstandingBytes + bytes <= this.#outstandingLimit;
    if (fits) this.#tellLost();
    const message = { type: 'append', frames: [frame], points: [points], ...(isUrgent && { isUrgent }) } as const;
    if (!fits || !this.#tell(message, [frame])) {
      this.#rejected += points;
      this.#noteLost(frame, points);
      return false;
    }
    this.#outstandingBytes += bytes;
    this.#pending += points;
    this.#awaited.sent(points, settled);
    return true;
  }

  /** Tells where sinks are; `backlogs` then follows them. */
  places(places: readonly SinkPlace[]): void {
    this.#tell({ type: 'places', places });
  }

  /** Lets the log remove segments that no sink needs any more. */
  trim(belowOrdinal: number): void {
    this.#tell({ type: 'trim', belowOrdinal });
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  #tell(message: ToLogHost, transfer: readonly ArrayBuffer[] = []): boolean {
    return this.#host.tell(message, transfer);
  }

  #tellNames(devices: readonly Name[], tags: readonly Name[]): void {
    if (devices.length + tags.length > 0) this.#tell({ type: 'names', devices, tags });
  }

  #introduce(): void {
    this.#tellNames([...this.#devices], [...this.#tags]);
    this.#tellLost();
  }

  /** Remembers when points were lost here; the host learns it as soon as it takes something again. */
  #noteLost(frame: ArrayBuffer, points: number): void {
    try {
      const { device, receivedUs } = decodeBatch(frame);
      this.#lost.add(this.#devices.get(device), receivedUs, points);
    } catch {
      // Not a frame: the host would have rejected it too.
    }
  }

  #tellLost(): void {
    const gap = this.#lost.gap();
    if (gap && this.#tell({ type: 'lost', gap })) this.#lost.clear();
  }

  #receive(message: FromLogHost): void {
    switch (message.type) {
      case 'opened':
        this.#settlePending(message.head);
        this.#head = message.head;
        this.#awaited.begin();
        this.opened.emit(message);
        return this.advanced.emit(message.head);
      case 'accepted':
        this.#settle(message.points, message.bytes);
        this.#accepted += message.points;
        this.#head = message.head;
        this.#awaited.accepted(message.points);
        this.#tellLost();
        return this.advanced.emit(message.head);
      case 'rejected':
        this.#settle(message.points, message.bytes);
        this.#rejected += message.points;
        this.#awaited.rejected(message.frame);
        return undefined;
      case 'state':
        this.#state = message.state;
        return this.changed.emit(message.state);
      case 'backlogs':
        this.#backlogs = message.backlogs;
        return undefined;
      case 'pressure':
        return this.pressed.emit(message.belowOrdinal);
      case 'clock-step':
        return this.clockStepped.emit({ byMs: message.byMs, epoch: message.epoch });
      default:
        return assertNever(message);
    }
  }

  #settle(points: number, bytes: number): void {
    this.#pending -= points;
    this.#outstandingBytes -= bytes;
  }

  /** What a host that died had taken to disk, told or not, is in the total of the log that was opened after it. */
  #settlePending(head: LogHead): void {
    const written = head.totalPoints - (this.#head?.totalPoints ?? head.totalPoints);
    const accepted = Math.min(Math.max(written, 0), this.#pending);
    this.#accepted += accepted;
    this.#rejected += this.#pending - accepted;
    this.#settle(this.#pending, this.#outstandingBytes);
  }
}
