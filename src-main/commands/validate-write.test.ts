import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataType } from '../../src-shared/domain/data-type.ts';
import { emptyBatch } from '../../src-shared/domain/point-batch.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { compileTagRule } from '../processing/tag-rule.ts';
import { ValueText } from '../uns/payload/value-text.ts';
import { validateWrite } from './validate-write.ts';
import type { WriteTarget } from './write-command.ts';

function target(dataType: DataType, fields: Record<string, unknown> = {}, last?: number): WriteTarget {
  const tag = Tag.parse({ id: 'setpoint', address: 'holding:1', data_type: dataType, access: 'read_write', ...fields });
  return { device: 'boiler', isEnabled: true, tag, tagUid: 'u', dataType, rule: compileTagRule(tag, 0), last };
}

const verdict = (value: unknown, to: WriteTarget, lastWrite?: { value: number; atMs: number }, nowMs = 0): string => {
  const found = validateWrite(value, undefined, to, lastWrite, nowMs);
  return found.kind === 'refused' ? found.refusal.code : `${typeof found.value} ${String(found.value)}`;
};

describe('the verdict on a write', () => {
  it('refuses a tag that was not made writable', () => {
    expect(verdict(1, target('int16', { access: 'read' }))).toBe('READ_ONLY');
  });

  // Reliability reference 5, M5: never rounded, never guessed.
  it.each<[unknown, DataType, string]>([
    [42, 'int16', 'number 42'],
    [1.5, 'int16', 'OUT_OF_RANGE'],
    [70_000, 'uint16', 'OUT_OF_RANGE'],
    [-1, 'uint16', 'OUT_OF_RANGE'],
    [32_768, 'int16', 'OUT_OF_RANGE'],
    [4_294_967_295, 'uint32', 'number 4294967295'],
    ['9223372036854775807', 'int64', 'bigint 9223372036854775807'],
    ['9223372036854775808', 'int64', 'OUT_OF_RANGE'],
    [2 ** 63, 'int64', 'OUT_OF_RANGE'],
    ['12', 'int16', 'BAD_REQUEST'],
    ['on', 'bool', 'BAD_REQUEST'],
    [2, 'bool', 'BAD_REQUEST'],
    [1, 'bool', 'boolean true'],
    [true, 'int16', 'BAD_REQUEST'],
    [Number.NaN, 'float32', 'BAD_REQUEST'],
    [Number.POSITIVE_INFINITY, 'float64', 'BAD_REQUEST'],
    [1e39, 'float32', 'OUT_OF_RANGE'],
    [1e39, 'float64', 'number 1e+39'],
    [null, 'float64', 'BAD_REQUEST'],
    [[1], 'float64', 'BAD_REQUEST'],
    [10_000, 'bcd16', 'OUT_OF_RANGE'],
    ['text', 'string', 'string text'],
    [5, 'string', 'BAD_REQUEST'],
  ])('%j to %s: %s', (value, type, expected) => expect(verdict(value, target(type))).toBe(expected));

  it('takes the text of a state for its number, where one state alone has it', () => {
    const modes = { enum: { '0': 'Off', '1': 'Heat', '7': 'Fault', '8': 'Fault' } };
    expect(verdict('Heat', target('uint16', modes))).toBe('number 1');
    expect(verdict('heat', target('uint16', modes))).toBe('BAD_REQUEST');
    expect(verdict('Fault', target('uint16', modes))).toBe('BAD_REQUEST');
    expect(verdict('Off', target('bool', { enum: { '0': 'Off', '1': 'On' } }))).toBe('boolean false');
    expect(verdict('Heat', target('string', modes))).toBe('string Heat');
  });

  it('writes by its text the state that is published with that text, and no other', () => {
    const texts = fc.constantFrom('Off', 'On', 'Fault', '1', '', '__proto__', 'constructor', 'Größe “5”');
    const states = fc.dictionary(fc.integer({ min: -9, max: 300 }).map(String), texts, { minKeys: 1, maxKeys: 6 });
    let written = 0;
    fc.assert(
      fc.property(states, (given) => {
        const payload = new ValueText({ dataType: 'int16', states: given });
        for (const [number, text] of Object.entries(given)) {
          const batch = {
            ...emptyBatch(),
            count: 1,
            value: Float64Array.of(Number(number)),
            status: new Uint32Array(1),
          };
          expect(payload.encode(batch, 0, undefined)).toBe(`${number},"state":${JSON.stringify(text)}`);
          const isShared = Object.values(given).filter((each) => each === text).length > 1;
          expect(verdict(text, target('int16', { enum: given }))).toBe(isShared ? 'BAD_REQUEST' : `number ${number}`);
          if (!isShared) written++;
        }
        for (const name of ['toString', 'hasOwnProperty', 'valueOf'])
          expect(verdict(name, target('int16', { enum: given }))).toBe('BAD_REQUEST');
      }),
    );
    expect(written).toBeGreaterThan(50);
  });

  it('judges what reaches the device: 40 °C of 0.1 steps are 400, and 3,300 °C do not fit', () => {
    const tenths = target('int16', { scale: 0.1 });
    expect(verdict(40.1, tenths)).toBe('number 40.1');
    expect(verdict(40.15, tenths)).toBe('OUT_OF_RANGE');
    expect(verdict(3_300, tenths)).toBe('OUT_OF_RANGE');
  });

  it('keeps the limits of the tag', () => {
    const limited = target('float32', { write_limits: { min: 10, max: 90 } });
    expect(verdict(10, limited)).toBe('number 10');
    expect(verdict(9.99, limited)).toBe('OUT_OF_RANGE');
    expect(verdict(90.01, limited)).toBe('OUT_OF_RANGE');
  });

  it('keeps the largest step, which needs a present value', () => {
    const limits = { write_limits: { max_step: 5 } };
    expect(verdict(25, target('float32', limits, 20))).toBe('number 25');
    expect(verdict(25.1, target('float32', limits, 20))).toBe('RATE_OF_CHANGE');
    expect(verdict(20, target('float32', limits))).toBe('RATE_OF_CHANGE');
  });

  it('keeps the largest rate since the last write', () => {
    const limited = target('float32', { write_limits: { rate: 2 } });
    expect(verdict(24, limited, { value: 20, atMs: 0 }, 2_000)).toBe('number 24');
    expect(verdict(24.1, limited, { value: 20, atMs: 0 }, 2_000)).toBe('RATE_OF_CHANGE');
    expect(verdict(1_000, limited)).toBe('number 1000');
  });

  it('says what it saw and what fits', () => {
    const found = validateWrite(70_000, undefined, target('uint16'), undefined, 0);
    expect(found).toMatchObject({ refusal: { message: '70000 does not fit uint16: 0–65535.' } });
  });
});
