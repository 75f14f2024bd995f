import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { formatTarget } from './format-address.ts';
import type { Target } from './target.ts';

/** @throws NexusError NX_ADDRESS_READ_ONLY for what only the CPU itself or the process sets. */
export function assertWritable(target: Target): void {
  const { name, noun } = target.area;
  if (name !== 'I' && name !== 'PI') return;
  throw new NexusError(
    'NX_ADDRESS_READ_ONLY',
    `${formatTarget(target)} is one of the ${noun}, which the process sets. Write to an output, bit memory or a data block.`,
    { field: 'address' },
  );
}
