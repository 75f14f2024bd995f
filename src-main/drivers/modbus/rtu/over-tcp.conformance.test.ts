import { describeDriver, REQUEST_TIMEOUT_MS } from '../../conformance.ts';
import type { ConformanceSetup } from '../../rig-conformance.ts';
import { MODBUS_CONFORMANCE } from '../conformance-tags.ts';
import { modbusRtuOverTcp } from './manifest.ts';
import { OverTcpConnection } from './over-tcp-connection.ts';

const setup = (isSharing: boolean): ConformanceSetup<OverTcpConnection> => ({
  ...MODBUS_CONFORMANCE,
  isSharing,
  // A line rests for 1.5 timeouts after each.
  resets: 15,
  manifest: modbusRtuOverTcp,
  connectionAt: (host, port) =>
    OverTcpConnection.parse({ host, port, request_timeout: `${REQUEST_TIMEOUT_MS}ms`, mask_write: true }),
});

describeDriver('Modbus RTU over TCP', () => setup(false));
describeDriver('Modbus RTU over TCP on a connection that may be shared', () => setup(true));
