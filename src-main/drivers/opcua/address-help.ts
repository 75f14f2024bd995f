import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { AddressHelp, DriverTag, TagFault } from '../driver.ts';
import { formatAddress, parseAddress } from './address.ts';
import { DATA_TYPES_OF_UA } from './data-types.ts';

function fieldFault(field: TagFault['field'], message: string): NexusError {
  return new NexusError('NX_ADDRESS_SYNTAX', message, { field });
}

/**
 * Checks what the tag says besides its address: OPC UA values know their own type, order and length.
 * @throws NexusError NX_ADDRESS_SYNTAX.
 */
export function checkTagFields(tag: DriverTag): void {
  parseAddress(tag.address);
  const { dataType, byteOrder, length } = tag;
  if (dataType !== undefined && !DATA_TYPES_OF_UA.includes(dataType))
    throw fieldFault(
      'data_type',
      `${dataType} is no type of OPC UA. Use ${DATA_TYPES_OF_UA.join(', ')}, or leave it out.`,
    );
  if (byteOrder !== undefined)
    throw fieldFault(
      'byte_order',
      `OPC UA has one byte order. Leave byte_order out, ${byteOrder} has no meaning here.`,
    );
  if (length !== undefined)
    throw fieldFault('length', `A text of OPC UA has its own length. Leave length out, ${length} has no meaning here.`);
}

/** The address in our notation. The type is the tag's own; the server says the true one with each value. */
export function describeAddress(tag: DriverTag): AddressHelp {
  const canonical = formatAddress(parseAddress(tag.address));
  return { canonical, notations: [canonical], dataType: tag.dataType ?? 'float64' };
}
