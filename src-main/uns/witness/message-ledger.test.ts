import { describe, expect, it } from 'vitest';
import type { DecodedPoint } from '../payload/decoded-point.ts';
import { MessageLedger } from './message-ledger.ts';

const T0 = 1_790_000_000_000_000;
const point = (topic: string, us: number): DecodedPoint => ({ topic, timeUs: T0 + us, value: 1, quality: 192 });
const ledger = (): MessageLedger => new MessageLedger({ topics: ['a/1', 'a/2'] }, T0);

describe('a ledger of messages', () => {
  it('knows a message that comes again, as the broker sends the last ones again after a cut', () => {
    const seen = ledger();
    for (const us of [1, 2, 3, 2, 3, 4]) seen.take([point('a/1', us)]);
    const { count, sum, late, repeatedMessages, repeatedPoints } = seen.report();
    expect([...count, ...sum, ...late]).toEqual([4, 0, 10, 0, 0, 0]);
    expect([repeatedMessages, repeatedPoints]).toEqual([2, 2]);
  });

  it('tells a first delivery that comes too late from a repetition', () => {
    const seen = ledger();
    for (const us of [1, 3, 2]) seen.take([point('a/1', us)]);
    expect([...seen.report().late]).toEqual([1, 0]);
    expect(seen.report().repeatedMessages).toBe(0);
  });

  it('knows a message of many tags by its first point', () => {
    const seen = ledger();
    const message = [point('a/1', 5), point('a/2', 5)];
    seen.take(message);
    seen.take(message);
    const { count, repeatedMessages, repeatedPoints } = seen.report();
    expect([...count]).toEqual([1, 1]);
    expect([repeatedMessages, repeatedPoints]).toEqual([1, 2]);
  });

  it('looks at its tags and its span only', () => {
    const seen = ledger();
    seen.toUs = T0 + 10;
    seen.take([point('b/1', 1)]);
    seen.take([point('a/1', -1)]);
    seen.take([point('a/1', 10)]);
    seen.take([{ ...point('a/1', 1), timeUs: undefined }]);
    seen.countUndecoded('b/1');
    seen.countUndecoded('a/1');
    expect([...seen.report().count]).toEqual([0, 0]);
    expect(seen.report().undecoded).toBe(1);
  });
});
