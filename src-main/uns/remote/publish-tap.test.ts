import { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PublishTap } from './publish-tap.ts';

const MOST = 100;

/** A tap on a socket that the test plays: what the library gets, the messages, the faults and what was written. */
function given(version: 4 | 5 = 5) {
  const written: Buffer[] = [];
  const inner = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk);
      done();
    },
  });
  const messages: { topic: string; payload: string; id: number; isTooLong: boolean }[] = [];
  const faults: string[] = [];
  const tap = new PublishTap(inner, version === 5, {
    mostBytes: MOST,
    onPublish: ({ topic, bytes, payloadStart, payloadEnd, id, isTooLong }) =>
      messages.push({ topic, payload: bytes.toString('utf8', payloadStart, payloadEnd), id, isTooLong }),
    onChunkEnd: () => {},
    onFault: (text) => faults.push(text),
  });
  const passed: Buffer[] = [];
  tap.on('data', (chunk: Buffer) => passed.push(chunk));
  const come = async (bytes: Buffer): Promise<void> => {
    inner.emit('data', bytes);
    await turn();
  };
  return { tap, written, messages, faults, come, passed: () => Buffer.concat(passed) };
}

const PING_RESPONSE = Buffer.from([0xd0, 0]);
/** One user property, `a` = `b`. */
const PROPERTIES = Buffer.from([7, 0x26, 0, 1, 0x61, 0, 1, 0x62]);

/** A PUBLISH of MQTT 5, with QoS 1 where it has a number. */
function publish(topic: string, payload: string, id: number): Buffer {
  const [name, content] = [Buffer.from(topic), Buffer.from(payload)];
  const number = id > 0 ? [id >> 8, id & 0xff] : [];
  const body = Buffer.concat([Buffer.from([0, name.length]), name, Buffer.from(number), PROPERTIES, content]);
  const length: number[] = [];
  for (let left = body.length; left > 0 || length.length === 0; left >>>= 7) {
    length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
  }
  return Buffer.concat([Buffer.from([id > 0 ? 0x32 : 0x30, ...length]), body]);
}

describe('a tap on the stream of a broker', () => {
  it('tells the messages and hands on everything else, however the bytes are cut', async () => {
    const kinds = fc.oneof(
      fc.record({ topic: fc.stringMatching(/^[a-z/]{1,20}$/), payload: fc.string(), id: fc.nat(65_535) }),
      fc.constant(undefined),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(kinds), fc.infiniteStream(fc.integer({ min: 1, max: 40 })), async (packets, sizes) => {
        const { messages, come, passed } = given();
        const bytes = Buffer.concat(
          packets.map((one) => (one ? publish(one.topic, one.payload, one.id) : PING_RESPONSE)),
        );
        for (let at = 0; at < bytes.length; ) {
          const size = sizes.next().value;
          await come(Buffer.from(bytes.subarray(at, at + size)));
          at += size;
        }
        const sent = packets.filter((one) => one !== undefined);
        const fits = (one: (typeof sent)[number]): boolean =>
          publish(one.topic, one.payload, one.id).length - 2 <= MOST;
        expect(messages.map(({ topic, id }) => ({ topic, id }))).toEqual(sent.map(({ topic, id }) => ({ topic, id })));
        expect(messages.filter(({ isTooLong }) => !isTooLong).map(({ payload }) => payload)).toEqual(
          sent.filter(fits).map(({ payload }) => payload),
        );
        expect(passed()).toEqual(Buffer.concat(packets.filter((one) => !one).map(() => PING_RESPONSE)));
      }),
      { numRuns: 200 },
    );
  });

  it('tells a message that is too long without its payload, so that it can be acknowledged', async () => {
    const { messages, come } = given();
    const bytes = publish('a/b', 'x'.repeat(200_000), 7);
    for (let at = 0; at < bytes.length; at += 65_536) await come(Buffer.from(bytes.subarray(at, at + 65_536)));
    await come(publish('a/c', 'next', 8));
    expect(messages.map(({ topic, id, isTooLong }) => [topic, id, isTooLong])).toEqual([
      ['a/b', 7, true],
      ['a/c', 8, false],
    ]);
  });

  it.each([
    ['of QoS 1 without a number', Buffer.from([0x32, 6, 0, 1, 0x61, 0, 0, 0]), 'of QoS 1 without a number'],
    ['of QoS 2', Buffer.from([0x34, 6, 0, 1, 0x61, 0, 1, 0]), 'QoS 2'],
    ['of QoS 3', Buffer.from([0x36, 6, 0, 1, 0x61, 0, 1, 0]), 'QoS 3'],
    ['of a topic alias that nobody gave', Buffer.from([0x32, 8, 0, 0, 0, 1, 3, 0x23, 0, 1]), 'without a topic'],
    ['that ends inside its topic', Buffer.from([0x30, 3, 0, 9, 0x61]), 'ends inside its topic'],
    ['with a length of five bytes', Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x7f]), 'length cannot be read'],
    ['that is no message and very long', Buffer.from([0x90, 0xff, 0x7f, 0, 0]), 'a packet of 16383 bytes'],
  ])('ends the connection at a message %s, and says why', async (_name, bytes, why) => {
    const { tap, faults, come, messages } = given();
    await come(bytes);
    await come(Buffer.from([0x30, 5, 0, 1, 0x61, 0, 0x31]));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(why);
    expect(tap.destroyed).toBe(true);
    expect(messages).toEqual([]);
  });

  it('acknowledges many messages with one write, never inside a packet of the library', async () => {
    const { tap, written } = given();
    tap.cork();
    tap.write(Buffer.from([0xc0]));
    tap.write(Buffer.from([0]));
    tap.acknowledge([1, 0x1234]);
    tap.uncork();
    await turn();
    expect(Buffer.concat(written)).toEqual(Buffer.from([0xc0, 0, 0x40, 2, 0, 1, 0x40, 2, 0x12, 0x34]));
  });
});
