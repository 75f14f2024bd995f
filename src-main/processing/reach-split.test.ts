import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeBatch, encodeBatch } from '../../src-shared/domain/batch-frame.ts';
import type { PointBatch, TypedCell } from '../../src-shared/domain/point-batch.ts';
import { ReachSplit } from './reach-split.ts';

const REACHES = { 1: 'history', 2: 'live' } as const;
const reachOf = (tag: number): 'history' | 'live' | undefined => REACHES[(tag % 4) as 1];

function batchOf(tags: readonly number[]): PointBatch {
  const cells = tags.flatMap((tag, row): TypedCell[] =>
    tag % 3 === 0 ? [{ row, kind: 'string', value: `${row}` }] : [],
  );
  return {
    count: tags.length,
    device: 7,
    origin: 'local',
    receivedUs: 100,
    tag: Uint32Array.from(tags),
    timeUs: Float64Array.from(tags, (_, row) => row),
    value: Float64Array.from(tags, (_, row) => row * 10),
    status: Uint32Array.from(tags, (_, row) => row * 100),
    flags: Uint8Array.from(tags, (_, row) => row % 8),
    ...(cells.length > 0 && { cells }),
  };
}

/** Each point as one text: its tag, and all that the row has. */
const points = ({ count, tag, timeUs, value, status, flags, cells, reach }: PointBatch): string[] =>
  Array.from({ length: count }, (_, row) => {
    const cell = cells?.find((one) => one.row === row);
    const text = cell?.kind === 'string' ? cell.value : '';
    return [tag[row], timeUs[row], value[row], status[row], flags?.[row] ?? 0, text, reach ?? 'all'].join(' ');
  });

it('each point comes once, whole, in its order, in the batch of its reach, through a frame as well', () => {
  const tags = Array.from({ length: 20 }, (_, tag) => tag);
  const split = ReachSplit.of(tags.flatMap((tag) => (reachOf(tag) ? [{ tag, reach: reachOf(tag)! }] : [])))!;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 19 }), { minLength: 1, maxLength: 40 }), (of) => {
      const batch = batchOf(of);
      const parts = split.split(batch).map((part) => decodeBatch(encodeBatch(part)));
      const expected = points(batch).map((text) => text.replace(/all$/, reachOf(Number(text.split(' ')[0])) ?? 'all'));
      for (const reach of [undefined, 'history', 'live'] as const) {
        const own = parts.filter((part) => part.reach === reach);
        expect(own.length).toBeLessThanOrEqual(1);
        expect(own.flatMap(points)).toEqual(expected.filter((text) => text.endsWith(reach ?? 'all')));
      }
    }),
  );
});

it('a batch of one reach keeps its columns', () => {
  const split = new ReachSplit([{ tag: 1, reach: 'history' }]);
  const batch = batchOf([0, 2, 0]);
  expect(split.split(batch)).toEqual([batch]);
  expect(split.split(batch)[0]!.value).toBe(batch.value);
  expect(split.split(batchOf([1, 1]))[0]).toMatchObject({ count: 2, reach: 'history' });
});
