import { describe, expect, it } from 'vitest';
import type { FrameView } from '../../../src-shared/contract/traffic.ts';
import { hexRows } from '../../ui/hex-rows.ts';
import { exchangeFilter } from './exchange-filter.ts';
import { type Exchange, stateOf, withFrames } from './exchanges.ts';

const functionField = (value: string) => [{ name: 'function', value, at: 0, length: 1 }];
const frame = (number: number, more: Partial<FrameView> = {}): FrameView => ({
  number,
  timeUs: number * 1_000,
  direction: 'sent',
  connection: 1,
  line: 'Read holding register 40108 (1)  unit 1',
  fields: [],
  hex: '00',
  request: null,
  tookUs: null,
  refusal: false,
  ...more,
});
const reply = (number: number, request: number | null, more: Partial<FrameView> = {}): FrameView =>
  frame(number, { direction: 'received', line: '1 register', request, tookUs: 2_000, ...more });

const states = (exchanges: readonly Exchange[]) => exchanges.map((each) => `${each.number} ${stateOf(each)}`);

describe('requests with their replies', () => {
  it('are one row, also where the reply comes in a later piece', () => {
    const first = withFrames([], [frame(1)]);
    expect(states(first)).toEqual(['1 waiting']);
    expect(states(withFrames(first, [reply(2, 1), frame(3), reply(4, 3, { refusal: true })]))).toEqual([
      '1 answered',
      '3 refused',
    ]);
  });

  it('are unanswered once the next request went over the same connection', () => {
    const rows = withFrames([], [frame(1), frame(2, { connection: 2 }), frame(3), frame(4)]);
    expect(states(rows)).toEqual(['1 unanswered', '2 waiting', '3 unanswered', '4 waiting']);
    expect(states(withFrames(rows, [reply(5, 3)]))[2]).toBe('3 answered');
  });

  it('keep what nobody asked for, and replies whose request is gone', () => {
    expect(states(withFrames([], [reply(7, null), reply(8, 2)]))).toEqual(['7 alone', '8 alone']);
  });

  it('stay the same objects where nothing came for them', () => {
    const before = withFrames([], [frame(1), reply(2, 1), frame(3)]);
    const after = withFrames(before, [reply(4, 3)]);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });
});

describe('the filter of the traffic', () => {
  const rows = withFrames(
    [],
    [
      frame(1, { fields: functionField('0x03 read holding registers') }),
      reply(2, 1),
      frame(3, { line: 'Write coil 00013 = on  unit 2', fields: functionField('0x05 write coil') }),
      reply(4, 3, { line: 'Exception 02: no such address', refusal: true, tookUs: 150_000 }),
      frame(5),
    ],
  );
  const shown = (text: string) => rows.filter(exchangeFilter(text).passes).map(({ number }) => number);

  it.each([
    ['', [1, 3, 5]],
    ['40108', [1, 5]],
    ['exception', [3]],
    ['refused', [3]],
    ['waiting', [5]],
    ['took>100ms', [3]],
    ['rtt<=2ms', [1]],
    ['unit took>1ms && took<1s', [1, 3]],
    ['answered 40108', [1]],
    ['-refused -is:waiting', [1]],
    ['fc==3', [1]],
    ['fc==5 && rtt>100ms', [3]],
    ['reply:"no such"', [3]],
  ])('“%s” shows its rows', (text, numbers) => {
    expect(shown(text)).toEqual(numbers);
    expect(exchangeFilter(text).fault).toBe('');
  });

  it('says what is no duration and shows everything meanwhile', () => {
    expect(exchangeFilter('rtt>fast').fault).toBe('“rtt>fast”: fast is not a duration. Try rtt>100ms.');
    expect(exchangeFilter('took>').fault).toBe('“took>”: a duration is missing. Try took>100ms.');
    expect(shown('took>fast')).toEqual([1, 3, 5]);
  });
});

describe('bytes in lines', () => {
  it('are sixteen a line, with their characters', () => {
    const rows = hexRows('48656c6c6f00ff'.padEnd(40, '41'));
    expect(rows.map(({ at, bytes, text }) => [at, bytes.length, text])).toEqual([
      [0, 16, 'Hello..AAAAAAAAA'],
      [16, 4, 'AAAA'],
    ]);
    expect(hexRows('')).toEqual([]);
  });
});
