import type { NexusClient } from '../../src-shared/contract/contract.ts';
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

/** Joins the two halves of a history query: the answer, and the frame of columns that came just before it. */
export class SeriesCalls {
  readonly #columns = new Map<number, SeriesAnswer['series'] | undefined>();
  #lastFrame = 0;

  /** Takes a series frame; one that nobody waits for any more is dropped. */
  take(frame: number, series: SeriesAnswer['series']): void {
    if (this.#columns.has(frame)) this.#columns.set(frame, series);
  }

  /** @throws NexusError as the engine answers, or NX_INTERNAL when it answered without columns. */
  async query(client: NexusClient, query: SeriesQuery, signal: AbortSignal): Promise<SeriesAnswer> {
    const frame = ++this.#lastFrame;
    this.#columns.set(frame, undefined);
    try {
      const { gaps } = await client.history.series({ ...query, frame }, { signal });
      const series = this.#columns.get(frame);
      if (!series) throw new NexusError('NX_INTERNAL', `History of ${query.device}/${query.tag} came without columns.`);
      return { series, gaps };
    } finally {
      this.#columns.delete(frame);
    }
  }
}
