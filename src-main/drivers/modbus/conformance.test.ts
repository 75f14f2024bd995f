import { describeDriver, REQUEST_TIMEOUT_MS } from '../conformance.ts';
import { ModbusTcpConnection } from './connection.ts';
import { modbusTcp } from './manifest.ts';

describeDriver('Modbus TCP', () => ({
  manifest: modbusTcp,
  connectionAt: (host, port) => ModbusTcpConnection.parse({ host, port, request_timeout: `${REQUEST_TIMEOUT_MS}ms` }),
  tags: [
    { address: 'HR900:float32:CDAB' },
    { address: 'HR0' },
    { address: 'IR40:int32' },
    { address: 'HR10:float64:DCBA' },
    { address: 'HR14:int64' },
    { address: 'HR2:uint32:BADC' },
    { address: 'IR0:bcd16' },
    { address: 'HR300:int16' },
    { address: 'HR20:bits' },
    { address: 'IR1:bcd32' },
    { address: 'HR5:uint64:FEHGBADC' },
    { address: 'IR100:float32' },
  ],
}));
