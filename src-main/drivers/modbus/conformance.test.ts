import { describeDriver, REQUEST_TIMEOUT_MS } from '../conformance.ts';
import type { ConformanceSetup } from '../rig-conformance.ts';
import { MODBUS_CONFORMANCE } from './conformance-tags.ts';
import { ModbusTcpConnection } from './connection.ts';
import { modbusTcp } from './manifest.ts';

const setup = (isSharing: boolean): ConformanceSetup<ModbusTcpConnection> => ({
  ...MODBUS_CONFORMANCE,
  isSharing,
  manifest: modbusTcp,
  connectionAt: (host, port) =>
    ModbusTcpConnection.parse({ host, port, request_timeout: `${REQUEST_TIMEOUT_MS}ms`, mask_write: true }),
});

describeDriver('Modbus TCP', () => setup(false));
describeDriver('Modbus TCP on a connection that may be shared', () => setup(true));
