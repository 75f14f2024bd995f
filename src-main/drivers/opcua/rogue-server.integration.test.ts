import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isGood } from '../../../src-shared/domain/quality.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Open62541Peer, PLANT } from '../../testing/open62541-peer.ts';
import { type Random, randomFrom } from '../../testing/random-from.ts';
import { trixieMissing } from '../../testing/trixie.ts';
import type { Driver } from '../driver.ts';
import { RecordingSubscriber } from '../recording-subscriber.ts';
import { OpcUaConnection } from './connection.ts';
import { GarblingRelay, PUBLISH_RESPONSE, READ_RESPONSE, type RelayedChunk, WRITE_RESPONSE } from './garbling-relay.ts';
import { opcua } from './manifest.ts';

const missing = trixieMissing('open62541');
const never = new AbortController().signal;
const TAGS = [{ address: `${PLANT}s=double` }, { address: `${PLANT}s=bad` }, { address: `${PLANT}s=int32` }];
/** What the double is. */
const TRUE_VALUE = Buffer.alloc(8);
TRUE_VALUE.writeDoubleLE(0.1);
/** What every answer that breaks the protocol carries in its place: to see it is to have been fooled. */
const POISON = Buffer.from('dededededededede', 'hex');

type Mutator = (chunk: Buffer, random: Random) => Buffer;

const at =
  (place: number): Mutator =>
  (chunk, random) => {
    chunk[place] = chunk[place]! ^ (1 + random(255));
    return chunk;
  };

/** Cuts bytes and keeps the length in step, so that only the content is wrong. */
const cut: Mutator = (chunk, random) => {
  const changed = chunk.subarray(0, chunk.length - 1 - random(12));
  changed.writeUInt32LE(changed.length, 4);
  return changed;
};

/** Of an answer: kind, length, channel, sequence, request, type and handle. */
const HEADER_BYTES = [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 37, 38, 39];
const HEADER_CHANGES: readonly Mutator[] = [...HEADER_BYTES.map(at), cut];

function poisoned(bytes: Buffer): Buffer {
  const place = bytes.indexOf(TRUE_VALUE);
  if (place >= 0) POISON.copy(bytes, place);
  return bytes;
}

describe.skipIf(missing)('a rogue OPC UA server', () => {
  let peer: Open62541Peer;
  let relay: GarblingRelay;
  const uncaught: unknown[] = [];
  const onUncaught = (error: unknown): void => void uncaught.push(error);
  const pass = ({ bytes }: RelayedChunk): Buffer => bytes;

  beforeAll(async () => {
    process.on('uncaughtException', onUncaught);
    process.on('unhandledRejection', onUncaught);
    peer = await Open62541Peer.start('counters=3', 'interval=20');
    relay = await new GarblingRelay(peer).listen();
  });
  afterAll(async () => {
    process.off('uncaughtException', onUncaught);
    process.off('unhandledRejection', onUncaught);
    await relay?.dispose();
    peer?.dispose();
  });

  const makeDriver = (fields: object = {}): Driver =>
    opcua.create(
      OpcUaConnection.parse({
        endpoint: `opc.tcp://${relay.host}:${relay.port}`,
        request_timeout: '150ms',
        connect_timeout: '5s',
        allow_writes_unsecured: true,
        ...fields,
      }),
      { clock: systemClock },
    );

  const codeOf = (work: Promise<unknown>, fine: string): Promise<string> =>
    work.then(
      () => fine,
      (error: { readonly code: string }) => error.code,
    );

  /** A busy machine may keep an honest server from answering in time. */
  async function openSoon(driver: Driver): Promise<void> {
    for (let attempt = 0; attempt < 5; attempt++) if ((await codeOf(driver.open(never), 'open')) === 'open') return;
    await driver.open(never);
  }

  it('has nothing but the confirmation taken for one, and every write is sent once', { timeout: 120_000 }, async () => {
    const random = randomFrom(203);
    const codes = new Map<string, number>();
    let changed = 0;
    relay.garble = ({ bytes, type }) => {
      if (type !== WRITE_RESPONSE || random(8) === 0) return bytes;
      changed++;
      return HEADER_CHANGES[random(HEADER_CHANGES.length)]!(bytes, random);
    };
    const driver = makeDriver();
    for (let round = 0; round < 800; round++) {
      await openSoon(driver);
      const before = relay.writes;
      const code = await codeOf(driver.write({ ...TAGS[0]!, dataType: 'float64' }, 0.1, never), 'written');
      expect(relay.writes - before).toBe(1);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    await driver.close();
    relay.garble = pass;
    expect([...codes.keys()].toSorted()).toEqual(['NX_DRIVER_UNKNOWN_OUTCOME', 'written']);
    expect(codes.get('NX_DRIVER_UNKNOWN_OUTCOME')).toBe(changed);
    expect(uncaught).toEqual([]);
  });

  it('has no malformed notification taken for a value: the subscription ends, and the next one is right', {
    timeout: 120_000,
  }, async () => {
    const random = randomFrom(204);
    const ends = new Set<string>();
    const driver = makeDriver({ publishing_interval: '50ms', sampling_interval: '0ms' });
    for (let round = 0; round < 300; round++) {
      relay.garble = ({ bytes, type, before }) => {
        if (type !== PUBLISH_RESPONSE || before !== 0) return bytes;
        // The answer tells of more than the number of results there.
        return HEADER_CHANGES[random(HEADER_CHANGES.length)]!(poisoned(bytes), random);
      };
      await openSoon(driver);
      const subscriber = new RecordingSubscriber();
      await driver.subscribe!(driver.plan(TAGS.slice(0, 1)), subscriber, never);
      if (round % 100 === 0) await expect.poll(() => subscriber.ends.length, { timeout: 15_000 }).toBe(1);
      else await systemClock.sleep(80);
      for (const code of subscriber.ends) ends.add(code);
      expect(subscriber.readings.filter(({ status, value }) => isGood(status) && value !== 0.1)).toEqual([]);
      await driver.close();
    }
    relay.garble = pass;
    expect([...ends].filter((code) => !/^NX_DRIVER_(?:PROTOCOL|TIMEOUT|DISCONNECTED)$/.test(code))).toEqual([]);
    await driver.open(never);
    const subscriber = new RecordingSubscriber();
    await driver.subscribe!(driver.plan(TAGS.slice(0, 1)), subscriber, never);
    await expect.poll(() => subscriber.valuesOf(0)).toEqual([0.1]);
    await driver.close();
    expect(uncaught).toEqual([]);
  });

  it('is not waited for behind a byte too many: the first one that begins no message ends the connection', async () => {
    // One byte moves the length of the next answer to 8,262: believed, it would be waited for.
    relay.garble = ({ bytes, type, before }) =>
      type === READ_RESPONSE && before === 0 ? Buffer.concat([bytes, Buffer.from('s')]) : bytes;
    const driver = makeDriver({ request_timeout: '60s' });
    const plan = driver.plan(TAGS.slice(0, 1));
    const into = { timeUs: new Float64Array(1), value: new Float64Array(1), status: new Uint32Array(1), cells: [] };
    await expect(driver.open(never).then(() => driver.read(plan, into, never))).rejects.toThrow('that is no OPC UA');
    relay.garble = pass;
    await driver.open(never);
    await driver.read(plan, into, never);
    expect(into.value[0]).toBe(0.1);
    await driver.close();
    expect(uncaught).toEqual([]);
  });
});
