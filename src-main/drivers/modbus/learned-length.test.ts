import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { Lifetime } from '../../kernel/lifetime.ts';
import type { DriverTag, ReadingColumns } from '../driver.ts';
import { ModbusTcpConnection } from './connection.ts';
import { RoguePeer } from './rogue-peer.ts';
import { tcpDriver } from './tcp-driver.ts';

const never = new AbortController().signal;
let lifetime = new Lifetime('length');
afterEach(async () => {
  await lifetime.dispose();
  lifetime = new Lifetime('length');
});

/** A device that answers up to `most` registers; the value of each is its address. */
async function given(most: () => number, onTooLong: 'silence' | 'cut short') {
  const peer = lifetime.add(await new RoguePeer().listen());
  const asked: number[] = [];
  peer.behave = (request) => {
    const [start, count] = [request.readUInt16BE(8), request.readUInt16BE(10)];
    asked.push(count);
    if (count > most() && onTooLong === 'silence') return { bytes: Buffer.alloc(0) };
    const sent = Math.min(count, most());
    const reply = Buffer.alloc(9 + sent * 2);
    request.copy(reply, 0, 0, 8);
    reply.writeUInt16BE(3 + sent * 2, 4);
    reply[8] = sent * 2;
    for (let i = 0; i < sent; i++) reply.writeUInt16BE(start + i, 9 + i * 2);
    return { bytes: reply };
  };
  const connection = ModbusTcpConnection.parse({ host: peer.host, port: peer.port, request_timeout: '60ms' });
  const driver = tcpDriver(connection, { clock: systemClock });
  lifetime.defer(() => driver.close());
  const tags: DriverTag[] = Array.from({ length: 100 }, (_, i) => ({ address: `HR${i}` }));
  const plan = driver.plan(tags);
  let isOpen = false;
  const poll = async (): Promise<string> => {
    const into: ReadingColumns = {
      timeUs: new Float64Array(100),
      value: new Float64Array(100),
      status: new Uint32Array(100),
      cells: [],
    };
    try {
      if (!isOpen) await driver.open(never);
      isOpen = true;
      await driver.read(plan, into, never);
      expect([...into.value]).toEqual(tags.map((_, i) => i));
      return 'a reading';
    } catch (error) {
      isOpen = false;
      return (error as { readonly code: string }).code;
    }
  };
  return { poll, asked, plan };
}

describe('the length of requests', () => {
  it.each([
    ['silence', 'NX_DRIVER_TIMEOUT'],
    ['cut short', 'NX_DRIVER_PROTOCOL'],
  ] as const)('is halved until a device answers that has only %s for long ones', async (onTooLong, code) => {
    const { poll, asked, plan } = await given(() => 30, onTooLong);
    const outcomes: string[] = [];
    while (outcomes.at(-1) !== 'a reading' && outcomes.length < 12) outcomes.push(await poll());
    // Twice 100, twice 50; one tag in between each time.
    expect(outcomes).toEqual([code, code, code, code, 'a reading']);
    expect(asked.slice(0, 7)).toEqual([100, 1, 100, 1, 50, 1, 50]);
    asked.length = 0;
    expect(await poll()).toBe('a reading');
    expect(asked).toEqual([25, 25, 25, 25]);
    expect(plan.summary.limits).toContain('found out: 25 holding registers');
  });

  it('is left as it is by a device that is off for a while', async () => {
    let most = 0;
    const { poll, asked } = await given(() => most, 'silence');
    for (let i = 0; i < 6; i++) expect(await poll()).toBe('NX_DRIVER_TIMEOUT');
    most = 125;
    expect(await poll()).toBe('a reading');
    expect(asked.at(-1)).toBe(100);
  });

  it('is left as it is by a single reply that got lost', async () => {
    let most = 20;
    const { poll, asked } = await given(() => most, 'silence');
    expect(await poll()).toBe('NX_DRIVER_TIMEOUT');
    most = 125;
    expect(await poll()).toBe('a reading');
    asked.length = 0;
    expect(await poll()).toBe('a reading');
    expect(asked).toEqual([100]);
  });
});
