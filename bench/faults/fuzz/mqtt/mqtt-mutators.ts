import type { Random } from '../../../../src-main/testing/random-from.ts';
import { packet, text16 } from '../../../../src-main/uns/publishing/scripted-broker.ts';
import { mutateBytes } from '../files/mutate-bytes.ts';
import { noise } from '../mutator.ts';

/** What the packets of one connection are made of. */
export interface MqttFrameOrder {
  readonly isVersion5: boolean;
  readonly topic: string;
  readonly payload: Buffer;
  readonly random: Random;
}

type MqttMutator = (order: MqttFrameOrder) => Buffer;

const PUBLISH = 0x30;
const QOS_1 = 0x02;
const ID: readonly number[] = [0x12, 0x34];

/** Behind the packet id, and in what acknowledges: no properties, where the version has any. */
const none = ({ isVersion5 }: MqttFrameOrder): number[] => (isVersion5 ? [0] : []);
/** A PUBLISH of which parts are given otherwise. */
function publish(
  order: MqttFrameOrder,
  {
    first = PUBLISH | QOS_1,
    topic = text16(order.topic),
    id = ID,
    properties = none(order) as readonly number[],
    payload = order.payload,
  } = {},
): Buffer {
  return packet(first, topic, id, properties, payload);
}
const oneOf = <T>(all: readonly T[], random: Random): T => all[random(all.length)]!;
/** A packet whose length says something else. */
function announcing(frame: Buffer, length: readonly number[]): Buffer {
  const lengthBytes = frame.subarray(1).findIndex((byte) => byte < 0x80) + 1;
  return Buffer.concat([frame.subarray(0, 1), Buffer.from(length), frame.subarray(1 + lengthBytes)]);
}

/** Ways in which a peer breaks MQTT 3.1.1 and 5, by name. Some only say what no peer may say at this place. */
export const MQTT_MUTATORS: Readonly<Record<string, MqttMutator>> = {
  'QoS 1 without a packet id': (order) => packet(PUBLISH | QOS_1, text16(order.topic)),
  'QoS 2 without a packet id': (order) => packet(PUBLISH | 4, text16(order.topic)),
  'QoS 3': (order) => publish(order, { first: PUBLISH | 6 }),
  'packet id 0': (order) => publish(order, { id: [0, 0] }),
  'a topic longer than its packet': (order) => publish(order, { topic: Buffer.of(0xff, 0xff, 0x61) }),
  'a topic that is not UTF-8': (order) => publish(order, { topic: Buffer.of(0, 4, 0xff, 0xfe, 0xc3, 0x28) }),
  'a topic with zeros': (order) => publish(order, { topic: text16('nexus/\0/x') }),
  'a topic with wildcards': (order) =>
    publish(order, { topic: text16(oneOf(['nexus/+/write', '#', 'a/#'], order.random)) }),
  'no topic': (order) => publish(order, { topic: text16('') }),
  'a topic of 64 KiB': (order) => publish(order, { topic: text16('x/'.repeat(32_000)) }),
  'a length beyond the packet': (order) => announcing(publish(order), [0xff, 0x7f]),
  'a length within the packet': (order) => announcing(publish(order), [1 + order.random(8)]),
  'a length of five bytes': (order) => announcing(publish(order), [0xff, 0xff, 0xff, 0xff, 0x7f]),
  'a packet of 200 MB': (order) => announcing(publish(order), [0x80, 0x84, 0xaf, 0x5f]),
  'an acknowledgement of nothing': (order) =>
    packet(oneOf([0x40, 0x50, 0x62, 0x70, 0xb0], order.random), [order.random(256), order.random(256)]),
  'a grant of nothing': (order) =>
    packet(0x90, [order.random(256), order.random(256)], none(order), [oneOf([0, 0x80, 0x7f], order.random)]),
  'a second greeting': (order) => packet(0x20, [0, oneOf([0, 5, 0x87, 0xff], order.random)], none(order)),
  'what only clients say': ({ random }) =>
    oneOf(
      [
        packet(0x10, text16('MQTT'), [4, 2, 0, 30], text16('x')),
        packet(0x82, [0, 1], text16('#'), [1]),
        packet(0xa2, [0, 1], text16('#')),
        packet(0xc0),
      ],
      random,
    ),
  'a kind that is reserved': ({ random }) => packet(oneOf([0x00, 0x0f, 0xf0, 0xff], random), noise(random, 0, 20)),
  'flags that are reserved': (order) => packet(oneOf([0x41, 0x60, 0x91, 0x23, 0xd1, 0xef], order.random), ID),
  'a packet of no length': ({ random }) =>
    packet(oneOf([0x30, 0x32, 0x40, 0x50, 0x62, 0x70, 0x90, 0xb0, 0x20], random)),
  'properties longer than the packet': (order) => publish(order, { properties: [0x7f] }),
  'properties that are not known': (order) => publish(order, { properties: [3, 0xf7, 0, 1] }),
  'a property twice': (order) => publish(order, { properties: [4, 0x01, 0, 0x01, 1] }),
  'a topic alias of nothing': (order) => publish(order, { topic: text16(''), properties: [3, 0x23, 0, 9] }),
  'properties that never end': (order) => publish(order, { properties: [0xff, 0xff, 0xff, 0xff, 0xff] }),
  'bytes that are not MQTT': ({ random }) =>
    oneOf([Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), noise(random, 1, 200)], random),
  'any bytes changed': (order) =>
    mutateBytes([publish(order), packet(0x40, ID), packet(0x62, ID), packet(0x90, ID, none(order), [1])], order.random)
      .bytes,
  'a payload that is changed': (order) =>
    publish(order, { payload: mutateBytes([order.payload], order.random).bytes.subarray(0, 4_000) }),
  'said again': (order) => publish(order, { first: PUBLISH | QOS_1 | 8 | order.random(2) }),
};
const NAMES = Object.keys(MQTT_MUTATORS);

/** A packet that is broken in a way chosen by `random`. */
export function mqttFrame(order: MqttFrameOrder): { readonly name: string; readonly frame: Buffer } {
  const name = oneOf(NAMES, order.random);
  return { name, frame: MQTT_MUTATORS[name]!(order) };
}
