/** One PUBLISH as it lies in the bytes that came. */
export interface PublishView {
  readonly bytes: Buffer;
  /** Of the topic: the bytes as characters, which is quick and as good as a key; other than ASCII is not decoded. */
  readonly topic: string;
  readonly payloadStart: number;
  readonly payloadEnd: number;
  /** Number to acknowledge; 0 for QoS 0. */
  readonly id: number;
  readonly isDuplicate: boolean;
  readonly isRetained: boolean;
  /** Its payload was not kept. */
  readonly isTooLong: boolean;
}

/**
 * Reads a PUBLISH (MQTT 5.0 and 3.1.1, 3.3) whose fixed header begins at `start` and whose rest at `body`.
 * @returns what is wrong with it, as the end of a sentence about the broker, where no broker may send this.
 */
export function readPublish(
  bytes: Buffer,
  start: number,
  body: number,
  end: number,
  isVersion5: boolean,
): PublishView | string {
  const flags = bytes[start]! & 0x0f;
  const qos = (flags >>> 1) & 3;
  if (qos > 1) return `sent a message with QoS ${qos}, which was not subscribed to.`;
  let at = body + 2;
  if (at > end) return 'sent a message without a topic.';
  const topicEnd = at + bytes.readUInt16BE(body);
  if (topicEnd > end) return 'sent a message that ends inside its topic.';
  if (topicEnd === at) return 'sent a message without a topic.';
  const topic = bytes.toString('latin1', at, topicEnd);
  at = topicEnd;
  let id = 0;
  if (qos === 1) {
    if (at + 2 > end) return 'sent a message that ends before its number.';
    id = bytes.readUInt16BE(at);
    if (id === 0) return 'sent a message of QoS 1 without a number.';
    at += 2;
  }
  if (isVersion5) {
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= end || shift > 21) return 'sent a message that ends inside its properties.';
      const byte = bytes[at++]!;
      length += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    at += length;
    if (at > end) return 'sent a message that ends inside its properties.';
  }
  return {
    bytes,
    topic,
    payloadStart: at,
    payloadEnd: end,
    id,
    isDuplicate: (flags & 8) !== 0,
    isRetained: (flags & 1) !== 0,
    isTooLong: false,
  };
}
