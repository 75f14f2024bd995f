import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isGood } from '../../../src-shared/domain/quality.ts';
import { type Clock, systemClock } from '../../kernel/clock.ts';
import { Open62541Peer, PLANT } from '../../testing/open62541-peer.ts';
import { trixieMissing } from '../../testing/trixie.ts';
import type { Driver, DriverTag } from '../driver.ts';
import { RecordingSubscriber } from '../recording-subscriber.ts';
import { OpcUaConnection } from './connection.ts';
import { GarblingRelay, PUBLISH_RESPONSE } from './garbling-relay.ts';
import { opcua } from './manifest.ts';

const never = new AbortController().signal;
const named = (name: string): DriverTag => ({ address: `${PLANT}s=${name}` });
const REPUBLISH = 832;
/** What watching again what was refused waits for. */
const RETRY_MS = 60_000;

/** The sign of life in the place of a message with news; undefined for what is one already. */
function withoutNews(bytes: Buffer): Buffer | undefined {
  // Behind the headers: the subscription, what may be asked for again, whether there is more, number and time.
  const numberAt = 60 + Math.max(0, bytes.readInt32LE(56)) * 4 + 1;
  const newsAt = numberAt + 12;
  if (bytes.readInt32LE(newsAt) <= 0) return undefined;
  const changed = Buffer.concat([bytes.subarray(0, newsAt), Buffer.alloc(12, 0xff)]);
  changed.writeUInt32LE(changed.length, 4);
  return changed;
}

/** Has the client ask again for a message that there never was. */
function askForAnother(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  for (let at = 0; at + 28 <= changed.length; ) {
    const length = changed.readUInt32LE(at + 4);
    if (changed.readUInt16LE(at + 26) === REPUBLISH) changed.writeUInt32LE(1_000_000, at + length - 4);
    at += length;
  }
  return changed;
}

