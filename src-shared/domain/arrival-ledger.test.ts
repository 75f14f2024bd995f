import { describe, expect, it } from 'vitest';
import { ArrivalLedger } from './arrival-ledger.ts';

const T0 = 1_790_000_000_000_000;

describe('a ledger of arrivals', () => {
  it('counts what is later than all before it, sums its times, and counts the rest beside it', () => {
    const ledger = new ArrivalLedger(T0, 2);
    for (const us of [0, 10, 20, 10, 20, 30]) ledger.take(1, T0 + us);
    expect(ledger.of(1)).toEqual({ count: 4, sum: 60, behind: 2 });
    expect(ledger.of(0)).toEqual({ count: 0, sum: 0, behind: 0 });
    expect(ledger.total).toBe(6);
  });

  it('looks at its span only: from inclusive, to exclusive', () => {
    const ledger = new ArrivalLedger(T0, 1);
    expect(ledger.take(0, T0 - 1)).toBeUndefined();
    expect(ledger.take(0, T0)).toBe(true);
    ledger.toUs = T0 + 100;
    expect(ledger.take(0, T0 + 99)).toBe(true);
    expect(ledger.take(0, T0 + 100)).toBeUndefined();
    expect(ledger.of(0).count).toBe(2);
  });

  it('tells two ways apart that carried as many points but not the same ones', () => {
    const sent = new ArrivalLedger(T0, 1);
    const got = new ArrivalLedger(T0, 1);
    for (const us of [1, 2, 3]) sent.take(0, T0 + us);
    for (const us of [1, 2, 4]) got.take(0, T0 + us);
    expect(got.of(0).count).toBe(sent.of(0).count);
    expect(got.of(0).sum).not.toBe(sent.of(0).sum);
  });

  it('makes room for keys that nobody told it of', () => {
    const ledger = new ArrivalLedger(T0, 1);
    ledger.take(0, T0);
    ledger.take(5_000, T0 + 1);
    expect([ledger.of(0).count, ledger.of(5_000).count, ledger.of(4_999).count]).toEqual([1, 1, 0]);
  });
});
