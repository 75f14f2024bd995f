import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../kernel/clock.ts';
import type { ScanPiece, ScanQuery } from './store.ts';

/** A scan whose next piece nobody asks for in this time is over. */
const ABANDONED_MS = 60_000;

interface OpenScan {
  readonly pieces: AsyncIterator<ScanPiece>;
  readonly cancelled: AbortController;
  isAsked: boolean;
  usedMs: number;
}

/** The scans that are under way in the historian host, by the number that their client gave them. */
export class OpenScans {
  readonly #clock: Clock;
  readonly #begin: (query: ScanQuery, signal: AbortSignal) => AsyncIterable<ScanPiece>;
  readonly #open = new Map<number, OpenScan>();

  constructor(clock: Clock, begin: (query: ScanQuery, signal: AbortSignal) => AsyncIterable<ScanPiece>) {
    this.#clock = clock;
    this.#begin = begin;
  }

  get count(): number {
    return this.#open.size;
  }

  /**
   * The next piece; undefined at the end. @param query begins the scan; left out from the second piece on.
   *
   * @throws NexusError NX_HISTORY_UNAVAILABLE when there is no such scan any more; what the store throws ends the scan.
   */
  async next(scanId: number, query: ScanQuery | undefined): Promise<ScanPiece | undefined> {
    const scan = query ? this.#start(scanId, query) : this.#open.get(scanId);
    if (!scan) {
      const text = 'The historian knows this scan no more: it was restarted, or nothing was asked for a minute.';
      throw new NexusError('NX_HISTORY_UNAVAILABLE', `${text} Ask again from where it ended.`, { scanId });
    }
    scan.isAsked = true;
    try {
      const { done, value } = await scan.pieces.next();
      if (done) this.#open.delete(scanId);
      return done ? undefined : value;
    } catch (error) {
      this.#open.delete(scanId);
      throw error;
    } finally {
      scan.isAsked = false;
      scan.usedMs = this.#clock.monoMs();
    }
  }

  /** Ends a scan; one that is unknown, or over, is none of its business. */
  cancel(scanId: number): void {
    const scan = this.#open.get(scanId);
    if (!scan) return;
    this.#open.delete(scanId);
    scan.cancelled.abort();
    // What it lends is given back, whether or not it was in the middle of a piece; its end has nobody to be told.
    void scan.pieces.return?.().catch(() => undefined);
  }

  /** Ends what was abandoned. */
  tidy(): void {
    const beforeMs = this.#clock.monoMs() - ABANDONED_MS;
    for (const [scanId, { isAsked, usedMs }] of this.#open) if (!isAsked && usedMs < beforeMs) this.cancel(scanId);
  }

  #start(scanId: number, query: ScanQuery): OpenScan {
    const cancelled = new AbortController();
    const pieces = this.#begin(query, cancelled.signal)[Symbol.asyncIterator]();
    const scan = { pieces, cancelled, isAsked: false, usedMs: this.#clock.monoMs() };
    this.#open.set(scanId, scan);
    return scan;
  }
}
