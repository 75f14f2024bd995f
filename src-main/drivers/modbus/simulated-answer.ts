import { AREAS, areaByFunction } from './area.ts';
import type { SimulatedMemory } from './simulated-memory.ts';
import { MAX_WRITE_REGISTERS } from './write-request.ts';

const MAX_WRITE_COILS = 1_968;
const MAX_READ = { bit: 2_000, register: 125 } as const;

/** What the device does with one request; a number is the exception code (MODBUS Application Protocol V1.1b3, 6 and 7). */
type Answer = Buffer | number;

/**
 * The reply to a request, both without their headers. Writes are carried out.
 *
 * @param pdu function code and all behind it, one byte at least
 * @returns the exception code instead: 1 for a function that the device does not have, 2 where no tag is, 3 for a
 * count or value outside the limits, 4 when a simulated value does not fit its type.
 */
export function answerRequest(memory: SimulatedMemory, pdu: Buffer, nowMs: number): Answer {
  switch (pdu[0]) {
    case 1:
    case 2:
    case 3:
    case 4:
      return read(memory, pdu, nowMs);
    case 5:
      return writeCoil(memory, pdu, nowMs);
    case 6:
      return writeRegister(memory, pdu, nowMs);
    case 15:
      return writeCoils(memory, pdu, nowMs);
    case 16:
      return writeRegisters(memory, pdu, nowMs);
    case 22:
      return maskRegister(memory, pdu, nowMs);
    default:
      return 1;
  }
}

function read(memory: SimulatedMemory, pdu: Buffer, nowMs: number): Answer {
  const area = areaByFunction(pdu[0]!)!;
  const count = pdu.length === 5 ? pdu.readUInt16BE(3) : 0;
  if (count < 1 || count > Math.min(MAX_READ[area.cell], memory.maxRead(area))) return 3;
  const data = memory.read(area, pdu.readUInt16BE(1), count, nowMs);
  return typeof data === 'number' ? data : Buffer.concat([Buffer.of(pdu[0]!, data.length), data]);
}

/** The echo of a write that succeeded: its first bytes. */
function echo(pdu: Buffer, length: number, exception: number): Answer {
  return exception === 0 ? pdu.subarray(0, length) : exception;
}

function writeCoil(memory: SimulatedMemory, pdu: Buffer, nowMs: number): Answer {
  if (pdu.length !== 5) return 3;
  const value = pdu.readUInt16BE(3);
  if (value !== 0 && value !== 0xff00) return 3;
  return echo(pdu, 5, memory.writeCoils(pdu.readUInt16BE(1), 1, Buffer.of(value >>> 15), nowMs));
}

function writeRegister(memory: SimulatedMemory, pdu: Buffer, nowMs: number): Answer {
  if (pdu.length !== 5) return 3;
  return echo(pdu, 5, memory.writeRegisters(pdu.readUInt16BE(1), pdu.subarray(3), nowMs));
}

/** The data behind a count and a byte count that agree with it and with each other, or undefined. */
function dataOf(pdu: Buffer, max: number, bytesFor: (count: number) => number): Buffer | undefined {
  if (pdu.length < 6) return undefined;
  const count = pdu.readUInt16BE(3);
  const data = pdu.subarray(6);
  const isRight = count >= 1 && count <= max && pdu[5] === data.length && data.length === bytesFor(count);
  return isRight ? data : undefined;
}

function writeCoils(memory: SimulatedMemory, pdu: Buffer, nowMs: number): Answer {
  const data = dataOf(pdu, MAX_WRITE_COILS, (count) => Math.ceil(count / 8));
  if (!data) return 3;
  return echo(pdu, 5, memory.writeCoils(pdu.readUInt16BE(1), pdu.readUInt16BE(3), data, nowMs));
}

function writeRegisters(memory: SimulatedMemory, pdu: Buffer, nowMs: number): Answer {
  const data = dataOf(pdu, MAX_WRITE_REGISTERS, (count) => count * 2);
  if (!data) return 3;
  return echo(pdu, 5, memory.writeRegisters(pdu.readUInt16BE(1), data, nowMs));
}

function maskRegister(memory: SimulatedMemory, pdu: Buffer, nowMs: number): Answer {
  if (pdu.length !== 7) return 3;
  const [address, and, or] = [pdu.readUInt16BE(1), pdu.readUInt16BE(3), pdu.readUInt16BE(5)];
  const old = memory.read(AREAS.holding, address, 1, nowMs);
  if (typeof old === 'number') return old;
  const next = Buffer.alloc(2);
  next.writeUInt16BE(((old.readUInt16BE(0) & and) | (or & ~and)) & 0xffff);
  return echo(pdu, 7, memory.writeRegisters(address, next, nowMs, ~and & 0xffff));
}
