import type * as Streams from 'node-opcua-binary-stream';
import type * as Client from 'node-opcua-client';
import type { WriteValue } from '../../../../src-main/drivers/driver.ts';
import { ChunkGuard } from '../../../../src-main/drivers/opcua/chunk-guard.ts';
import { UA_TYPE } from '../../../../src-main/drivers/opcua/data-types.ts';
import { decodeOpcUaFrame } from '../../../../src-main/drivers/opcua/decode-frame.ts';
import { decodeValue, type ValueSink } from '../../../../src-main/drivers/opcua/decode-value.ts';
import { encodeValue } from '../../../../src-main/drivers/opcua/encode-value.ts';
import { loadLibrary } from '../../../../src-main/drivers/opcua/library.ts';
import type { Random } from '../../../../src-main/testing/random-from.ts';
import { isBad, isGood } from '../../../../src-shared/domain/quality.ts';
import type { DeviceDecoder } from '../device-decoder.ts';
import { fieldsWithin } from '../fields-within.ts';
import { noise, otherByte } from '../mutator.ts';
import { OPCUA_MUTATORS } from './opcua-mutators.ts';

/** An answer of open62541 to a read of one double. */
const ANSWER = Buffer.from(
  `4d534746460000000700000001000000060000000600000001007a020000000000000000060000000000000000ffffffff`.padEnd(
    104,
    '0',
  ) + '01000000090bdededededededede0000000000000000ffffffff',
  'hex',
);

const bigOf = (random: Random): bigint =>
  (BigInt(random(2 ** 31)) << 33n) | (BigInt(random(2 ** 31)) << 2n) | BigInt(random(4));

/** A value of every type that is written, and what it is read as. */
const VALUES: readonly (readonly [type: number, make: (random: Random) => WriteValue])[] = [
  [UA_TYPE.Boolean, (random) => random(2) === 0],
  [UA_TYPE.SByte, (random) => random(256) - 128],
  [UA_TYPE.Byte, (random) => random(256)],
  [UA_TYPE.Int16, (random) => random(0x1_0000) - 0x8000],
  [UA_TYPE.UInt16, (random) => random(0x1_0000)],
  [UA_TYPE.Int32, (random) => random(2 ** 31) - 2 ** 30],
  [UA_TYPE.UInt32, (random) => random(2 ** 31) * 2],
  [UA_TYPE.Int64, (random) => BigInt.asIntN(64, bigOf(random))],
  [UA_TYPE.UInt64, (random) => BigInt.asUintN(64, bigOf(random))],
  [UA_TYPE.Float, (random) => Math.fround((random(2 ** 31) - 2 ** 30) / 1_000)],
  [UA_TYPE.Double, (random) => (random(2 ** 31) - 2 ** 30) / 1_000],
  [UA_TYPE.String, (random) => noise(random, 0, 40).toString('latin1')],
  [UA_TYPE.LocalizedText, (random) => noise(random, 1, 40).toString('latin1')],
];

let client: typeof Client;
let BinaryStream: typeof Streams.BinaryStream;

const sink = (): ValueSink => ({ value: new Float64Array(1), status: new Uint32Array(1), cells: [] });

/** What was read: the exact value where a number cannot be it. */
function read({ value, cells }: ValueSink): unknown {
  return cells[0]?.value ?? value[0];
}

export const opcuaDecoder: DeviceDecoder = {
  title: 'OPC UA',
  async prepare() {
    ({ client } = await loadLibrary());
    ({ BinaryStream } = await import('node-opcua-binary-stream'));
  },
  tryOne(random) {
    const [type, make] = VALUES[random(VALUES.length)]!;
    const value = make(random);
    const made = new client.DataValue({ value: encodeValue(value, type, false) });
    const into = sink();
    const bytes = Buffer.alloc(made.binaryStoreSize());
    made.encode(new BinaryStream(bytes));
    const whole = new client.DataValue();
    whole.decode(new BinaryStream(bytes));
    const fault = decodeValue(whole, 0, undefined, into);
    const due = typeof value === 'boolean' ? Number(value) : value;
    const seen = read(into);
    const isSame = typeof due === 'bigint' ? BigInt(seen as number) === due : seen === due;
    if (fault !== undefined || !isSame)
      throw new Error(`${String(value)} of type ${type} is read as ${String(seen)}, ${fault}`);
    spoil(bytes, random);
    const chunk = OPCUA_MUTATORS[random(OPCUA_MUTATORS.length)]!.change(Buffer.from(ANSWER), random);
    for (const direction of ['sent', 'received'] as const) fieldsWithin(decodeOpcUaFrame(direction, chunk), chunk);
    guard(chunk);
  },
};

/** Any byte changed: the library refuses it, or what it makes of it goes into a row with a reason or a value. */
function spoil(bytes: Buffer, random: Random): void {
  const at = random(bytes.length);
  bytes[at] = otherByte(bytes[at]!, random);
  const data = new client.DataValue();
  // The library complains on the console of every status code that it has no name for.
  const { warn } = console;
  console.warn = () => {};
  try {
    data.decode(new BinaryStream(bytes));
  } catch {
    return;
  } finally {
    console.warn = warn;
  }
  const into = sink();
  const fault = decodeValue(data, 0, undefined, into);
  const isMarked = fault === undefined || isBad(into.status[0]!);
  if (!isMarked || (fault !== undefined && isGood(into.status[0]!)))
    throw new Error(`a row with the reason “${fault}” is not Bad: ${bytes.toString('hex')}`);
}

/** @throws what is no error of the protocol. */
function guard(chunk: Buffer): void {
  try {
    new ChunkGuard().look(chunk);
  } catch (error) {
    if ((error as { readonly code?: string }).code !== 'NX_DRIVER_PROTOCOL') throw error;
  }
}
