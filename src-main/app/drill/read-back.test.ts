import { describe, expect, it } from 'vitest';
import { emptyBatch } from '../../../src-shared/domain/point-batch.ts';
import { BusLedger } from '../../diagnostics/drill/bus-ledger.ts';
import { storeFindings } from '../../diagnostics/drill/way-findings.ts';
import type { Storage } from '../storage.ts';
import type { TagEntry } from '../tags/tag-directory.ts';
import { readBack } from './read-back.ts';

const T0 = 1_790_000_000_000_000;
const TIMES = Array.from({ length: 100 }, (_, n) => T0 + n * 1_000);
const tag = { number: 0, uid: 'uid', topic: 'acme/tank/level' } as TagEntry;

/** A store that holds these times, in pieces. */
const holding = (times: readonly number[]): Pick<Storage, 'scan'> => ({
  async *scan() {
    for (let at = 0; at < times.length; at += 30) {
      const timeUs = Float64Array.from(times.slice(at, at + 30));
      yield await Promise.resolve({ timeUs } as never);
    }
  },
});

function failedOf(stored: readonly number[]): Promise<readonly string[]> {
  const ledger = new BusLedger(T0, 1);
  for (const us of TIMES)
    ledger.take({ ...emptyBatch(), count: 1, receivedUs: us, tag: Uint32Array.of(0), timeUs: Float64Array.of(us) });
  ledger.toUs = T0 + 1e9;
  return readBack(holding(stored), [tag], ledger, new AbortController().signal).then((seen) =>
    storeFindings('Historian', seen)
      .filter(({ verdict }) => verdict === 'fail')
      .map(({ property, figure, note }) => `${property}: ${figure}. ${note}`),
  );
}

describe('what is read back after a drill', () => {
  it('is whole where every point is there once', async () => {
    expect(await failedOf(TIMES)).toEqual([]);
  });

  it('tells of a batch that was dropped, with the tag', async () => {
    expect(await failedOf(TIMES.filter((_us, at) => at < 40 || at >= 60))).toEqual([
      'Missing: 20 points. First seen at acme/tank/level.',
    ]);
  });

  it('tells of a point that is there twice, and of one that nobody read', async () => {
    expect(await failedOf([...TIMES.slice(0, 50), ...TIMES.slice(49)])).toEqual([
      expect.stringMatching(/^Stored twice: 1 point/),
    ]);
    const forged = [...TIMES.slice(0, 50), TIMES[49]! + 1, ...TIMES.slice(50)];
    expect(await failedOf(forged)).toEqual([expect.stringMatching(/^Not read by anybody: 1 point/)]);
  });
});
