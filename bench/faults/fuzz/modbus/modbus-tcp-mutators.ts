import { changing, type Mutator, noise } from '../mutator.ts';

/** MBAP header and function. */
const FUNCTION_AT = 7;
const COUNT_AT = 8;
const DATA_AT = 9;

const setting = (name: string, at: number, ...bytes: readonly number[]): Mutator => ({
  name,
  change: (reply) => {
    reply.set(bytes, at);
    return reply;
  },
});

const exception = (reply: Buffer, ...code: readonly number[]): Buffer =>
  Buffer.from([...reply.subarray(0, 4), 0, 2 + code.length, reply[6]!, reply[FUNCTION_AT]! | 0x80, ...code]);

/** The header says the length that the frame has. */
function inStep(frame: Buffer): Buffer {
  frame.writeUInt16BE(frame.length - 6, 4);
  return frame;
}

/** In what a reply to a read of registers can be wrong (MODBUS Messaging on TCP/IP V1.0b, 3.1.3; Application Protocol V1.1b3, 6.3). */
export const MODBUS_TCP_MUTATORS: readonly Mutator[] = [
  changing('transaction id, high', 0),
  changing('transaction id, low', 1),
  changing('protocol id, high', 2),
  changing('protocol id, low', 3),
  changing('length, high', 4),
  changing('length, low', 5),
  changing('unit', 6),
  changing('function', FUNCTION_AT),
  changing('byte count', COUNT_AT),
  setting('length 65,535', 4, 0xff, 0xff),
  setting('length 0', 4, 0, 0),
  setting('length 1', 4, 0, 1),
  setting('length 254', 4, 0, 254),
  setting('byte count 0', COUNT_AT, 0),
  setting('byte count 255', COUNT_AT, 255),
  {
    name: 'the id of the request before',
    change: (reply) => {
      reply.writeUInt16BE((reply.readUInt16BE(0) + 0xffff) & 0xffff, 0);
      return reply;
    },
  },
  { name: 'refused, and data all the same', change: (reply) => setting('', FUNCTION_AT, 0x83).change(reply, () => 0) },
  { name: 'exception 0', change: (reply) => exception(reply, 0) },
  { name: 'exception above 11', change: (reply, random) => exception(reply, 12 + random(244)) },
  { name: 'exception without a code', change: (reply) => exception(reply) },
  { name: 'exception with two codes', change: (reply) => exception(reply, 2, 2) },
  { name: 'fewer registers', change: (reply, random) => inStep(reply.subarray(0, DATA_AT + 2 * random(8))) },
  {
    name: 'fewer registers, byte count in step',
    change: (reply, random) => {
      const cut = inStep(reply.subarray(0, DATA_AT + 2 * random(8)));
      cut[COUNT_AT] = cut.length - DATA_AT;
      return cut;
    },
  },
  { name: 'half a register', change: (reply) => inStep(reply.subarray(0, reply.length - 1)) },
  {
    name: 'more registers, all in step',
    change: (reply, random) => {
      const long = inStep(Buffer.concat([reply, Buffer.alloc(2 * (1 + random(100)), 0xde)]));
      long[COUNT_AT] = long.length - DATA_AT;
      return long;
    },
  },
  {
    name: 'bytes behind, length in step',
    change: (reply, random) => inStep(Buffer.concat([reply, noise(random, 1, 9)])),
  },
  { name: 'bytes behind', change: (reply, random) => Buffer.concat([reply, noise(random, 1, 40)]) },
  {
    name: 'bytes before',
    change: (reply, random) => Buffer.concat([Buffer.alloc(1 + random(20), random(256)), reply]),
  },
  { name: 'twice', change: (reply) => Buffer.concat([reply, reply]) },
  { name: 'cut short', change: (reply, random) => reply.subarray(0, random(reply.length)) },
  {
    name: 'the reply to a write',
    change: (reply) => Buffer.from([...reply.subarray(0, 4), 0, 6, reply[6]!, 6, 0, 0, 0xde, 0xad]),
  },
  {
    name: 'as a frame of a serial line',
    change: (reply) => Buffer.from([...reply.subarray(6), 0xde, 0xad]),
  },
  { name: 'noise', change: (_, random) => noise(random, 1, 320) },
  {
    name: 'a page of another protocol',
    change: () => Buffer.from('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'),
  },
  {
    name: 'far more than any reply',
    change: (reply, random) => Buffer.concat([reply, Buffer.alloc(600 + random(6_000), 0xde)]),
  },
];
