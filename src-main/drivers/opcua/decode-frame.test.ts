import { ObjectIds } from 'node-opcua-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { DecodedFrame, FrameDirection } from '../frame-listener.ts';
import { OpcUaConnection } from './connection.ts';
import { decodeOpcUaFrame, REQUESTS } from './decode-frame.ts';
import { opcua } from './manifest.ts';

const TAGS = [{ address: 'nsu=urn:x;s=Speed', dataType: 'float64' as const }, { address: 'nsu=urn:x;s=None' }];
const never = new AbortController().signal;
let lifetime: Lifetime;

beforeEach(() => {
  lifetime = new Lifetime('frames');
});
afterEach(() => lifetime.dispose());

it('knows services by the ids of the specification', () => {
  for (const [id, name] of Object.entries(REQUESTS)) {
    expect(ObjectIds[Number(id)]).toBe(`${name}Request_Encoding_DefaultBinary`);
    if (name !== 'CloseSecureChannel') expect(ObjectIds[Number(id) + 3]).toBe(`${name}Response_Encoding_DefaultBinary`);
  }
});

describe('frames of a session', () => {
  it('say which service is asked for, and pair with their answers', async () => {
    const frames: { readonly direction: FrameDirection; readonly bytes: Buffer }[] = [];
    const connection = OpcUaConnection.parse({ endpoint: 'opc.tcp://127.0.0.1:4840', mode: 'poll' });
    const value = (): number => 1;
    const simulator = await opcua.simulate({ connection, tags: TAGS.slice(0, 1), value, clock: systemClock, port: 0 });
    lifetime.defer(() => simulator.close());
    const { host, port } = simulator;
    const dialled = { ...connection, endpoint: `opc.tcp://${host}:${port}` };
    const onFrame = (direction: FrameDirection, bytes: Uint8Array): unknown =>
      frames.push({ direction, bytes: Buffer.from(bytes) });
    const driver = opcua.create(dialled, { clock: systemClock, onFrame });
    lifetime.defer(() => driver.close());
    await driver.open(never);
    const into = { timeUs: new Float64Array(2), value: new Float64Array(2), status: new Uint32Array(2), cells: [] };
    await driver.read(driver.plan(TAGS), into, never);
    const said = frames.flatMap(({ direction, bytes }) => {
      const decoded = decodeOpcUaFrame(direction, bytes);
      for (const { at, length } of decoded?.fields ?? []) expect(at + length).toBeLessThanOrEqual(bytes.length);
      return decoded ? [{ direction, ...decoded }] : [];
    });
    const lines = said.map(({ line }) => line);
    expect(lines.slice(0, 4)).toEqual(['Hello', 'Acknowledge', 'Open a channel', 'The channel is open, None']);
    const asked = said.findLast(({ direction, line }) => direction === 'sent' && line === 'Read')!;
    const answered = said.findLast(({ direction }) => direction === 'received')!;
    expect(answered).toMatchObject({ line: expect.stringMatching(/^Read, \d+ bytes$/), pair: asked.pair });
    // What may hold a password is recorded with its header only.
    expect(said.some(({ direction, line }) => direction === 'sent' && line === 'Request')).toBe(true);
  });

  it('say why the server refused', () => {
    const error = Buffer.from('4552524610000000' + '00000d80' + 'ffffffff', 'hex');
    expect(decodeOpcUaFrame('received', error)).toMatchObject({ isRefusal: true, line: expect.stringContaining(': ') });
    const fault = Buffer.alloc(48);
    fault.write('MSGF');
    fault.writeUInt32LE(48, 4);
    fault.writeUInt32LE(7, 20);
    fault.set([1, 0, 0x8d, 0x01], 24);
    fault.writeUInt32LE(0x80250000, 40);
    const decoded: DecodedFrame = decodeOpcUaFrame('received', fault)!;
    expect(decoded).toMatchObject({ isRefusal: true, pair: '7', line: expect.stringMatching(/^Refused: /) });
  });

  it('are none where they do not begin as one', () => {
    for (const bytes of ['', '4d53', '000102030405060708090a', '4d5347'])
      expect(decodeOpcUaFrame('received', Buffer.from(bytes, 'hex'))).toBeUndefined();
    for (let length = 8; length < 40; length++) {
      const cut = Buffer.from('4d534746300000000100000002000000030000000400000001007702', 'hex').subarray(0, length);
      expect(() => decodeOpcUaFrame('sent', cut)).not.toThrow();
    }
  });
});