describe.skipIf(trixieMissing('open62541'))('what open62541 does not send', () => {
  let peer: Open62541Peer;
  let relay: GarblingRelay;
  const drivers: Driver[] = [];

  async function subscribe(tags: readonly DriverTag[], fields: object = {}, clock: Clock = systemClock) {
    const connection = OpcUaConnection.parse({
      endpoint: `opc.tcp://${relay.host}:${relay.port}`,
      publishing_interval: '50ms',
      sampling_interval: '10ms',
      allow_writes_unsecured: true,
      ...fields,
    });
    const driver = opcua.create(connection, { clock });
    drivers.push(driver);
    await driver.open(never);
    const subscriber = new RecordingSubscriber();
    const plan = driver.plan(tags);
    await driver.subscribe!(plan, subscriber, never);
    return { driver, subscriber, faults: () => driver.faults!(plan) };
  }

  /** Loses each message with news of which `isLost` says so. @returns how many it lost */
  function lose(isLost: (place: number) => boolean): () => number {
    let news = 0;
    let lost = 0;
    relay.garble = ({ bytes, type }) => {
      const empty = type === PUBLISH_RESPONSE ? withoutNews(bytes) : undefined;
      if (!empty || !isLost(++news)) return bytes;
      lost++;
      return empty;
    };
    return () => lost;
  }

  beforeAll(async () => {
    peer = await Open62541Peer.start('counters=3', 'interval=60');
  });
  beforeEach(async () => {
    relay = await new GarblingRelay(peer).listen();
  });
  afterEach(async () => {
    for (const driver of drivers.splice(0)) await driver.close();
    await relay.dispose();
  });
  afterAll(() => peer?.dispose());

  it('is asked for again where messages are missing, and every value comes once and in order', async () => {
    const lost = lose((place) => place > 2 && place % 7 < 3);
    const { subscriber } = await subscribe([named('counter.0'), named('counter.1')]);
    await expect.poll(lost, { timeout: 10_000 }).toBeGreaterThan(15);
    relay.garble = ({ bytes }) => bytes;
    const seen = subscriber.readings.length;
    await expect.poll(() => subscriber.readings.length, { timeout: 5_000 }).toBeGreaterThan(seen + 10);
    for (const row of [0, 1]) {
      const values = subscriber.valuesOf(row);
      expect(values.filter((value, i) => i > 0 && value !== values[i - 1]! + 1)).toEqual([]);
    }
    expect([subscriber.lost, subscriber.ends]).toEqual([0, []]);
  });

  it('is counted where the server has it no longer, and the values of now are read', async () => {
    relay.garbleRequest = askForAnother;
    let isLosing = false;
    const lost = lose(() => isLosing);
    const { driver, subscriber } = await subscribe([named('uint32'), named('counter.0')]);
    await expect.poll(() => subscriber.valuesOf(1).length).toBeGreaterThan(3);
    isLosing = true;
    await driver.write(named('uint32'), 7, never);
    await expect.poll(lost, { timeout: 5_000 }).toBeGreaterThan(3);
    isLosing = false;
    // Its change is in a lost message, and it does not change again.
    await expect.poll(() => [...new Set(subscriber.valuesOf(0))], { timeout: 5_000 }).toEqual([4_294_967_295, 7]);
    await expect.poll(() => subscriber.lost).toBe(lost());
    const values = subscriber.valuesOf(1);
    expect(values.filter((value, i) => i > 0 && value < values[i - 1]!)).toEqual([]);
    expect(subscriber.ends).toEqual([]);
    await driver.write(named('uint32'), 4_294_967_295, never);
  });

  it('is found out by the next sign of life where nothing follows', { timeout: 20_000 }, async () => {
    const lost = lose((place) => place === 2);
    const { driver, subscriber } = await subscribe([named('int16')]);
    await expect.poll(() => subscriber.valuesOf(0)).toEqual([-32_768]);
    await driver.write(named('int16'), 5, never);
    await expect.poll(() => subscriber.valuesOf(0), { timeout: 10_000 }).toEqual([-32_768, 5]);
    expect([lost(), subscriber.lost, subscriber.ends]).toEqual([1, 0, []]);
    await driver.write(named('int16'), -32_768, never);
  });

  it('is what is less than the percentage of its range, and nothing where it has none', async () => {
    const tags = [named('analog'), named('counter.0')];
    const { subscriber, faults } = await subscribe(tags, { deadband: 'percent', deadband_value: 2.5 });
    await expect.poll(() => subscriber.valuesOf(0).length, { timeout: 5_000 }).toBeGreaterThan(4);
    const [analog, plain] = [subscriber.valuesOf(0), subscriber.valuesOf(1)];
    // More than 5 of 0–200.
    expect(analog.slice(1).map((value, i) => value - analog[i]!)).toEqual(analog.slice(1).map(() => 6));
    expect(plain.slice(1).every((value, i) => value === plain[i]! + 1)).toBe(true);
    expect(faults().size).toBe(0);
  });

  it('is told with the value behind it where a queue was too short', async () => {
    const { subscriber } = await subscribe([named('counter.0')], { publishing_interval: '500ms', queue_size: 3 });
    await expect.poll(() => subscriber.readings.length, { timeout: 5_000 }).toBeGreaterThan(8);
    const gaps = subscriber.readings.filter(({ value }, i, all) => i > 0 && value !== all[i - 1]!.value + 1);
    expect(gaps.length).toBeGreaterThan(1);
    // The overflow bit, with the one that says that it is about a value.
    expect(gaps.map(({ status }) => status)).toEqual(gaps.map(() => 0x480));
    expect(gaps.every(({ status }) => isGood(status))).toBe(true);
  });

  it('comes by itself once a node is there that was not', async () => {
    const after: Clock['after'] = (ms, run) => systemClock.after(ms === RETRY_MS ? 300 : ms, run);
    const hurried = Object.assign(Object.create(systemClock) as Clock, { after });
    const { subscriber, faults } = await subscribe([named('later'), named('counter.0')], {}, hurried);
    await expect.poll(() => faults().get(0)).toContain('The server has no such node.');
    peer.server.kill('SIGUSR1');
    const good = (): number => subscriber.readings.filter(({ row, status }) => row === 0 && isGood(status)).length;
    await expect.poll(good, { timeout: 5_000 }).toBe(1);
    expect(faults().size).toBe(0);
    expect(subscriber.valuesOf(1).length).toBeGreaterThan(3);
    expect(subscriber.ends).toEqual([]);
  });
});
