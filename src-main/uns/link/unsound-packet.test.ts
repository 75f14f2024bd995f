import type { Packet } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { unsoundPacket } from './unsound-packet.ts';

const publish = (more: object): Packet => ({
  ...{ cmd: 'publish', qos: 1, messageId: 7, topic: 'a/b', payload: '', dup: false, retain: false },
  ...more,
});

describe('a packet that the library lets pass', () => {
  it.each([
    ['a message of QoS 1 without a number', publish({ messageId: undefined })],
    ['a message of QoS 2 without a number', publish({ qos: 2, messageId: 0 })],
    ['a message of QoS 2 without a number', publish({ qos: 2, messageId: -1 })],
    ['a message of QoS 2 without a number', publish({ qos: 2, messageId: null })],
    ['a message without a topic', publish({ topic: '' })],
    ['a pubrel without a number', { cmd: 'pubrel' } as Packet],
  ])('is %s', (what, packet) => {
    expect(unsoundPacket(packet)).toBe(`sent ${what}.`);
  });

  it('is sound in all other cases', () => {
    const sound = [
      publish({}),
      publish({ qos: 0, messageId: undefined }),
      { cmd: 'puback', messageId: 1 },
      { cmd: 'pingresp' },
    ];
    for (const packet of sound) expect(unsoundPacket(packet as Packet)).toBeUndefined();
  });
});
