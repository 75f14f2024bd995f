import { duration } from '../connection-fields.ts';

/** How a device is reached over TCP, apart from its host and port. */
export const CONNECTING = {
  connect_timeout: duration('Connect timeout', 100, 60_000)
    .default('10s')
    .meta({
      fault: 'TIMEOUT_RANGE',
      title: 'Connect timeout',
      description: 'Until the TCP connection stands, name resolution included.',
      examples: ['3s', '10s'],
      advanced: true,
    }),
  connect_delay: duration('Pause after connect', 0, 10_000)
    .default('0ms')
    .meta({
      fault: 'INTERVAL_RANGE',
      title: 'Pause after connect',
      description: 'From the connection to the first request. Some gateways lose what is sent to them at once.',
      examples: ['0ms', '500ms'],
      advanced: true,
    }),
};
