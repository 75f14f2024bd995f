import { describeDriver, REQUEST_TIMEOUT_MS } from '../conformance.ts';
import type { ConformanceSetup } from '../rig-conformance.ts';
import { MODBUS_CONFORMANCE } from './conformance-tags.ts';
import { ModbusTcpConnection } from './connection.ts';
import { modbusTcp } from './manifest.ts';

const setup = (isSharing: boolean, requests_in_flight = 1): ConformanceSetup<ModbusTcpConnection> => ({
  ...MODBUS_CONFORMANCE,
  isSharing,
  manifest: modbusTcp,
  connectionAt: (host, port) =>
    ModbusTcpConnection.parse({
      host,
      port,
      request_timeout: `${REQUEST_TIMEOUT_MS}ms`,
      mask_write: true,
      requests_in_flight,
    }),
});

describeDriver('Modbus TCP', () => setup(false));
describeDriver('Modbus TCP on a connection that may be shared', () => setup(true));
describeDriver('Modbus TCP with four requests in flight', () => setup(false, 4));
