import { z } from 'zod';
import { hostField, wholeNumber } from '../connection-fields.ts';
import { CONNECTING } from './connecting-fields.ts';
import { ADDRESSING, REQUEST_TIMEOUT, REQUESTS } from './unit-connection.ts';

/** The `connection` of a Modbus TCP device. */
export const ModbusTcpConnection = z.strictObject({
  host: hostField().meta({
    fault: 'HOST_SYNTAX',
    title: 'Host',
    description: 'IP address or name of the device or gateway.',
    examples: ['192.168.1.10'],
  }),
  port: wholeNumber('Port', 1, 65_535, 'Modbus TCP normally uses 502.')
    .default(502)
    .meta({ fault: 'PORT_RANGE', title: 'Port' }),
  ...ADDRESSING,
  ...REQUEST_TIMEOUT,
  ...CONNECTING,
  ...REQUESTS,
  requests_in_flight: wholeNumber('Requests in flight', 1, 16, 'Most devices take 1.').default(1).meta({
    fault: 'COUNT_LIMIT',
    title: 'Requests in flight',
    description:
      'More than one are sent in one go, and answered in their order. Faster, and a fraction of the packets; gateways to serial lines seldom take more than one.',
    advanced: true,
  }),
  own_connection: z.boolean().default(false).meta({
    title: 'Connection of its own',
    description:
      'Devices with the same host and port share one TCP connection, as most gateways allow only a few. Some controllers with several unit IDs want one for each.',
    advanced: true,
  }),
});
export type ModbusTcpConnection = z.output<typeof ModbusTcpConnection>;
