import { describe, expect, it } from 'vitest';
import type { DecodedFrame, DriverManifest } from '../../drivers/driver.ts';
import { findDriver } from '../../drivers/registry.ts';
import { FrameReader } from './frame-reader.ts';
import type { RecordedFrame } from './traffic-ring.ts';

let count = 0;
const frame = (isSent: boolean, bytes: Uint8Array | string, link = 1): RecordedFrame => ({
  timeUs: ++count,
  number: count,
  isSent,
  link,
  ends: undefined,
  bytes: typeof bytes === 'string' ? Buffer.from(bytes.replaceAll(' ', ''), 'hex') : bytes,
});

const modbus = findDriver('modbus-tcp');
const connection = modbus.connection.parse({ host: '127.0.0.1' });

/** A protocol that pairs by nothing, and says which request it was given. */
const plain = {
  ...modbus,
  decodeFrame: (_direction: string, bytes: Uint8Array, _connection: unknown, request?: Uint8Array): DecodedFrame => ({
    line: `${bytes[0]} for ${request?.[0] ?? 'nobody'}`,
    fields: [],
  }),
} as DriverManifest;

describe('the reader of a recording', () => {
  it('pairs by transaction where replies come out of turn', () => {
    const reader = new FrameReader(modbus, connection);
    const first = frame(true, '0001 0000 0006 01 03 0000 0001');
    const second = frame(true, '0002 0000 0006 01 03 0010 0001');
    reader.read(first);
    reader.read(second);
    const late = reader.read(frame(false, '0002 0000 0005 01 03 02 0007'));
    expect(late.request).toBe(second);
    expect(late.decoded.fields.at(-1)).toMatchObject({ name: '40017', value: '7 (0x0007)' });
    expect(reader.read(frame(false, '0001 0000 0005 01 03 02 0008')).request).toBe(first);
    expect(reader.read(frame(false, '0001 0000 0005 01 03 02 0008')).request).toBeUndefined();
  });

  it('gives a reply the request before it on the same connection where the protocol has no number for them', () => {
    const reader = new FrameReader(plain, connection);
    const [a, b] = [frame(true, Uint8Array.of(1), 1), frame(true, Uint8Array.of(2), 2)];
    reader.read(a);
    reader.read(b);
    expect(reader.read(frame(false, Uint8Array.of(3), 1)).decoded.line).toBe('3 for 1');
    expect(reader.read(frame(false, Uint8Array.of(4), 2))).toMatchObject({ request: b });
    expect(reader.read(frame(false, Uint8Array.of(5), 2)).decoded.line).toBe('5 for nobody');
  });

  it('shows the bytes of what it cannot read', () => {
    const reader = new FrameReader({ ...modbus, decodeFrame: undefined } as unknown as DriverManifest, connection);
    expect(reader.read(frame(true, 'ff')).decoded.line).toBe('1 byte: ff');
    expect(new FrameReader(modbus, connection).read(frame(true, new Uint8Array(18))).decoded.line).toMatch(
      /^Function 0/,
    );
    expect(new FrameReader(modbus, connection).read(frame(false, 'ff'.repeat(18))).decoded.line).toBe(
      `18 bytes: ${'ff '.repeat(16).trim()} …`,
    );
  });

  it('does not keep requests that were never answered', () => {
    const reader = new FrameReader(plain, connection);
    for (let link = 1; link <= 1_000; link++) reader.read(frame(true, Uint8Array.of(1), link));
    expect(reader.read(frame(false, Uint8Array.of(2), 1)).request).toBeUndefined();
    expect(reader.read(frame(false, Uint8Array.of(2), 1_000)).request).toBeDefined();
  });
});
