import { describe, expect, it } from 'vitest';
import type { WriteReceipt } from '../../../src-shared/contract/writes.ts';
import type { WriteState } from '../../state/prepared-writes.ts';
import { resultWords } from './result-words.ts';

const STYLE = { dataType: 'float32', euLow: 0, euHigh: 100, states: {}, unit: '°C' };
const ended = (over: Partial<WriteReceipt>): WriteState => ({
  kind: 'ended',
  atUs: 0,
  receipt: {
    request_id: '1',
    device_id: 'd',
    tag_id: 't',
    success: false,
    status: 'DONE_VERIFIED',
    error: null,
    value: 65,
    read_back: null,
    previous: 42,
    timestamp: '2026-01-01T00:00:00.000Z',
    duration_ms: 38.4,
    duplicate: false,
    ...over,
  },
});

describe('the result of a write in a cell', () => {
  it('is the time it took when the device holds the value, and needs no words', () => {
    expect(resultWords(ended({ read_back: 65 }), STYLE, 'Boiler-1')).toMatchObject({
      glyph: 'done',
      word: '38 ms',
      message: undefined,
    });
  });

  it.each([
    [
      { status: 'DONE', read_back: 60 },
      '≠ 60.0 °C',
      'wr.mismatch',
      'Wrote 65.0 °C, read back 60.0 °C. The device may limit or round this value.',
    ],
    [
      { status: 'UNKNOWN', duration_ms: 1_012 },
      'Unknown',
      'wr.unknown',
      'No answer within 1 s. The write may have reached the device.',
    ],
    [
      { status: 'REJECTED', error: { code: 'NOT_ARMED', message: 'x' } },
      'Refused',
      'wr.disarmed',
      'Writes are disarmed. Arm Boiler-1 first (F8).',
    ],
    [
      { status: 'REJECTED', error: { code: 'BUSY', message: '50 run. Nothing was sent.' } },
      'Refused',
      'wr.busy',
      '50 run. Nothing was sent.',
    ],
    [
      { status: 'FAILED', error: { code: 'NX_DRIVER_REJECTED', message: 'The device refused.' } },
      'Failed',
      'wr.refused',
      'The device refused. (NX_DRIVER_REJECTED)',
    ],
  ] as const)('%j is “%s” with its message', (over, word, code, text) => {
    expect(resultWords(ended(over), STYLE, 'Boiler-1')).toMatchObject({ word, message: { code, text } });
  });

  it('of a pulse is told by its end, and warns where that is in doubt', () => {
    const receipt = (over: Partial<WriteReceipt>): WriteReceipt => {
      const state = ended(over);
      if (state.kind !== 'ended') throw new TypeError('no end');
      return state.receipt;
    };
    const words = (on: Partial<WriteReceipt>, off: Partial<WriteReceipt> | null) =>
      resultWords(
        { kind: 'pulsed', atUs: 0, on: receipt(on), off: off && receipt(off) },
        { ...STYLE, dataType: 'bool' },
        'Boiler-1',
      );
    const done = { success: true, status: 'DONE' } as const;
    const verified = { success: true, status: 'DONE_VERIFIED' } as const;
    const failed = { status: 'FAILED', error: { code: 'NX_DRIVER_REJECTED', message: 'The device refused.' } } as const;
    expect(words(done, verified)).toMatchObject({ word: 'Pulse 38 ms', tone: 'ok', message: undefined });
    expect(words(failed, null)).toMatchObject({ word: 'Failed', message: { code: 'wr.refused' } });
    expect(words(done, failed)).toMatchObject({ word: 'Left on?', tone: 'error', message: { code: 'wr.pulse' } });
    expect(words({ status: 'UNKNOWN' }, verified).message?.text).toMatch(/^Whether the pulse began is not known\./);
  });
});
