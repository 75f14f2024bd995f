import { describeDriver, REQUEST_TIMEOUT_MS } from '../conformance.ts';
import type { ConformanceSetup } from '../rig-conformance.ts';
import { S7Connection } from './connection.ts';
import { s7 } from './manifest.ts';

const setup = (pduSize: number): ConformanceSetup<S7Connection> => ({
  manifest: s7,
  connectionAt: (host, port) =>
    S7Connection.parse({ host, port, request_timeout: `${REQUEST_TIMEOUT_MS}ms`, pdu_size: pduSize }),
  tags: [
    { address: 'DB10.DBD900:REAL' },
    { address: 'DB10.DBW0' },
    { address: 'MD40:DINT' },
    { address: 'DB10,LREAL10' },
    { address: 'DB10.DBB18:LINT' },
    { address: 'DB11.DBD2' },
    { address: 'IW3' },
    { address: 'DB10.DBW300:INT' },
    { address: 'QW20' },
    { address: 'PIW1' },
    { address: 'DB12.DBB5:ULINT' },
    { address: 'QD30' },
    { address: 'DB300.DBD0:TIME' },
  ],
  writing: {
    tags: [
      { tag: { address: 'DB20.DBW0:INT' }, values: [-32_768, 32_767, 0] },
      { tag: { address: 'DB20.DBB2' }, values: [255, 0] },
      { tag: { address: 'DB20.DBB3:SINT' }, values: [-128, 127] },
      { tag: { address: 'DB20.DBW4:UINT' }, values: [65_535, 0] },
      { tag: { address: 'DB20.DBD6:DINT' }, values: [-2_147_483_648, 2_147_483_647] },
      { tag: { address: 'DB20.DBD10' }, values: [4_294_967_295, 1] },
      { tag: { address: 'DB20,LINT14' }, values: [-(2n ** 63n), 2n ** 63n - 1n, -5] },
      { tag: { address: 'DB20.DBB22:ULINT' }, values: [2n ** 64n - 1n, 7n] },
      { tag: { address: 'DB20.DBD30:REAL' }, values: [-1.5, Math.fround(0.1)] },
      { tag: { address: 'DB20.DBB34:LREAL' }, values: [Math.PI, -Number.MIN_VALUE] },
      { tag: { address: 'DB20.DBW42:BCD16' }, values: [9_999, 0] },
      { tag: { address: 'DB20.DBD44:BCD32' }, values: [99_999_999, 1_234] },
      { tag: { address: 'DB20.DBX48.7' }, values: [true, false, 1] },
      { tag: { address: 'DB20.DBX48.0' }, values: [true, false, true] },
      { tag: { address: 'M7.3' }, values: [true, false, true] },
      { tag: { address: 'DB20.DBB50:STRING[20]' }, values: ['PUMP-7A', '', 'Ölkühler'] },
      { tag: { address: 'DB20.DBB72:WSTRING[9]' }, values: ['Насос', '', '温度 °C'] },
      { tag: { address: 'DB20.DBB94:CHAR[8]' }, values: ['BATCH', 'ABCDEFGH'] },
      { tag: { address: 'DB20.DBW102:S5TIME' }, values: [9_990, 127_000, 9_990_000] },
      { tag: { address: 'DB20.DBD104:TIME' }, values: [-1, 86_400_000] },
      { tag: { address: 'DB20.DBB108:LTIME' }, values: [-(2n ** 63n), 5] },
      { tag: { address: 'DB20.DBD116:TOD' }, values: [86_399_999, 0] },
      { tag: { address: 'DB20.DBW120:DATE' }, values: [Date.UTC(2026, 10, 21) * 1_000] },
      { tag: { address: 'DB20.DBB122:DT' }, values: [Date.UTC(2026, 10, 21, 15, 4, 5, 678) * 1_000] },
      { tag: { address: 'DB20.DBB130:DTL' }, values: [Date.UTC(2026, 10, 21, 15, 4, 5, 678) * 1_000 + 901] },
      { tag: { address: 'T5' }, values: [15_000, 0] },
      { tag: { address: 'C5' }, values: [999, 0] },
      // Longer than a message of 240 bytes.
      { tag: { address: 'DB21.DBB0:STRING[254]' }, values: ['x'.repeat(200), 'short'] },
      { tag: { address: 'DB21.DBB256:WSTRING[250]' }, values: ['y'.repeat(90), ''] },
    ],
    refused: [
      { tag: { address: 'IW3' }, value: 1, code: 'NX_ADDRESS_READ_ONLY' },
      { tag: { address: 'PIW1' }, value: 1, code: 'NX_ADDRESS_READ_ONLY' },
      { tag: { address: 'DB20.DBW0:INT' }, value: 1.5, code: 'NX_VALUE_TYPE' },
      { tag: { address: 'DB20.DBW0:INT' }, value: true, code: 'NX_VALUE_TYPE' },
      { tag: { address: 'DB20.DBW4:UINT' }, value: 70_000, code: 'NX_VALUE_RANGE' },
      { tag: { address: 'DB20.DBW4:UINT' }, value: Number.NaN, code: 'NX_VALUE_TYPE' },
      { tag: { address: 'DB20,LINT14' }, value: 2 ** 63, code: 'NX_VALUE_RANGE' },
      { tag: { address: 'DB20.DBD30:REAL' }, value: Number.POSITIVE_INFINITY, code: 'NX_VALUE_RANGE' },
      { tag: { address: 'DB20.DBD30:REAL' }, value: 1e-300, code: 'NX_VALUE_RANGE' },
      { tag: { address: 'M7.3' }, value: 'on', code: 'NX_VALUE_TYPE' },
      { tag: { address: 'DB20.DBB50:STRING[20]' }, value: 'x'.repeat(21), code: 'NX_VALUE_RANGE' },
      { tag: { address: 'DB21.DBB256:WSTRING[250]' }, value: 'y'.repeat(250), code: 'NX_VALUE_RANGE' },
    ],
    absent: { address: 'DB99.DBW0' },
  },
});

describeDriver('S7 with a PDU of 480 bytes', () => setup(960));
describeDriver('S7 with a PDU of 240 bytes', () => setup(240));
