import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isGood } from '../../../src-shared/domain/quality.ts';
import { systemClock } from '../../kernel/clock.ts';
import { Open62541Peer, PLANT } from '../../testing/open62541-peer.ts';
import { type Random, randomFrom } from '../../testing/random-from.ts';
import { trixieMissing } from '../../testing/trixie.ts';
import type { Driver, ReadingColumns } from '../driver.ts';
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

const number =
  (place: number, ...values: readonly number[]): Mutator =>
  (chunk, random) => {
    chunk.writeInt32LE(values[random(values.length)]! | 0, place);
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
/** Where the number of results stands in an answer of open62541: behind a header without texts. */
const RESULTS_AT = 52;
const ANSWERS: readonly Mutator[] = [
  ...HEADER_BYTES.map(at),
  cut,
  number(RESULTS_AT, 0, 1, 2, 4, -2, 0x7fff_ffff, 0x1000_0000),
  // What the first value is made of, and of which type and shape.
  (chunk) => {
    chunk[RESULTS_AT + 4] = chunk[RESULTS_AT + 4]! & ~1;
    return chunk;
  },
  (chunk, random) => {
    chunk[RESULTS_AT + 5] = [26, 31, 63, 0x80 | 11, 0xc0 | 11, 24, 22][random(7)]!;
    return chunk;
  },
  (chunk, random) => Buffer.concat([Buffer.alloc(1 + random(20), random(256)), chunk]),
  (_, random) => Buffer.from(Array.from({ length: 8 + random(300) }, () => random(256))),
  // Chunks without a last one, and a length of four gigabytes.
  (chunk) => {
    chunk[3] = 0x43;
    return chunk;
  },
  number(4, -1, 0x7fff_ffff, 0x10_0000),
];

function poisoned(bytes: Buffer): Buffer {
  const place = bytes.indexOf(TRUE_VALUE);
  if (place >= 0) POISON.copy(bytes, place);
  return bytes;
}

const columns = (): ReadingColumns => ({
  timeUs: new Float64Array(TAGS.length),
  value: new Float64Array(TAGS.length),
  status: new Uint32Array(TAGS.length),
  cells: [],
});

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

  /** Reads `rounds` times, opening anew after every rejection. */
  async function hammer(rounds: number, seen: Map<string, number>): Promise<void> {
    const driver = makeDriver();
    const plan = driver.plan(TAGS);
    const into = columns();
    let isOpen = false;
    for (let round = 0; round < rounds; round++) {
      if (!isOpen) await openSoon(driver);
      into.value.fill(0);
      into.status.fill(0x8000_0000);
      into.cells.length = 0;
      const code = await codeOf(driver.read(plan, into, never), 'a reading');
      isOpen = code === 'a reading' || code === 'NX_DRIVER_REJECTED';
      const isFooled = isGood(into.status[0]!) && into.value[0] !== 0.1;
      expect(isFooled, `${code} ${into.value[0]}`).toBe(false);
      seen.set(code, (seen.get(code) ?? 0) + 1);
    }
    await driver.close();
  }

  it('never has a malformed answer of 10,000 taken for a value, nor does one stop the reading', {
    timeout: 300_000,
  }, async () => {
    const random = randomFrom(201);
    let malformed = 0;
    relay.garble = ({ bytes, type, before }) => {
      if (type !== READ_RESPONSE || before === 0) return bytes;
      if (random(12) === 0) return bytes;
      malformed++;
      return ANSWERS[random(ANSWERS.length)]!(poisoned(bytes), random);
    };
    const seen = new Map<string, number>();
    await Promise.all(Array.from({ length: 8 }, () => hammer(1_400, seen)));
    expect(malformed).toBeGreaterThan(10_000);
    const told = [
      'NX_DRIVER_PROTOCOL',
      'NX_DRIVER_TIMEOUT',
      'NX_DRIVER_DISCONNECTED',
      'NX_DRIVER_REJECTED',
      'a reading',
    ];
    expect([...seen.keys()].filter((code) => !told.includes(code))).toEqual([]);
    process.stdout.write(`${malformed} malformed answers: ${JSON.stringify([...seen])}\n`);
    relay.garble = pass;
    await hammer(3, seen);
    expect(uncaught).toEqual([]);
  });

  it('ends a handshake wherever it is broken, and nothing is left uncaught or open', { timeout: 120_000 }, async () => {
    const random = randomFrom(202);
    const codes = new Set<string>();
    for (let round = 0; round < 500; round++) {
      const target = random(6);
      const kind = random(5);
      let passed = 0;
      relay.garble = ({ bytes }) => {
        if (passed++ !== target) return bytes;
        if (kind === 0) return 'reset';
        if (kind === 1) return 'end';
        if (kind === 2) return bytes.subarray(0, random(bytes.length));
        if (kind === 3) return Buffer.from(Array.from({ length: 8 + random(200) }, () => random(256)));
        bytes[random(bytes.length)] = random(256);
        return bytes;
      };
      const driver = makeDriver({ connect_timeout: '200ms' });
      codes.add(await codeOf(driver.open(never), 'open'));
      await driver.close();
    }
    relay.garble = pass;
    expect([...codes].filter((code) => !['open', 'NX_NET_REFUSED', 'NX_NET_TIMEOUT'].includes(code))).toEqual([]);
    expect(codes).toContain('NX_NET_REFUSED');
    expect(uncaught).toEqual([]);
    await expect.poll(() => relay.open).toBe(0);
  });

  it('has nothing but the confirmation taken for one, and every write is sent once', { timeout: 120_000 }, async () => {
    const random = randomFrom(203);
    const codes = new Map<string, number>();
    let changed = 0;
    relay.garble = ({ bytes, type }) => {
      if (type !== WRITE_RESPONSE || random(8) === 0) return bytes;
      changed++;
      return ANSWERS[random(HEADER_BYTES.length + 1)]!(bytes, random);
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
        return ANSWERS[random(HEADER_BYTES.length + 1)]!(poisoned(bytes), random);
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
});
