import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { DriverTag, WriteValue } from '../driver.ts';
import { WHOLE_REGISTER, wireMask } from './bit-field.ts';
import { type Codec, makeCodec } from './codec.ts';
import type { Extent } from './read-plan.ts';
import type { ModbusRequest } from './request.ts';
import { resolveTarget, type Target } from './target.ts';
import type { UnitConnection } from './unit-connection.ts';
import { assertWritable } from './writable.ts';
import { maskRegister, writeCoil, writeCoils, writeRegister, writeRegisters } from './write-request.ts';

/** One value on its way to one place, ready to be sent. */
export interface CompiledWrite extends Extent {
  readonly request: ModbusRequest;
}

/**
 * Encodes one value into the one request that writes it.
 *
 * @throws NexusError as `resolveTarget`; NX_ADDRESS_READ_ONLY where Modbus or the device's options allow no write,
 * NX_VALUE_TYPE and NX_VALUE_RANGE for a value that the tag cannot hold exactly.
 */
export function compileWrite(tag: DriverTag, value: WriteValue, connection: UnitConnection): CompiledWrite {
  const target = resolveTarget(tag, connection);
  assertWritable(target, connection);
  assertPresentable(target, value);
  const { area, wire, count } = target;
  const codec = makeCodec(target);
  const request = area.cell === 'bit' ? coilRequest : registerRequest;
  return { area, start: wire, count, request: request(target, codec, value, connection) };
}

/** A device may hold NaN and the infinities and is read as it is, but nobody means to write them. */
function assertPresentable({ dataType }: Target, value: WriteValue): void {
  const isFloat = dataType === 'float32' || dataType === 'float64';
  if (!isFloat || typeof value !== 'number') return;
  if (!Number.isFinite(value)) {
    const takes = dataType === 'float32' ? 'numbers up to ±3.4028235e38' : 'numbers up to ±1.7976931348623157e308';
    throw new NexusError('NX_VALUE_RANGE', `${value} cannot be written to ${dataType}. It takes ${takes}.`, {
      value: String(value),
    });
  }
  if (dataType === 'float32' && value !== 0 && Math.fround(value) === 0) {
    throw new NexusError('NX_VALUE_RANGE', `${value} would become 0 in float32. It takes 0 and ±1.4e-45 or more.`, {
      value,
    });
  }
}

function coilRequest({ wire }: Target, codec: Codec, value: WriteValue, connection: UnitConnection): ModbusRequest {
  const bits = new Uint8Array(1);
  codec.write(new DataView(bits.buffer), 0, value);
  const { unit_id: unitId, force_fc15 } = connection;
  return force_fc15 ? writeCoils(unitId, wire, 1, bits) : writeCoil(unitId, wire, bits[0] === 1);
}

function registerRequest(target: Target, codec: Codec, value: WriteValue, connection: UnitConnection): ModbusRequest {
  const { wire, count } = target;
  const { unit_id: unitId, force_fc16 } = connection;
  const registers = new Uint8Array(count * 2);
  const view = new DataView(registers.buffer);
  codec.write(view, 0, value);
  const mask = wireMask(target);
  if (mask !== WHOLE_REGISTER) return maskRegister(unitId, wire, ~mask & WHOLE_REGISTER, view.getUint16(0));
  if (count > 1 || force_fc16) return writeRegisters(unitId, wire, registers);
  return writeRegister(unitId, wire, view.getUint16(0));
}
