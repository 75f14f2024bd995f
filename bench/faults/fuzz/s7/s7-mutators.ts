import { changing, type Mutator, noise } from '../mutator.ts';

/** TPKT 4, COTP 3, S7 header 12, function and item count 2; then code, transport size and length of the one item. */
const ITEM_AT = 21;
const DATA_AT = 25;

/** TPKT and S7 header say the length that the frame has. */
function inStep(frame: Buffer): Buffer {
  frame.writeUInt16BE(frame.length, 2);
  if (frame.length >= ITEM_AT) frame.writeUInt16BE(frame.length - ITEM_AT, 15);
  return frame;
}

/** Only the TPKT does. */
function framed(frame: Buffer): Buffer {
  frame.writeUInt16BE(frame.length, 2);
  return frame;
}

const number = (name: string, at: number, ...values: readonly number[]): Mutator => ({
  name,
  change: (reply, random) => {
    reply.writeUInt16BE(values[random(values.length)]!, at);
    return reply;
  },
});

/** A message in two COTP fragments, of which the second says that it is not the last. */
function unfinished(reply: Buffer): Buffer {
  const head = Buffer.from([...reply.subarray(0, 6), 0, ...reply.subarray(7, 15)]);
  const tail = Buffer.from([3, 0, 0, 0, 2, 0xf0, 0, ...reply.subarray(15)]);
  return Buffer.concat([framed(head), framed(tail)]);
}

/**
 * In what the acknowledgement of a read can be wrong (RFC 1006; ISO 8073; Wireshark packet-s7comm.c). The reserved bytes,
 * TPKT 1 and S7 2–3, are read by nobody and mean nothing.
 */
export const S7_MUTATORS: readonly Mutator[] = [
  changing('TPKT version', 0),
  changing('TPKT length, high', 2),
  changing('TPKT length, low', 3),
  changing('COTP length', 4),
  changing('COTP type', 5),
  changing('COTP number', 6),
  changing('S7 protocol', 7),
  changing('kind of message', 8),
  changing('reference, high', 11),
  changing('reference, low', 12),
  changing('parameter length, high', 13),
  changing('parameter length, low', 14),
  changing('data length, high', 15),
  changing('data length, low', 16),
  changing('function', 19),
  changing('item count', 20),
  changing('transport size', 22),
  changing('bit length, high', 23),
  changing('bit length, low', 24),
  number('TPKT length at its limits', 2, 0, 4, 6, 0x7fff, 0xffff),
  number('bit length at its limits', 23, 0, 1, 8, 0xfff8, 0xffff),
  number('data length at its limits', 15, 0, 1, 0xffff),
  {
    name: 'the reference of the job before',
    change: (reply) => {
      reply.writeUInt16BE((reply.readUInt16BE(11) + 0xffff) & 0xffff, 11);
      return reply;
    },
  },
  {
    name: 'bytes of the item in another measure',
    change: (reply) => {
      reply[22] = 9;
      reply.writeUInt16BE(reply.readUInt16BE(23) >> 3, 23);
      return reply;
    },
  },
  {
    name: 'fewer bytes, headers in step',
    change: (reply, random) => inStep(reply.subarray(0, DATA_AT + random(reply.length - DATA_AT))),
  },
  {
    name: 'fewer bytes, all in step',
    change: (reply, random) => {
      const cut = inStep(reply.subarray(0, DATA_AT + random(reply.length - DATA_AT)));
      cut.writeUInt16BE((cut.length - DATA_AT) * 8, 23);
      return cut;
    },
  },
  {
    name: 'fewer bytes, TPKT in step',
    change: (reply, random) => framed(reply.subarray(0, 7 + random(reply.length - 8))),
  },
  {
    name: 'more bytes, headers in step',
    change: (reply, random) => inStep(Buffer.concat([reply, noise(random, 2, 40)])),
  },
  {
    name: 'more bytes, all in step',
    change: (reply, random) => {
      const long = inStep(Buffer.concat([reply, Buffer.alloc(2 + random(40), 0xde)]));
      long.writeUInt16BE((long.length - DATA_AT) * 8, 23);
      return long;
    },
  },
  {
    name: 'an item more',
    change: (reply) => {
      const more = inStep(Buffer.concat([reply, reply.subarray(ITEM_AT)]));
      more[20] = 2;
      return more;
    },
  },
  { name: 'without an item', change: (reply) => inStep(reply.subarray(0, ITEM_AT)) },
  { name: 'a fragment that is not the last', change: unfinished },
  {
    name: 'bytes before',
    change: (reply, random) => Buffer.concat([Buffer.alloc(1 + random(20), random(256)), reply]),
  },
  {
    name: 'twice, other reference first',
    change: (reply, random) => Buffer.concat([changing('', 12).change(Buffer.from(reply), random), reply]),
  },
  { name: 'cut short', change: (reply, random) => reply.subarray(0, random(reply.length)) },
  { name: 'a COTP disconnect', change: () => Buffer.from('0300000b06800002000180', 'hex') },
  { name: 'a connect confirm', change: () => Buffer.from('0300001611d00002000100c0010ac1020100c2020201', 'hex') },
  {
    name: 'far more than any message',
    change: (reply) => Buffer.concat([framed(Buffer.concat([reply, Buffer.alloc(1_100, 0xde)])), reply]),
  },
  { name: 'noise', change: (_, random) => noise(random, 1, 320) },
];
