import { describe, expect, it } from 'vitest';
import { AREAS } from '../area.ts';
import { makeIdentificationRequest } from '../identification.ts';
import { makeReadRequest } from '../read-request.ts';
import { describeReplyFault } from '../reply.ts';
import type { ModbusRequest } from '../request.ts';
import { bytesOf } from '../scripted-peer.ts';
import { makeServerIdRequest } from '../server-id.ts';
import { maskRegister, writeRegister } from '../write-request.ts';
import { crc16, rtuFrame } from './crc16.ts';
import { inspectRtuReply, RTU_OFFSET } from './rtu-reply.ts';
import { frameSilenceMs } from './serial-settings.ts';

/** What is made of these bytes of a line, after `cut` of them or all. */
function verdict(request: ModbusRequest, line: Uint8Array, cut = line.length): string {
  const bytes = Buffer.alloc(512);
  bytes.set(line.subarray(0, cut), RTU_OFFSET);
  return inspectRtuReply(bytes, RTU_OFFSET + cut, request);
}

const frame = (hex: string): Buffer => rtuFrame(bytesOf(hex));
const two = makeReadRequest(7, AREAS.holding, 100, 2);

describe('the checksum', () => {
  it.each([
    ['01 03 00 00 00 01', 0x0a84],
    ['02 07', 0x1241],
    ['11 03 00 6B 00 03', 0x8776],
    ['', 0xffff],
  ])('of %s is that of the specification', (hex, crc) => {
    expect(crc16(bytesOf(hex))).toBe(crc);
  });

  it('stands behind a frame low byte first', () => {
    expect(frame('01 03 00 00 00 01').toString('hex')).toBe('010300000001840a');
  });
});

describe('a reply on a serial line', () => {
  it.each([
    ['a read', two, '07 03 04 01 9C FF FF', 'data'],
    ['an exception', two, '07 83 02', 'exception'],
    ['a write', writeRegister(7, 5, 12), '07 06 0005 000C', 'data'],
    ['a mask write', maskRegister(7, 5, 0xfff0, 3), '07 16 0005 FFF0 0003', 'data'],
    ['a server id', makeServerIdRequest(7), '07 11 03 0A FF 41', 'data'],
    ['an identification', makeIdentificationRequest(7, 0), '07 2B 0E 01 01 00 00 02 00 01 41 01 02 42 43', 'data'],
  ])('to %s counts with its last byte and no earlier', (_, request, hex, expected) => {
    const line = frame(hex);
    for (let cut = 0; cut < line.length; cut++) expect(verdict(request, line, cut)).toBe('incomplete');
    expect(verdict(request, line)).toBe(expected);
  });

  it.each([
    ['another unit', '08 03 04 01 9C FF FF', 'unit-id', 'unit 8, asked was unit 7'],
    ['another function', '07 04 04 01 9C FF FF', 'function', 'function 4, asked was function 3'],
    ['another length', '07 03 06 01 9C FF FF 00 00', 'byte-count', 'byte count 6, due 4'],
    ['an exception of another function', '07 84 02', 'function', 'function 132, asked was function 3'],
    ['exception 0', '07 83 00', 'exception-code', 'exception code 0, which Modbus does not have'],
    ['exception 12', '07 83 0C', 'exception-code', 'exception code 12, which Modbus does not have'],
  ])('of %s is a fault, whatever its checksum', (_, hex, fault, words) => {
    const line = frame(hex);
    expect(verdict(two, line)).toBe(fault);
    const bytes = Buffer.concat([Buffer.alloc(RTU_OFFSET), line]);
    expect(describeReplyFault(fault as 'unit-id', bytes, bytes.length, two)).toBe(words);
  });

  it('with any bit changed is a fault or not complete', () => {
    const line = frame('07 03 04 01 9C FF FF');
    for (let bit = 0; bit < line.length * 8; bit++) {
      const changed = Buffer.from(line);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(['data', 'exception']).not.toContain(verdict(two, changed));
    }
  });

  it('that comes twice, or with a byte before or behind it, is a fault', () => {
    const line = frame('07 03 04 01 9C FF FF');
    expect(verdict(two, Buffer.concat([line, line]))).toBe('trailing-bytes');
    expect(verdict(two, Buffer.concat([line, Buffer.of(0)]))).toBe('trailing-bytes');
    expect(verdict(two, Buffer.concat([Buffer.of(0), line]))).toBe('unit-id');
  });

  it('to a write that says another address or value is a fault', () => {
    expect(verdict(writeRegister(7, 5, 12), frame('07 06 0005 000D'))).toBe('echo');
    expect(verdict(writeRegister(7, 5, 12), frame('07 06 0006 000C'))).toBe('echo');
  });

  it('longer than any of its kind is a fault', () => {
    expect(verdict(makeServerIdRequest(7), frame(`07 11 FF ${'00'.repeat(255)}`))).toBe('length');
  });
});

describe('the silence between frames', () => {
  it.each([
    [9_600, 'none', 1, 3.65],
    [9_600, 'even', 1, 4.01],
    [19_200, 'even', 1, 2.01],
    [1_200, 'none', 2, 32.08],
    [38_400, 'even', 1, 1.75],
    [115_200, 'none', 1, 1.75],
  ] as const)('at %i baud, parity %s and %i stop bits is %f ms', (baudRate, parity, stopBits, ms) => {
    expect(frameSilenceMs({ baudRate, parity, stopBits, dataBits: 8 })).toBeCloseTo(ms, 2);
  });
});
