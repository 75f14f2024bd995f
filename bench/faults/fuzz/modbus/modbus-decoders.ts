import { ALL_AREAS, AREAS } from '../../../../src-main/drivers/modbus/area.ts';
import { decodeTcpFrame } from '../../../../src-main/drivers/modbus/decode-frame.ts';
import { makeReadRequest } from '../../../../src-main/drivers/modbus/read-request.ts';
import { inspectReply, type ReplyVerdict } from '../../../../src-main/drivers/modbus/reply.ts';
import { type ModbusRequest, setTransactionId } from '../../../../src-main/drivers/modbus/request.ts';
import { rtuFrame } from '../../../../src-main/drivers/modbus/rtu/crc16.ts';
import { decodeRtuFrame } from '../../../../src-main/drivers/modbus/rtu/decode-rtu-frame.ts';
import { inspectRtuReply, RTU_OFFSET } from '../../../../src-main/drivers/modbus/rtu/rtu-reply.ts';
import type { Random } from '../../../../src-main/testing/random-from.ts';
import type { DeviceDecoder } from '../device-decoder.ts';
import { fieldsWithin } from '../fields-within.ts';
import { MODBUS_RTU_MUTATORS } from './modbus-rtu-mutators.ts';
import { MODBUS_TCP_MUTATORS } from './modbus-tcp-mutators.ts';

/** What the client of either wire has for replies. */
const ROOM = 8_192;

type Judge = (line: Buffer, length: number, request: ModbusRequest, fill: number) => ReplyVerdict;

/** @param fill what stands behind the bytes that came: nobody may look at it */
const judgeTcp: Judge = (line, length, request, fill) => {
  const bytes = Buffer.alloc(ROOM, fill);
  line.copy(bytes, 0, 0, length);
  return inspectReply(bytes, length, request);
};

const judgeRtu: Judge = (line, length, request, fill) => {
  const bytes = Buffer.alloc(ROOM, fill);
  line.copy(bytes, RTU_OFFSET, 0, length);
  return inspectRtuReply(bytes, RTU_OFFSET + length, request);
};

const isBelieved = (verdict: ReplyVerdict): boolean => verdict === 'data' || verdict === 'exception';

/** A read of eight registers, which the mutators are made for, or of anything. */
function randomRequest(random: Random, ofEight: boolean): ModbusRequest {
  const area = ofEight ? AREAS.holding : ALL_AREAS[random(ALL_AREAS.length)]!;
  const request = makeReadRequest(random(256), area, random(1_000), ofEight ? 8 : 1 + random(125));
  setTransactionId(request, random(0x1_0000));
  return request;
}

function rightReply(request: ModbusRequest, random: Random): Buffer {
  const reply = Buffer.from(Array.from({ length: 6 + request.replyLength }, () => random(256)));
  request.bytes.copy(reply, 0, 0, 8);
  reply.writeUInt16BE(request.replyLength, 4);
  request.expected.copy(reply, 8);
  return reply;
}

function assertWhole(judge: Judge, line: Buffer, request: ModbusRequest, random: Random): void {
  const cut = random(line.length);
  const [part, whole] = [judge(line, cut, request, 0), judge(line, line.length, request, 0)];
  if (part !== 'incomplete' || whole !== 'data')
    throw new Error(`a right reply is ${part} after ${cut} bytes and ${whole} as a whole: ${line.toString('hex')}`);
}

function assertBroken(judge: Judge, line: Buffer, right: Buffer, request: ModbusRequest): void {
  const seen = judge(line, line.length, request, 0);
  if (isBelieved(seen) && !line.equals(right)) throw new Error(`believed as ${seen}: ${line.toString('hex')}`);
  if (judge(line, line.length, request, 0xff) !== seen)
    throw new Error(`judged by what stands behind it: ${line.toString('hex')}`);
  // Byte by byte it comes to the same, or is believed before what is too much has come.
  let stepwise: ReplyVerdict = 'incomplete';
  for (let length = 1; stepwise === 'incomplete' && length <= line.length; length++)
    stepwise = judge(line, length, request, 0);
  if (stepwise !== seen && !(seen === 'trailing-bytes' && isBelieved(stepwise)))
    throw new Error(`${seen} as a whole and ${stepwise} byte by byte: ${line.toString('hex')}`);
}

export const modbusTcpDecoder: DeviceDecoder = {
  title: 'Modbus TCP',
  tryOne(random) {
    const whole = randomRequest(random, false);
    assertWhole(judgeTcp, rightReply(whole, random), whole, random);
    const request = randomRequest(random, true);
    const right = rightReply(request, random);
    const { change } = MODBUS_TCP_MUTATORS[random(MODBUS_TCP_MUTATORS.length)]!;
    const line = change(Buffer.from(right), random);
    assertBroken(judgeTcp, line, right, request);
    for (const direction of ['sent', 'received'] as const)
      fieldsWithin(decodeTcpFrame(direction, line, '40001', random(2) === 0 ? request.bytes : line), line);
  },
};

/** A serial line says no length: what was asked does. */
export const modbusRtuDecoder: DeviceDecoder = {
  title: 'Modbus RTU',
  tryOne(random) {
    const serial = (reply: Buffer): Buffer => rtuFrame(reply.subarray(RTU_OFFSET));
    const whole = randomRequest(random, false);
    assertWhole(judgeRtu, serial(rightReply(whole, random)), whole, random);
    const request = randomRequest(random, true);
    const right = serial(rightReply(request, random));
    const { change } = MODBUS_RTU_MUTATORS[random(MODBUS_RTU_MUTATORS.length)]!;
    const line = change(Buffer.from(right), random);
    assertBroken(judgeRtu, line, right, request);
    for (const direction of ['sent', 'received'] as const)
      fieldsWithin(decodeRtuFrame(direction, line, '40001', random(2) === 0 ? right : line), line);
  },
};
