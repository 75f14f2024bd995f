import { z } from 'zod';
import { BYTE_ORDERS } from '../../../src-shared/domain/data-type.ts';
import { duration, wholeNumber } from '../connection-fields.ts';

/** Which unit it is and how its addresses are written. */
export const ADDRESSING = {
  unit_id: wholeNumber('Unit ID', 0, 255, 'Most devices use 1–247.').default(1).meta({
    fault: 'UNIT_ID',
    title: 'Unit ID',
    description: 'Behind a gateway the number of the serial device; many TCP devices take 1, 0 or 255.',
  }),
  notation: z.enum(['40001', '400001', 'wire']).default('40001').meta({
    title: 'Notation',
    description:
      'How a number without an area is read and how addresses are shown: 5 digits and 6 digits count from 1, wire counts from 0.',
  }),
  byte_order: z.enum(BYTE_ORDERS).default('ABCD').meta({
    fault: 'BYTE_ORDER',
    title: 'Byte order',
    description: 'Of 32- and 64-bit values, unless the tag has its own. A is the most significant byte.',
  }),
};

export const REQUEST_TIMEOUT = {
  request_timeout: duration('Request timeout', 10, 60_000)
    .default('1s')
    .meta({
      fault: 'TIMEOUT_RANGE',
      title: 'Request timeout',
      description: 'From the request until its whole reply has arrived. After it the connection is closed.',
      examples: ['500ms', '1s'],
      advanced: true,
    }),
};

/** What its requests may be. */
export const REQUESTS = {
  max_registers: wholeNumber('Max registers', 1, 125, 'The Modbus limit per read is 125.').default(125).meta({
    fault: 'COUNT_LIMIT',
    title: 'Max registers per read',
    description: 'Some devices take less than the 125 of the specification.',
    unit: 'registers',
    advanced: true,
  }),
  max_bits: wholeNumber('Max bits', 1, 2_000, 'The Modbus limit per read is 2000.').default(2_000).meta({
    fault: 'COUNT_LIMIT',
    title: 'Max coils per read',
    description: 'Coils or discrete inputs in one request.',
    unit: 'bits',
    advanced: true,
  }),
  max_gap: wholeNumber('Max gap', 0, 124, 'Gaps up to it are read along to save requests.').default(8).meta({
    fault: 'COUNT_LIMIT',
    title: 'Max gap to bridge',
    description:
      'Registers nobody asked for that may be read along to save a request; for coils 16 times as many bits.',
    unit: 'registers',
    advanced: true,
  }),
  force_fc16: z.boolean().default(false).meta({
    title: 'Always write with FC 16',
    description: 'Single registers too, for devices that do not have function 6.',
    advanced: true,
  }),
  force_fc15: z.boolean().default(false).meta({
    title: 'Always write with FC 15',
    description: 'Single coils too, for devices that do not have function 5.',
    advanced: true,
  }),
  mask_write: z.boolean().default(false).meta({
    title: 'Mask write (FC 22)',
    description:
      'The device has function 22, which changes single bits of a holding register. Without it such bits are read-only.',
    advanced: true,
  }),
  inter_request_delay: duration('Inter-request delay', 0, 10_000)
    .default('0ms')
    .meta({
      fault: 'INTERVAL_RANGE',
      title: 'Pause between requests',
      description: 'From the end of a reply to the next request. Slow serial gateways need 5–50 ms.',
      examples: ['0ms', '20ms'],
      advanced: true,
    }),
};

/** What every Modbus device says of itself, whatever carries its requests. */
const UnitConnection = z.strictObject({ ...ADDRESSING, ...REQUEST_TIMEOUT, ...REQUESTS });
export type UnitConnection = z.output<typeof UnitConnection>;
