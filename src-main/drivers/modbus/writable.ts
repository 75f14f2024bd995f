import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { formatAddress } from './address.ts';
import { WHOLE_REGISTER, wireMask } from './bit-field.ts';
import type { Target } from './target.ts';
import type { UnitConnection } from './unit-connection.ts';
import { MAX_WRITE_REGISTERS } from './write-request.ts';

/** @throws NexusError NX_ADDRESS_READ_ONLY where Modbus or the device's options allow no write; `context.field` is set. */
export function assertWritable({ area, wire, count, bits, order }: Target, connection: UnitConnection): void {
  const shown = `${formatAddress(area, wire, connection.notation, count)} (wire ${wire})`;
  const refuse = (message: string): never => {
    throw new NexusError('NX_ADDRESS_READ_ONLY', message, { field: 'address', area: area.name, wire });
  };
  if (area.name === 'input' || area.name === 'discrete') {
    const other = area.name === 'input' ? 'holding register' : 'coil';
    refuse(
      `${shown} is ${area.name === 'input' ? 'an' : 'a'} ${area.noun}, which Modbus can only read. Use a ${other}.`,
    );
  }
  if (wireMask({ bits, order }) !== WHOLE_REGISTER && !connection.mask_write) {
    refuse(
      `${shown} is part of a register, which only function 22 writes without touching its other bits. Switch mask_write on if the device has function 22, or write the whole register.`,
    );
  }
  if (count > MAX_WRITE_REGISTERS) {
    refuse(
      `The string at ${shown} takes ${count} registers, and one write carries ${MAX_WRITE_REGISTERS}. Shorten it to ${MAX_WRITE_REGISTERS * 2} characters.`,
    );
  }
}
