import { Duplex } from 'node:stream';
import mqtt from 'mqtt';
import { systemClock } from '../../../../src-main/kernel/clock.ts';
import { createLogger } from '../../../../src-main/kernel/logger.ts';
import { randomFrom } from '../../../../src-main/testing/random-from.ts';
import { BrokerLink, type Connect } from '../../../../src-main/uns/link/broker-link.ts';
import { packet, text16 } from '../../../../src-main/uns/publishing/scripted-broker.ts';
import { PublishTap } from '../../../../src-main/uns/remote/publish-tap.ts';
import { readPublish } from '../../../../src-main/uns/remote/publish-view.ts';
import type { FrameTally } from './frame-tally.ts';
import { MQTT_MUTATORS, mqttFrame } from './mqtt-mutators.ts';

const TOPIC = 'nexus/cmd/device-1/write';
const PAYLOAD = Buffer.from('{"tag_id":"tag-1","value":1,"request_id":"sound"}');
const PROBE = 'probe';
const STEP_SEED = 7_919;

/** The broker's end of a connection without a network. */
class Wire extends Duplex {
  /** A packet that the client wrote, by its kind. */
  told: (kind: number) => void = () => {};
  #written = Buffer.alloc(0);

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#written = Buffer.concat([this.#written, chunk]);
    done();
    // What a link says before it is subscribed has less than 128 bytes.
    while (this.#written.length >= 2 && this.#written.length >= 2 + this.#written[1]!) {
      const kind = this.#written[0]! >> 4;
      this.#written = this.#written.subarray(2 + this.#written[1]!);
      this.told(kind);
    }
  }
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** A link of the product to a broker that greets it well, and then sends what no broker may. */
export async function rogueBroker(tally: FrameTally, seed: number, steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) {
    const random = randomFrom((seed + step * STEP_SEED) | 0);
    const isVersion5 = random(2) === 0;
    const { name, frame } = mqttFrame({ isVersion5, topic: TOPIC, payload: PAYLOAD, random });
    const about = tally.begin(`link: ${name}`, `--seed ${seed}, step ${step}`, frame);
    const fate = await oneConnection(isVersion5, frame, random(frame.length + 1), random(3) === 0);
    if (typeof fate === 'object') tally.fault('accepted wrong', fate.wrong, about);
    else tally.end(fate);
  }
}

/** Where in the frames of a set the ways are counted. */
export const WAYS = Object.keys(MQTT_MUTATORS).length;

async function oneConnection(
  isVersion5: boolean,
  frame: Buffer,
  cut: number,
  isTapped: boolean,
): Promise<'refused' | 'taken as it may be' | 'waits for more' | { wrong: string }> {
  const wire = new Wire();
  const none = isVersion5 ? [0] : [];
  const seen: string[] = [];
  let isSubscribed = false;
  wire.told = (kind) => {
    if (kind === 1) wire.push(packet(0x20, [0, 0], none));
    if (kind === 8) isSubscribed = true;
  };
  const connect: Connect = ((url: string, options: mqtt.IClientOptions) => {
    const client = mqtt.connect(url, { ...options, manualConnect: true });
    const tap = (): Duplex =>
      new PublishTap(wire, isVersion5, {
        mostBytes: 256 * 1024,
        onPublish: ({ topic }) => void seen.push(topic),
        onChunkEnd: () => {},
        onFault: () => {},
      });
    client['streamBuilder'] = (() => (isTapped ? tap() : wire)) as never;
    client.connect();
    return client;
  }) as Connect;
  const link = new BrokerLink({
    connect,
    client: () => ({ protocolVersion: isVersion5 ? 5 : 4, clientId: 'fuzz', keepalive: 0 }),
    longestPauseMs: 30_000,
    clock: systemClock,
    logger: createLogger('error'),
  });
  let isDown = false;
  link.up.on(({ client }) => {
    client.on('message', (topic) => seen.push(topic));
    client.subscribe('#', { qos: 1 }, () => {});
  });
  link.down.on(() => (isDown = true));
  link.start('mqtt://127.0.0.1:1');
  for (let turn = 0; turn < 20 && !isSubscribed; turn++) await turns();
  if (!isSubscribed) throw new Error('the link was not greeted');
  wire.push(frame.subarray(0, cut));
  await turns();
  if (!wire.destroyed) wire.push(frame.subarray(cut));
  await turns();
  const before = [...seen];
  if (!wire.destroyed && !isDown) wire.push(packet(0x30, text16(PROBE), none, Buffer.from('1')));
  await turns();
  const isOpen = !wire.destroyed && !isDown;
  const isHeard = seen.includes(PROBE);
  // A link that stands would take its time for a goodbye.
  wire.destroy();
  await turns();
  await link.dispose();
  const taken = before.filter((topic) => topic !== PROBE);
  const fault = faultOf(frame, isVersion5);
  if (taken.length > 0 && fault !== undefined) return { wrong: `${JSON.stringify(taken)} taken, though ${fault}` };
  if (!isOpen) return 'refused';
  return isHeard ? 'taken as it may be' : 'waits for more';
}

/** Why the first packet of a frame is no PUBLISH that may be taken; undefined where it may. */
function faultOf(frame: Buffer, isVersion5: boolean): string | undefined {
  let length = 0;
  let at = 1;
  for (let shift = 0; ; shift += 7) {
    if (at >= frame.length || shift > 21) return 'its length cannot be read';
    const byte = frame[at++]!;
    length += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  // Others follow, or it is one of another kind with a message behind it.
  if (frame[0]! >> 4 !== 3 || at + length !== frame.length) return undefined;
  if ((frame[0]! & 6) === 4) return undefined;
  const view = readPublish(frame, 0, at, frame.length, isVersion5);
  return typeof view === 'string' ? view : undefined;
}
