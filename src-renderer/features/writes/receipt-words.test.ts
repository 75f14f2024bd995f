import { describe, expect, it } from 'vitest';
import { type EndOfWrite, receiptMessageId, receiptWords } from './receipt-words.ts';
import type { WrittenStyle } from './written-value.ts';
import { exactValue, shownValue } from './written-value.ts';

const BAR: WrittenStyle = { dataType: 'float32', euLow: 0, euHigh: 10, states: {}, unit: 'bar' };
const SWITCH: WrittenStyle = {
  dataType: 'bool',
  euLow: null,
  euHigh: null,
  states: { 0: 'Stopped', 1: 'Running' },
  unit: '',
};
const end = (over: Partial<EndOfWrite>): EndOfWrite => ({
  status: 'DONE',
  value: 7,
  read_back: null,
  error: null,
  duration_ms: 38,
  ...over,
});

describe('a receipt in words', () => {
  it('says that the device holds what was asked for', () => {
    const words = receiptWords(end({ status: 'DONE_VERIFIED', read_back: 7 }), BAR);
    expect(words).toMatchObject({ glyph: 'done', tone: 'ok', word: 'Done, verified' });
    expect(words.text).toContain('took 7.00 bar');
  });

  it('names both values where the device holds another one (ux wr.mismatch)', () => {
    const words = receiptWords(end({ value: 65, read_back: 60 }), { ...BAR, unit: '°C', euHigh: 100 });
    expect(words.text).toBe('Wrote 65.0 °C, read back 60.0 °C. The device may limit or round this value.');
    expect(receiptWords(end({ value: 7.001, read_back: 7 }), BAR).text).toContain(
      'Wrote 7.001 bar, read back 7.00 bar',
    );
  });

  it('does not claim what was not read back', () => {
    expect(receiptWords(end({}), BAR).word).toBe('Done, not verified');
  });

  it('gives the reason of a refusal, and that nothing was sent, once', () => {
    const message = '120 °C is outside the limits 4 to 95 °C.';
    const refused = receiptWords(end({ status: 'REJECTED', error: { code: 'OUT_OF_RANGE', message } }), BAR);
    expect(refused.text).toBe(`${message} Nothing was sent.`);
    const busy = 'Nothing was sent; try again in a moment.';
    expect(receiptWords(end({ status: 'REJECTED', error: { code: 'BUSY', message: busy } }), BAR).text).toBe(busy);
  });

  it('puts the code of a failure last, in brackets', () => {
    const error = { code: 'NX_DRIVER_REJECTED', message: 'The device refused the write.' };
    const text = receiptWords(end({ status: 'FAILED', error }), BAR).text;
    expect(text).toBe('The device refused the write. (NX_DRIVER_REJECTED)');
  });

  it('never calls an unknown outcome failed, and warns to look before writing again', () => {
    const error = { code: 'NX_DRIVER_UNKNOWN_OUTCOME', message: 'No answer within 1 s.' };
    const words = receiptWords(end({ status: 'UNKNOWN', error }), BAR);
    expect(words.word).toBe('Outcome not known');
    expect(words.text).toContain('may have reached the device');
    expect(words.text).toContain('before you write again');
  });

  it('has the id of its text in the catalogue', () => {
    const error = (code: string) => ({ code, message: '' });
    expect(receiptMessageId(end({ status: 'DONE', read_back: 6 }))).toBe('wr.mismatch');
    expect(receiptMessageId(end({ status: 'UNKNOWN', error: error('NX_DRIVER_UNKNOWN_OUTCOME') }))).toBe('wr.unknown');
    expect(receiptMessageId(end({ status: 'REJECTED', error: error('OUT_OF_RANGE') }))).toBe('wr.limit');
    expect(receiptMessageId(end({ status: 'REJECTED', error: error('NOT_ARMED') }))).toBe('wr.disarmed');
    expect(receiptMessageId(end({ status: 'DONE_VERIFIED' }))).toBeUndefined();
  });
});

describe('a value of a receipt', () => {
  it('looks as in the tag table', () => {
    expect([shownValue(7, BAR), shownValue(true, SWITCH), shownValue(0, SWITCH), shownValue(null, BAR)]).toEqual([
      '7.00 bar',
      'Running',
      'Stopped',
      '—',
    ]);
    expect(shownValue(7.5, undefined)).toBe('7.5');
  });

  it('keeps every digit where it is asked for or was asked for', () => {
    expect(exactValue(7.123_45, BAR)).toBe('7.12345 bar');
    expect(exactValue(7, BAR)).toBe('7.00 bar');
    expect(exactValue(1_480, { ...BAR, dataType: 'uint16', euHigh: 3_000, unit: 'rpm' })).toBe('1\u2009480 rpm');
    expect(exactValue('18446744073709551615', { ...BAR, dataType: 'uint64', unit: '' })).toBe('18446744073709551615');
  });

  it('is told without its colour: no two ends of a write have the same word, and each tone has glyphs of its own', () => {
    const error = { code: 'X', message: 'No answer came.' };
    const ends = [
      end({ status: 'DONE_VERIFIED', read_back: 7 }),
      end({ status: 'DONE' }),
      end({ status: 'DONE', read_back: 6 }),
      end({ status: 'REJECTED', error }),
      end({ status: 'FAILED', error }),
      end({ status: 'UNKNOWN', error }),
    ].map((one) => receiptWords(one, BAR));
    expect(new Set(ends.map(({ word }) => word)).size).toBe(ends.length);
    const tones = new Map<string, Set<string>>();
    for (const { glyph, tone } of ends) tones.set(glyph, (tones.get(glyph) ?? new Set()).add(tone));
    expect([...tones.values()].filter(({ size }) => size > 1)).toEqual([]);
  });
});
