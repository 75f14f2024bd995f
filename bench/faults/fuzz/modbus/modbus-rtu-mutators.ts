import { rtuFrame } from '../../../../src-main/drivers/modbus/rtu/crc16.ts';
import { changing, type Mutator, noise, otherByte } from '../mutator.ts';

/** Unit, function, byte count; then the registers, and two bytes of checksum. */
const DATA_AT = 3;
const CRC = 2;

/** The checksum is right again, so that only the content is wrong. */
const sealed = (reply: Buffer): Buffer => rtuFrame(reply.subarray(0, -CRC));

function resealed(name: string, at: number): Mutator {
  return {
    name: `${name}, checksum right`,
    change: (reply, random) => sealed(changing(name, at).change(reply, random)),
  };
}

const bare = (reply: Buffer, ...bytes: readonly number[]): Buffer => rtuFrame(Buffer.of(reply[0]!, ...bytes));

/** In what a reply to a read of registers can be wrong on a serial line (MODBUS over Serial Line V1.02, 2.5.1). */
export const MODBUS_RTU_MUTATORS: readonly Mutator[] = [
  changing('unit', 0),
  changing('function', 1),
  changing('byte count', 2),
  resealed('unit', 0),
  resealed('function', 1),
  resealed('byte count', 2),
  {
    name: 'a register',
    change: (reply, random) => changing('', DATA_AT + random(reply.length - CRC - DATA_AT)).change(reply, random),
  },
  { name: 'checksum, low', change: (reply, random) => changing('', reply.length - CRC).change(reply, random) },
  { name: 'checksum, high', change: (reply, random) => changing('', reply.length - 1).change(reply, random) },
  { name: 'checksum 0', change: (reply) => Buffer.concat([reply.subarray(0, -CRC), Buffer.alloc(CRC)]) },
  {
    name: 'checksum high byte first',
    change: (reply) => reply.fill(Buffer.of(reply.at(-1)!, reply.at(-2)!), reply.length - CRC),
  },
  {
    name: 'one bit of a burst of noise',
    change: (reply, random) => {
      for (let at = random(reply.length - 3), end = at + 3; at < end; at++) reply[at] = otherByte(reply[at]!, random);
      return reply;
    },
  },
  { name: 'exception 0', change: (reply) => bare(reply, 0x83, 0) },
  { name: 'exception above 11', change: (reply, random) => bare(reply, 0x83, 12 + random(244)) },
  { name: 'exception of another function', change: (reply) => bare(reply, 0x84, 2) },
  { name: 'exception without a checksum', change: (reply) => bare(reply, 0x83, 2).subarray(0, -CRC) },
  {
    name: 'fewer registers, all in step',
    change: (reply, random) => {
      const cut = reply.subarray(0, DATA_AT + 2 * random(8));
      cut[2] = cut.length - DATA_AT;
      return rtuFrame(cut);
    },
  },
  { name: 'fewer registers', change: (reply, random) => rtuFrame(reply.subarray(0, DATA_AT + 2 * random(8))) },
  {
    name: 'more registers, all in step',
    change: (reply, random) => {
      const long = Buffer.concat([reply.subarray(0, -CRC), Buffer.alloc(2 * (1 + random(100)), 0xde)]);
      long[2] = long.length - DATA_AT;
      return rtuFrame(long);
    },
  },
  { name: 'half a register', change: (reply) => rtuFrame(reply.subarray(0, -3)) },
  { name: 'cut short', change: (reply, random) => reply.subarray(0, random(reply.length)) },
  { name: 'bytes behind', change: (reply, random) => Buffer.concat([reply, noise(random, 1, 40)]) },
  { name: 'bytes before', change: (reply, random) => Buffer.concat([Buffer.alloc(1 + random(20), 0xff), reply]) },
  { name: 'twice', change: (reply) => Buffer.concat([reply, reply]) },
  { name: 'the request as an echo', change: (reply) => bare(reply, 3, 0, 0, 0, 8) },
  {
    name: 'as a frame of Modbus TCP',
    change: (reply) => Buffer.concat([Buffer.of(0, 1, 0, 0, 0, reply.length - CRC), reply.subarray(0, -CRC)]),
  },
  { name: 'noise', change: (_, random) => noise(random, 1, 320) },
];
