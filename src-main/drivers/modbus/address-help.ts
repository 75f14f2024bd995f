import type { AddressHelp, DriverTag } from '../driver.ts';
import { formatAddress, parseAddress } from './address.ts';
import { resolveTarget } from './target.ts';
import type { UnitConnection } from './unit-connection.ts';

/**
 * The address as this device shows it, and as every other notation writes it. All of them mean the same tag.
 *
 * @throws NexusError as `resolveTarget`.
 */
export function describeAddress(tag: DriverTag, connection: UnitConnection): AddressHelp {
  const { area, wire, suffix, bits } = parseAddress(tag.address, connection.notation);
  const { dataType, order, count } = resolveTarget(tag, connection);
  const hasOrder = (count > 1 && dataType !== 'string') || order !== 'ABCD';
  const bit = bits === undefined ? '' : `.${bits.low}${bits.high === bits.low ? '' : `-${bits.high}`}`;
  const hex = wire.toString(16).toUpperCase().padStart(4, '0');
  const numbers = [
    ...(connection.notation === 'wire'
      ? []
      : [formatAddress(area, wire, '40001', count), formatAddress(area, wire, '400001')]),
    `${area.digit}:${wire + 1}`,
    formatAddress(area, wire, 'wire'),
    `${area.name}:0x${hex}`,
  ];
  return {
    canonical: `${formatAddress(area, wire, connection.notation, count)}${suffix}`,
    notations: [...new Set(numbers)].map((number) => `${number}${bit}`),
    dataType,
    ...(hasOrder && { byteOrder: order }),
  };
}
