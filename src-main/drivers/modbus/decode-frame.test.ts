import { describe, expect, it } from 'vitest';
import type { Notation } from './address.ts';
import { AREAS } from './area.ts';
import { decodeTcpFrame } from './decode-frame.ts';
import { makeReadRequest } from './read-request.ts';
import { maskRegister, writeCoil, writeCoils, writeRegister, writeRegisters } from './write-request.ts';

const bytesOf = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const sent = (bytes: Uint8Array, notation: Notation = '40001') => decodeTcpFrame('sent', bytes, notation, undefined);
const received = (hex: string, request?: Uint8Array) => decodeTcpFrame('received', bytesOf(hex), '40001', request);

describe('a Modbus TCP frame in words', () => {
  it.each([
    [makeReadRequest(3, AREAS.holding, 107, 10).bytes, 'Read holding registers 40108–40117 (10)  unit 3'],
    [makeReadRequest(1, AREAS.input, 0, 1).bytes, 'Read input register 30001 (1)  unit 1'],
    [makeReadRequest(1, AREAS.coil, 12, 3).bytes, 'Read coils 00013–00015 (3)  unit 1'],
    [makeReadRequest(1, AREAS.discrete, 12, 1).bytes, 'Read discrete input 10013 (1)  unit 1'],
    [writeCoil(1, 12, true).bytes, 'Write coil 00013 = on  unit 1'],
    [writeRegister(1, 107, 7_500).bytes, 'Write holding register 40108 = 7500  unit 1'],
    [writeCoils(1, 12, 3, Uint8Array.of(5)).bytes, 'Write coils 00013–00015 (3)  unit 1'],
    [writeRegisters(1, 107, bytesOf('0001 0002')).bytes, 'Write holding registers 40108–40109 (2)  unit 1'],
    [maskRegister(1, 107, 0xfff0, 0x0005).bytes, 'Mask write holding register 40108: AND 0xFFF0, OR 0x0005  unit 1'],
    [bytesOf('0001 0000 0005 01 2b 0e 01 00'), 'Read device identification  unit 1'],
    [bytesOf('0001 0000 0002 09 63'), 'Function 99  unit 9'],
  ])('tells a request: %#', (request, line) => {
    expect(sent(request)!.line).toBe(line);
  });

  it('writes addresses as the device has them', () => {
    expect(sent(makeReadRequest(1, AREAS.holding, 107, 2).bytes, 'wire')!.line).toBe(
      'Read holding registers HR107–HR108 (2)  unit 1',
    );
  });

  it('names each register of a reply by the request that it answers', () => {
    const request = makeReadRequest(1, AREAS.holding, 107, 2).bytes;
    const { line, fields, pair } = received('0001 0000 0007 01 03 04 00c8 ffff', request)!;
    expect([line, pair]).toEqual(['2 registers', '1']);
    expect(fields.slice(-2)).toEqual([
      { name: '40108', value: '200 (0x00C8)', at: 9, length: 2 },
      { name: '40109', value: '65535 (0xFFFF)', at: 11, length: 2 },
    ]);
    expect(received('0001 0000 0007 01 03 04 00c8 ffff')!.fields.at(-1)!.name).toBe('register 2');
  });

  it('tells a refusal as one, with its meaning', () => {
    expect(received('0001 0000 0003 01 83 02')).toMatchObject({
      line: 'Exception 02: no such address',
      isRefusal: true,
    });
    expect(received('0001 0000 0003 01 84 04')).toMatchObject({
      line: 'Exception 04: the device could not carry out the request',
    });
    expect(received('0001 0000 0003 01 83 0b')!.line).toBe('Exception 0B: unit silent');
  });

  it('counts the bits that were asked for, not those of the bytes that carry them', () => {
    const request = makeReadRequest(1, AREAS.coil, 0, 3).bytes;
    expect(received('0001 0000 0004 01 01 01 05', request)!.line).toBe('3 bits');
    expect(received('0001 0000 0006 01 06 006b 1d4c')!.line).toBe('Written');
  });

  it('has every field where its bytes are', () => {
    const frame = writeRegister(1, 107, 7_500).bytes;
    const { fields } = sent(frame)!;
    expect(fields.map(({ name, at, length }) => [name, frame.toString('hex', at, at + length)])).toEqual([
      ['transaction id', '0000'],
      ['protocol id', '0000'],
      ['length', '0006'],
      ['unit', '01'],
      ['function', '06'],
      ['start', '006b'],
      ['value', '1d4c'],
    ]);
  });

  it('says when a header and what came do not agree', () => {
    expect(received('0001 0000 0009 01 03 02 0007')!.line).toBe('1 register  (the header says 9 bytes, 5 came)');
  });

  it('has no word for bytes that are no frame, and reads any bytes without a fault', () => {
    expect(received('0001 0005 0003 01 83 02')).toBeUndefined();
    expect(received('00')).toBeUndefined();
    for (let seed = 1; seed < 5_000; seed++) {
      const bytes = Uint8Array.from({ length: seed % 40 }, (_, i) =>
        i === 2 || i === 3 ? 0 : (seed * 2_654_435_761 * (i + 1)) >>> 13,
      );
      for (const direction of ['sent', 'received'] as const) {
        const decoded = decodeTcpFrame(direction, bytes, '40001', bytes);
        for (const { at, length } of decoded?.fields ?? []) expect(at + length).toBeLessThanOrEqual(bytes.length);
      }
    }
  });
});
