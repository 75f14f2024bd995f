import { sumOf } from '../lane.ts';
import type { LogDisk, StoredSegment } from '../log-disk.ts';
import type { LogHead } from '../log-messages.ts';
import type { SegmentHeader } from '../segment/segment-format.ts';
import { headerOf } from '../segment/segment-scanner.ts';

/** How far a sink is. */
export interface SinkPlace {
  readonly sink: string;
  /** The oldest segment that it needs. */
  readonly segment: number;
  /** Points of the folder's whole life that it has behind it. */
  readonly points: number;
}

/** What the log still has for a sink. */
export interface Backlog {
  readonly sink: string;
  readonly points: number;
  /** On disk; a segment that is needed in part counts by its points. */
  readonly bytes: number;
  /** When about its oldest point was accepted, µs since 1970 UTC; undefined where nothing waits. */
  readonly oldestUs: number | undefined;
}

interface Span {
  readonly ordinal: number;
  readonly bytes: number;
}

/** Headers are small, but a compressed segment is unpacked to read one: they are kept. */
const MOST_HEADERS = 64;

/** Measures what waits in the log for each sink. */
export class BacklogGauge {
  readonly #disk: LogDisk;
  readonly #headers = new Map<number, SegmentHeader | undefined>();

  constructor(disk: LogDisk) {
    this.#disk = disk;
  }

  /** @param closed segments behind the head, rising. @param nowUs wall clock, µs since 1970 UTC. */
  measure(
    places: readonly SinkPlace[],
    closed: readonly StoredSegment[],
    head: LogHead,
    nowUs: number,
  ): readonly Backlog[] {
    const open = head.offset > 0 ? [{ ordinal: head.segment, bytes: head.offset }] : [];
    const spans: readonly Span[] = [...closed.filter(({ ordinal }) => ordinal < head.segment), ...open];
    return places.map((place) => this.#backlog(place, spans, head, nowUs));
  }

  #backlog(
    { sink, segment, points: behind }: SinkPlace,
    spans: readonly Span[],
    head: LogHead,
    nowUs: number,
  ): Backlog {
    const needed = spans.filter(({ ordinal }) => ordinal >= segment);
    const [first, second] = needed;
    if (!first || behind >= head.totalPoints) return { sink, points: 0, bytes: 0, oldestUs: undefined };
    const header = this.#header(first.ordinal);
    const start = header ? sumOf(header.pointsBefore) : behind;
    // Where the log gave up its oldest segments, what waited there is lost.
    const from = Math.max(behind, start);
    const next = second && this.#header(second.ordinal);
    const end = next ? sumOf(next.pointsBefore) : second ? from : head.totalPoints;
    const share = end > start ? Math.min(1, Math.max(0, (end - from) / (end - start))) : 1;
    const rest = needed.reduce((sum, { bytes }) => sum + bytes, -first.bytes);
    const beganUs = header?.createdUs ?? nowUs;
    const oldestUs = beganUs + (1 - share) * Math.max(0, (next?.createdUs ?? nowUs) - beganUs);
    return { sink, points: head.totalPoints - from, bytes: Math.round(first.bytes * share + rest), oldestUs };
  }

  #header(ordinal: number): SegmentHeader | undefined {
    if (this.#headers.has(ordinal)) return this.#headers.get(ordinal);
    const header = headerOf(this.#disk, ordinal);
    this.#headers.set(ordinal, header);
    for (const oldest of this.#headers.keys()) {
      if (this.#headers.size <= MOST_HEADERS) break;
      this.#headers.delete(oldest);
    }
    return header;
  }
}
