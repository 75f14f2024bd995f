import { formatByteSize } from '../../../src-shared/domain/byte-size.ts';

/**
 * `low`: the disk has little room and the log limits itself · `near-full`: 80 % of the budget are used · `dropping`: the
 * oldest points are given up · `full`: nothing new is taken · `fault`: a write or a sync went wrong.
 */
export type LogStateKind = 'ok' | 'low' | 'near-full' | 'dropping' | 'full' | 'fault';

/** How the log is, for people and programs. */
export interface LogState {
  readonly kind: LogStateKind;
  /** What happened, with the value seen, and the next step. */
  readonly text: string;
  readonly usedBytes: number;
  /** The budget of the moment: on a low disk only a part of the configured one. */
  readonly budgetBytes: number;
  /** Of the disk; infinite where it cannot be told. */
  readonly freeBytes: number;
  /** Accepted points that were given up since the host started. */
  readonly droppedPoints: number;
  /** When the budget will be used up at the pace of the last minute; only where it is near full and growing. */
  readonly secondsToFull?: number;
}

/** What the state is made of. */
export interface LogFacts extends Pick<LogState, 'usedBytes' | 'budgetBytes' | 'freeBytes' | 'droppedPoints'> {
  readonly isDiskLow: boolean;
  /** Why nothing can be written at the moment, in words. */
  readonly stuck: { readonly text: string; readonly isDiskFull: boolean } | undefined;
  /** Batches are refused because the budget is used up. */
  readonly isRefusing: boolean;
  /** Writes and syncs that went wrong so far. */
  readonly faults: number;
}

const NEAR_FULL = 0.8;
/** What lasts for a moment only is shown for this long. */
const SHOWN_MS = 2_000;
/** The pace of growth follows with this time constant. */
const PACE_MS = 60_000;

/** Makes the state of the log out of facts that are told about once a second. */
export class LogStateWatch {
  #last: { readonly atMs: number; readonly facts: LogFacts } | undefined;
  #bytesPerMs: number | undefined;
  #droppedAtMs = Number.NEGATIVE_INFINITY;
  #faultAtMs = Number.NEGATIVE_INFINITY;
  /** Drops come segment by segment: between two of them the log is as full as before. */
  #isDropping = false;

  /** @param atMs monotonic. */
  state(facts: LogFacts, atMs: number): LogState {
    this.#follow(facts, atMs);
    const { usedBytes, budgetBytes, freeBytes, droppedPoints } = facts;
    const kind = this.#kind(facts, atMs);
    const secondsToFull = kind === 'near-full' ? this.#secondsToFull(facts) : undefined;
    const numbers = { usedBytes, budgetBytes, freeBytes, droppedPoints };
    return {
      kind,
      text: textOf(kind, facts, secondsToFull),
      ...numbers,
      ...(secondsToFull !== undefined && { secondsToFull }),
    };
  }

  #follow(facts: LogFacts, atMs: number): void {
    const last = this.#last;
    if (facts.droppedPoints > (last?.facts.droppedPoints ?? 0)) {
      this.#droppedAtMs = atMs;
      this.#isDropping = true;
    }
    if (facts.usedBytes < facts.budgetBytes * NEAR_FULL) this.#isDropping = false;
    if (facts.faults > (last?.facts.faults ?? 0)) this.#faultAtMs = atMs;
    this.#last = { atMs, facts };
    if (!last || atMs <= last.atMs) return;
    const pace = (facts.usedBytes - last.facts.usedBytes) / (atMs - last.atMs);
    const weight = Math.min(1, (atMs - last.atMs) / PACE_MS);
    this.#bytesPerMs = this.#bytesPerMs === undefined ? pace : this.#bytesPerMs + weight * (pace - this.#bytesPerMs);
  }

  #kind(facts: LogFacts, atMs: number): LogStateKind {
    if (facts.stuck) return facts.stuck.isDiskFull ? 'full' : 'fault';
    if (facts.isRefusing) return 'full';
    if (atMs - this.#faultAtMs < SHOWN_MS) return 'fault';
    if (this.#isDropping || atMs - this.#droppedAtMs < SHOWN_MS) return 'dropping';
    if (facts.isDiskLow) return 'low';
    return facts.usedBytes >= facts.budgetBytes * NEAR_FULL ? 'near-full' : 'ok';
  }

  #secondsToFull({ usedBytes, budgetBytes }: LogFacts): number | undefined {
    if (!this.#bytesPerMs || this.#bytesPerMs <= 0) return undefined;
    return Math.round(Math.max(0, budgetBytes - usedBytes) / this.#bytesPerMs / 1_000);
  }
}

function textOf(kind: LogStateKind, facts: LogFacts, secondsToFull: number | undefined): string {
  const used = formatByteSize(facts.usedBytes);
  const budget = formatByteSize(facts.budgetBytes);
  const free = formatByteSize(facts.freeBytes);
  switch (kind) {
    case 'ok':
      return `The log uses ${used} of ${budget}.`;
    case 'low':
      return `The disk has ${free} left, so the log keeps to ${budget} and uses ${used}. Free disk space.`;
    case 'near-full': {
      const when = secondsToFull === undefined ? '' : ` and is full in about ${duration(secondsToFull)}`;
      return `The log uses ${used} of ${budget}${when}. Bring back the sink that does not take its values, or raise buffer.budget.`;
    }
    case 'dropping': {
      const dropped = facts.droppedPoints.toLocaleString('en');
      const room = facts.isDiskLow ? 'Free disk space' : 'Raise buffer.budget';
      return `The log gives up its oldest values to keep to ${budget}: ${dropped} points so far. ${room}, or bring back the sink that does not take them.`;
    }
    case 'full':
      return facts.isRefusing && !facts.stuck
        ? `The log uses ${used} of ${budget} and refuses new values. Bring back the sink that does not take them, or raise buffer.budget.`
        : `The disk is full, ${free} are left: new values wait in memory and are then rejected. Free disk space.`;
    case 'fault':
      return (
        facts.stuck?.text ?? 'The disk did not take a write. The values were written again elsewhere; check the disk.'
      );
  }
}

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3_600)} h`;
}
