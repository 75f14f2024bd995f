import { z } from 'zod';
import { hostField, wholeNumber } from '../../connection-fields.ts';
import { CONNECTING } from '../connecting-fields.ts';
import { REQUEST_TIMEOUT, REQUESTS } from '../unit-connection.ts';
import { SERIAL_ADDRESSING } from './serial-connection.ts';

/** The `connection` of a device on a serial line behind a device server. */
export const OverTcpConnection = z.strictObject({
  host: hostField().meta({
    fault: 'HOST_SYNTAX',
    title: 'Host',
    description: 'IP address or name of the serial device server.',
    examples: ['192.168.1.20'],
  }),
  port: wholeNumber('Port', 1, 65_535, 'Serial device servers often use 4001, 8899, 26 or 502.').default(502).meta({
    fault: 'PORT_RANGE',
    title: 'Port',
    description: 'The port that passes the bytes of the line on as they are (raw TCP, “transparent”).',
  }),
  ...SERIAL_ADDRESSING,
  ...REQUEST_TIMEOUT,
  ...CONNECTING,
  ...REQUESTS,
});
export type OverTcpConnection = z.output<typeof OverTcpConnection>;
