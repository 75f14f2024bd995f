import type { NexusClient } from '../../src-shared/contract/contract.ts';
import type { HistoryAnswer } from '../../src-shared/contract/history-explore.ts';
import type { HistoryQuestion } from '../../src-shared/contract/history-question.ts';
import type { SeriesAnswer } from '../../src-shared/domain/series.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';

export interface SeriesQuery {
  readonly device: string;
  readonly tag: string;
  readonly fromUs: number;
  readonly toUs: number;
  /** Left out: every sample as stored. */
  readonly buckets?: number;
}

/** An answer about several tags, with the numbers of all their columns. */
export interface AskedColumns extends HistoryAnswer {
  readonly numbers: Float64Array;
}

type Frame = SeriesAnswer['series'] | Float64Array;

/** Joins the two halves of a history query: the answer, and the frame of columns that came just before it. */
export class SeriesCalls {
  readonly #columns = new Map<number, Frame | undefined>();
  #lastFrame = 0;

  /** Takes a series frame; one that nobody waits for any more is dropped. */
  take(frame: number, columns: Frame): void {
    if (this.#columns.has(frame)) this.#columns.set(frame, columns);
  }

  /** @throws NexusError as the engine answers, or NX_INTERNAL when it answered without columns. */
  async query(client: NexusClient, query: SeriesQuery, signal: AbortSignal): Promise<SeriesAnswer> {
    const frame = ++this.#lastFrame;
    this.#columns.set(frame, undefined);
    try {
      const { gaps } = await client.history.series({ ...query, frame }, { signal });
      const series = this.#columns.get(frame);
      if (!series || !('kind' in series))
        throw new NexusError('NX_INTERNAL', `History of ${query.device}/${query.tag} came without columns.`);
      return { series, gaps };
    } finally {
      this.#columns.delete(frame);
    }
  }

  /**
   * @param buckets for an interval of `auto`: at most so many a tag.
   * @throws NexusError as the engine answers, or NX_INTERNAL when it answered without columns.
   */
  async ask(
    client: NexusClient,
    question: HistoryQuestion,
    buckets: number,
    signal: AbortSignal,
  ): Promise<AskedColumns> {
    const frame = ++this.#lastFrame;
    this.#columns.set(frame, undefined);
    try {
      const answer = await client.history.ask({ ...question, buckets, frame }, { signal });
      const numbers = this.#columns.get(frame);
      if (!(numbers instanceof Float64Array)) throw new NexusError('NX_INTERNAL', 'The answer came without columns.');
      return { ...answer, numbers };
    } finally {
      this.#columns.delete(frame);
    }
  }
}
