import { describe, expect, it } from 'vitest';
import type { NexusClient } from '../../src-shared/contract/contract.ts';
import type { RawSeries } from '../../src-shared/domain/series.ts';
import { SeriesCalls } from './series-calls.ts';

const query = { device: 'boiler-1', tag: 'pressure', fromUs: 0, toUs: 10 };
const signal = AbortSignal.timeout(1_000);
const columns = (value: number): RawSeries => ({
  kind: 'raw',
  timeUs: Float64Array.of(1),
  value: Float64Array.of(value),
  status: Uint32Array.of(0),
});

/** An engine that answers a query as the test says. */
const engine = (answer: (frame: number) => Promise<void>): NexusClient =>
  ({
    history: {
      series: async ({ frame }: { readonly frame: number }) => {
        await answer(frame);
        return { frame, rows: 1, gaps: [{ fromUs: 2, toUs: 3, reason: 'restart' }] };
      },
    },
  }) as unknown as NexusClient;

describe('a history query', () => {
  it('joins the frame of columns with the answer that has its number', async () => {
    const calls = new SeriesCalls();
    const numbers: number[] = [];
    const client = engine(async (frame) => {
      numbers.push(frame);
      // The second query is answered before the first.
      if (frame === 1) await new Promise((done) => setTimeout(done, 5));
      calls.take(frame, columns(frame * 10));
    });
    const answers = await Promise.all([calls.query(client, query, signal), calls.query(client, query, signal)]);
    expect(numbers).toEqual([1, 2]);
    expect(answers.map(({ series }) => (series as RawSeries).value[0])).toEqual([10, 20]);
    expect(answers[0].gaps).toEqual([{ fromUs: 2, toUs: 3, reason: 'restart' }]);
  });

  it('is an error without columns, and frames that nobody waits for are dropped', async () => {
    const calls = new SeriesCalls();
    const client = engine(async (frame) => calls.take(frame + 7, columns(1)));
    await expect(calls.query(client, query, signal)).rejects.toMatchObject({ code: 'NX_INTERNAL' });
  });
});
