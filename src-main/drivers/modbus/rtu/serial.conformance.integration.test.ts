import { SerialWire, wirePath } from '../../../testing/serial-wire.ts';
import { describeDriver, REQUEST_TIMEOUT_MS } from '../../conformance.ts';
import type { ConformanceSetup } from '../../rig-conformance.ts';
import { MODBUS_CONFORMANCE } from '../conformance-tags.ts';
import { modbusRtu } from './manifest.ts';
import { SerialConnection } from './serial-connection.ts';

const setup = (isSharing: boolean): ConformanceSetup<SerialConnection> => ({
  ...MODBUS_CONFORMANCE,
  isSharing,
  // A line rests for 1.5 timeouts after each.
  resets: 15,
  manifest: modbusRtu,
  wire: (simulator) => new SerialWire(simulator),
  refusedCode: 'NX_NET_UNREACHABLE',
  connectionAt: (_, port) =>
    SerialConnection.parse({
      path: wirePath(port),
      baud_rate: 115_200,
      request_timeout: `${REQUEST_TIMEOUT_MS}ms`,
      mask_write: true,
    }),
});

describeDriver('Modbus RTU on a serial port', () => setup(false));
describeDriver('Modbus RTU on a serial port that may be shared', () => setup(true));
