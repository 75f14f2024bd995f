import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { DriverTag } from '../driver.ts';
import type { DecodedFrame, FrameDirection } from '../frame-listener.ts';
import { S7Connection } from './connection.ts';
import { decodeS7Frame } from './decode-frame.ts';
import { S7Driver } from './driver.ts';
import { type S7Simulator, startSimulator } from './simulator.ts';

const TAGS: readonly DriverTag[] = [
  { address: 'DB10.DBD4:REAL' },
  { address: 'DB10.DBX8.3' },
  { address: 'MW10' },
  { address: 'T5' },
];
const never = new AbortController().signal;

let lifetime: Lifetime;
let simulator: S7Simulator;
let frames: { readonly direction: FrameDirection; readonly bytes: Buffer }[];
let driver: S7Driver;
beforeEach(async () => {
  lifetime = new Lifetime('frames');
  frames = [];
  const connection = S7Connection.parse({ host: '127.0.0.1' });
  simulator = await startSimulator({ connection, tags: TAGS, value: () => 1, clock: systemClock, port: 0 });
  lifetime.defer(() => simulator.close());
  driver = new S7Driver({ ...connection, port: simulator.port }, systemClock, (direction, bytes) =>
    frames.push({ direction, bytes: Buffer.from(bytes) }),
  );
  lifetime.defer(() => driver.close());
  await driver.open(never);
});
afterEach(() => lifetime.dispose());

/** What the frames since the last call say. */
function said(): DecodedFrame[] {
  let request: Buffer | undefined;
  return frames.splice(0).map(({ direction, bytes }) => {
    const decoded = decodeS7Frame(direction, bytes, direction === 'received' ? request : undefined)!;
    if (direction === 'sent') request = bytes;
    for (const { at, length } of decoded.fields) expect(at + length).toBeLessThanOrEqual(bytes.length);
    return decoded;
  });
}

async function read(tags = TAGS): Promise<void> {
  const size = tags.length;
  await driver.read(
    driver.plan(tags),
    { timeUs: new Float64Array(size), value: new Float64Array(size), status: new Uint32Array(size), cells: [] },
    never,
  );
}

describe('an S7 frame in words', () => {
  it('tells how the connection was made, both sides of it', () => {
    expect(said().map(({ line }) => line)).toEqual([
      'Connect request',
      'Connect confirm',
      'Setup communication, PDU 960',
      'Setup communication: PDU 480',
    ]);
  });

  it('tells the places that are read, and names the bytes of the reply by them', async () => {
    said();
    await read();
    const [request, reply] = said() as [DecodedFrame, DecodedFrame];
    expect(request.line).toBe('Read DB10 4–8, M 10–11, T 5');
    expect(reply.line).toBe('9 bytes');
    expect(reply.pair).toBe(request.pair);
    expect(reply.fields.slice(-3).map(({ name, value }) => [name, value])).toEqual([
      ['DB10 4–8', '3f80000008'],
      ['M 10–11', '0001'],
      ['T 5', expect.stringMatching(/^[0-9a-f]{4}$/)],
    ]);
  });

  it('tells a write of one bit and of bytes', async () => {
    said();
    await driver.write(TAGS[1]!, true, never);
    await driver.write(TAGS[2]!, 7, never);
    expect(said().map(({ line }) => line)).toEqual(['Write DB10 8.3', 'Written', 'Write M 10–11', 'Written']);
  });

  it('tells which item was refused and why', async () => {
    said();
    await read([TAGS[2]!, { address: 'DB99.DBW0' }]);
    const refused = said().filter(({ isRefusal }) => isRefusal);
    expect(refused[0]!.line).toBe('1 of 2 items refused: no such place (0x0A)');
    expect(refused[0]!.fields.some(({ name, value }) => name.startsWith('DB99') && value.includes('no such'))).toBe(
      true,
    );
  });

  it('tells a CPU whose PUT/GET is off', async () => {
    said();
    simulator.isPutGetAllowed = false;
    await read([TAGS[2]!]);
    expect(said()[1]).toMatchObject({ line: 'Refused: access is not allowed (0x8104)', isRefusal: true });
  });

  it('has no word for other bytes, and reads any bytes without a fault', () => {
    expect(decodeS7Frame('received', Buffer.from('0001000000060103', 'hex'), undefined)).toBeUndefined();
    const known = frames.at(-1)!.bytes;
    for (let seed = 1; seed < 5_000; seed++) {
      const bytes = Buffer.from(known.subarray(0, 8 + (seed % (known.length - 8))));
      bytes[7 + (seed % (bytes.length - 7))] = seed & 0xff;
      for (const direction of ['sent', 'received'] as const)
        for (const { at, length } of decodeS7Frame(direction, bytes, bytes)?.fields ?? [])
          expect(at + length).toBeLessThanOrEqual(bytes.length);
    }
  });
});
