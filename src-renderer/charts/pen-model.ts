import type { Gap, SeriesAnswer } from '../../src-shared/domain/series.ts';
import { findGaps, type GapSpan, longestStepUs } from './find-gaps.ts';
import { PenBuckets } from './pen-buckets.ts';
import type { PenBuffer } from './pen-buffer.ts';
import type { TimeRange } from './time-view.ts';

/** Stored samples of one pen: complete in `[fromUs, toUs)`. */
export interface PenHistory extends TimeRange {
  readonly series: SeriesAnswer['series'];
  readonly gaps: readonly Gap[];
}

/** Buckets reach this part of the window beyond both its ends, so that small moves fold nothing anew. */
const SLACK = 0.4;

/**
 * What one pen shows: history up to its end, and from there the live buffer. The seam is a time, so no sample can be
 * on both sides of it.
 */
export class PenModel {
  readonly buffer: PenBuffer;
  /** The longest period that its tag is polled with; gaps are longer than three of it. */
  slowestMs: number;
  #history: PenHistory | undefined;
  #buckets = new PenBuckets(1, 1);
  /** Samples of the buffer that are in the buckets or before the seam, counted as `PenBuffer.total`. */
  #foldedTotal = 0;
  #foldedFromUs = Number.POSITIVE_INFINITY;
  /** Where history was cut off because the window ended; beyond it everything is folded anew. */
  #cutUs = Number.POSITIVE_INFINITY;
  #isStale = true;

  constructor(buffer: PenBuffer, slowestMs: number) {
    this.buffer = buffer;
    this.slowestMs = slowestMs;
  }

  get buckets(): PenBuckets {
    return this.#buckets;
  }

  get history(): PenHistory | undefined {
    return this.#history;
  }

  set history(history: PenHistory | undefined) {
    this.#history = history;
    this.#isStale = true;
  }

  /** The longest step that is drawn as a line, µs. */
  get stepUs(): number {
    const series = this.#history?.series;
    return longestStepUs(this.slowestMs, this.#buckets.widthUs, series?.kind === 'buckets' ? series.widthUs : 0);
  }

  /**
   * Brings the buckets up to date: folds in what arrived since the last call, or everything anew when the width, the
   * history or the window changed by more than the buckets hold. Returns whether anything changed.
   */
  fold(range: TimeRange, widthUs: number): boolean {
    const spanUs = range.toUs - range.fromUs;
    const visible = Math.ceil(spanUs / widthUs) + 2;
    const isOtherGrid = this.#buckets.widthUs !== widthUs || this.#buckets.capacity < visible * 2;
    if (isOtherGrid) this.#buckets = new PenBuckets(widthUs, visible * 2);
    const limitUs = range.toUs + spanUs * SLACK;
    const isOutside = range.fromUs < this.#foldedFromUs || limitUs - this.#foldedFromUs > visible * 2 * widthUs;
    const isBehind = this.buffer.total - this.#foldedTotal > this.buffer.length;
    const isCut = range.toUs > this.#cutUs;
    if (isOtherGrid || isOutside || isBehind || isCut || this.#isStale) return this.#foldAll(range, limitUs);
    return this.#foldNew(limitUs);
  }

  #foldAll(range: TimeRange, limitUs: number): boolean {
    this.#isStale = false;
    this.#buckets.clear();
    this.#foldedFromUs = range.fromUs - (range.toUs - range.fromUs) * SLACK;
    const history = this.#history;
    if (history) this.#buckets.addSeries(history.series, Math.min(history.toUs, limitUs));
    this.#cutUs = history && history.toUs > limitUs ? limitUs : Number.POSITIVE_INFINITY;
    const { buffer } = this;
    this.#foldedTotal = buffer.total - buffer.length + buffer.firstRowFrom(this.#seamUs);
    this.#foldNew(limitUs);
    return true;
  }

  get #seamUs(): number {
    return this.#history?.toUs ?? Number.NEGATIVE_INFINITY;
  }

  #foldNew(limitUs: number): boolean {
    const { buffer } = this;
    const fresh = buffer.total - this.#foldedTotal;
    for (let row = buffer.length - fresh; row < buffer.length; row++) {
      const timeUs = buffer.timeUs(row);
      if (timeUs > limitUs) break;
      if (timeUs >= this.#seamUs) this.#buckets.add(timeUs, buffer.value(row), buffer.status(row));
      this.#foldedTotal++;
    }
    return buffer.total - this.#foldedTotal < fresh;
  }

  gaps(range: TimeRange): readonly GapSpan[] {
    const knownFromUs = this.#history?.fromUs ?? (this.buffer.length > 0 ? this.buffer.timeUs(0) : range.toUs);
    return findGaps(this.#buckets, range, this.stepUs, this.#history?.gaps ?? [], knownFromUs);
  }
}
