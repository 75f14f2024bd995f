import { describeDriver, REQUEST_TIMEOUT_MS } from '../conformance.ts';
import type { ConformanceSetup } from '../rig-conformance.ts';
import { ModbusTcpConnection } from './connection.ts';
import { modbusTcp } from './manifest.ts';

const setup = (isSharing: boolean): ConformanceSetup<ModbusTcpConnection> => ({
  isSharing,
  manifest: modbusTcp,
  connectionAt: (host, port) =>
    ModbusTcpConnection.parse({ host, port, request_timeout: `${REQUEST_TIMEOUT_MS}ms`, mask_write: true }),
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
  writing: {
    tags: [
      { tag: { address: 'HR400:int16' }, values: [-32_768, 32_767, 0] },
      { tag: { address: 'HR401:uint16' }, values: [65_535, 0] },
      { tag: { address: 'HR402:int32:CDAB' }, values: [-2_147_483_648, 2_147_483_647] },
      { tag: { address: 'HR404:uint32:BADC' }, values: [4_294_967_295, 1] },
      { tag: { address: 'HR406:int64:DCBA' }, values: [-(2n ** 63n), 2n ** 63n - 1n, -5] },
      { tag: { address: 'HR410:uint64' }, values: [2n ** 64n - 1n, 7n] },
      { tag: { address: 'HR414:float32:CDAB' }, values: [-1.5, Math.fround(0.1)] },
      { tag: { address: 'HR416:float64:GHEFCDAB' }, values: [Math.PI, -Number.MIN_VALUE] },
      { tag: { address: 'HR420:bcd16' }, values: [9_999, 0] },
      { tag: { address: 'HR421:bcd32' }, values: [99_999_999, 1_234] },
      { tag: { address: 'HR423:bits' }, values: [0xffff, 0x8001] },
      { tag: { address: 'HR424.4-7' }, values: [15, 9] },
      { tag: { address: 'HR424.0' }, values: [true, false, true] },
      { tag: { address: 'HR425:bool' }, values: [true, false, 1] },
      { tag: { address: 'C7' }, values: [true, false, true] },
      { tag: { address: 'HR430:string(7)' }, values: ['PUMP-7A', '', 'Ölkühl'] },
    ],
    refused: [
      { tag: { address: 'IR40:int32' }, value: 1, code: 'NX_ADDRESS_READ_ONLY' },
      { tag: { address: 'DI4' }, value: true, code: 'NX_ADDRESS_READ_ONLY' },
      { tag: { address: 'HR400:int16' }, value: 1.5, code: 'NX_VALUE_TYPE' },
      { tag: { address: 'HR400:int16' }, value: true, code: 'NX_VALUE_TYPE' },
      { tag: { address: 'HR401:uint16' }, value: 70_000, code: 'NX_VALUE_RANGE' },
      { tag: { address: 'HR401:uint16' }, value: Number.NaN, code: 'NX_VALUE_TYPE' },
      { tag: { address: 'HR406:int64:DCBA' }, value: 2 ** 63, code: 'NX_VALUE_RANGE' },
      { tag: { address: 'HR414:float32:CDAB' }, value: Number.POSITIVE_INFINITY, code: 'NX_VALUE_RANGE' },
      { tag: { address: 'C7' }, value: 'on', code: 'NX_VALUE_TYPE' },
      { tag: { address: 'HR430:string(7)' }, value: 'PUMP-7AB', code: 'NX_VALUE_RANGE' },
    ],
    absent: { address: 'HR500' },
  },
});

describeDriver('Modbus TCP', () => setup(false));
describeDriver('Modbus TCP on a connection that may be shared', () => setup(true));
