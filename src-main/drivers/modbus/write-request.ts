import { type ModbusRequest, PDU_DATA_OFFSET } from './request.ts';

/** One write takes this many registers at most (MODBUS Application Protocol V1.1b3, 6.12). */
export const MAX_WRITE_REGISTERS = 123;

/** Address and value, or address and quantity: what the reply of every write but the mask write repeats. */
const ECHO_LENGTH = 4;

/** @param body all behind the function code @param echoLength how much of it a right reply repeats */
function makeWrite(unitId: number, functionCode: number, body: Buffer, echoLength = ECHO_LENGTH): ModbusRequest {
  const header = Buffer.alloc(PDU_DATA_OFFSET);
  header.writeUInt16BE(2 + body.length, 4);
  header[6] = unitId;
  header[7] = functionCode;
  const bytes = Buffer.concat([header, body]);
  return { bytes, unitId, functionCode, expected: body.subarray(0, echoLength), replyLength: 2 + echoLength };
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, i) => bytes.writeUInt16BE(value, i * 2));
  return bytes;
}

/** FC 5, one coil. */
export function writeCoil(unitId: number, address: number, isOn: boolean): ModbusRequest {
  return makeWrite(unitId, 5, words(address, isOn ? 0xff00 : 0));
}

/** FC 6, one register. */
export function writeRegister(unitId: number, address: number, value: number): ModbusRequest {
  return makeWrite(unitId, 6, words(address, value));
}

/** FC 15. @param bits eight coils a byte, the first one lowest */
export function writeCoils(unitId: number, address: number, count: number, bits: Uint8Array): ModbusRequest {
  return makeWrite(unitId, 15, Buffer.concat([words(address, count), Buffer.of(bits.length), bits]));
}

/** FC 16. @param registers two bytes each, as they go over the wire */
export function writeRegisters(unitId: number, address: number, registers: Uint8Array): ModbusRequest {
  const head = words(address, registers.length / 2);
  return makeWrite(unitId, 16, Buffer.concat([head, Buffer.of(registers.length), registers]));
}

/** FC 22: the register becomes (register AND `and`) OR (`or` AND NOT `and`) in one step at the device. */
export function maskRegister(unitId: number, address: number, and: number, or: number): ModbusRequest {
  return makeWrite(unitId, 22, words(address, and, or), 6);
}
