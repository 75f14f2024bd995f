import { once } from 'node:events';
import { connect as dial } from 'node:net';
import { connectAsync } from 'mqtt';
import { payloadOf, SHARED, TAGS, topicOf } from './ingest-order.ts';

const WINDOW = 10_000;
const CHUNK = 500;
const CONNACK_BYTES = 4;
const PUBACK_BYTES = 4;

/** Makes the session of a subscriber that is away, and has messages wait for it. */
export async function fillSession(url: string, clientId: string, messages: number): Promise<void> {
  const properties = { sessionExpiryInterval: 3_600 };
  const subscriber = await connectAsync(url, { protocolVersion: 5, clean: false, clientId, properties });
  await subscriber.subscribeAsync(SHARED, { qos: 1 });
  await subscriber.endAsync();
  await publishRaw(Number(new URL(url).port), messages);
}

/** With QoS 1, packets written by hand: nobody is measured here. */
async function publishRaw(port: number, messages: number): Promise<void> {
  const socket = dial(port, '127.0.0.1');
  await once(socket, 'connect');
  const id = Buffer.from('bench-fill');
  const head = Buffer.from([0x10, 12 + id.length, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 0, 0, id.length]);
  let received = -CONNACK_BYTES;
  socket.on('data', (chunk) => (received += chunk.length));
  socket.write(Buffer.concat([head, id]));
  for (let sent = 0; sent < messages; ) {
    const packets: Buffer[] = [];
    for (let i = 0; i < CHUNK && sent < messages; i++, sent++) packets.push(publishPacket(sent));
    socket.write(Buffer.concat(packets));
    while (sent - received / PUBACK_BYTES > WINDOW) await once(socket, 'data');
  }
  while (received / PUBACK_BYTES < messages) await once(socket, 'data');
  socket.destroy();
}

function publishPacket(n: number): Buffer {
  const tag = n % TAGS;
  const topic = Buffer.from(topicOf(tag));
  const payload = Buffer.from(payloadOf(tag, Math.floor(n / TAGS)));
  const length = 2 + topic.length + 2 + payload.length;
  const id = (n % 60_000) + 1;
  const head = Buffer.from([0x32, (length & 0x7f) | 0x80, length >> 7, topic.length >> 8, topic.length & 0xff]);
  return Buffer.concat([head, topic, Buffer.from([id >> 8, id & 0xff]), payload]);
}
