import { describeDriver, REQUEST_TIMEOUT_MS } from '../conformance.ts';
import type { ConformanceSetup } from '../rig-conformance.ts';
import { OpcUaConnection } from './connection.ts';
import { opcua } from './manifest.ts';

const PLANT = 'nsu=http://nexus.example/plant;';

const setup = (isSharing: boolean): ConformanceSetup<OpcUaConnection> => ({
  manifest: opcua,
  connectionAt: (host, port) =>
    OpcUaConnection.parse({
      endpoint: `opc.tcp://${host}:${port}`,
      request_timeout: `${REQUEST_TIMEOUT_MS}ms`,
      allow_writes_unsecured: true,
    }),
  isSharing,
  // The library of the twin takes its milliseconds from another clock.
  clockSkewUs: 5_000,
  tags: [
    { address: `${PLANT}s=Line1.Speed` },
    { address: `${PLANT}s=Line1.Count`, dataType: 'uint32' },
    { address: 'ns=3;i=5001', dataType: 'int16' },
    { address: 'ns=3;g=09087e75-8e5e-499b-954f-f2a9603db28a', dataType: 'float32' },
    { address: 'ns=2;b=M/RbKBs=', dataType: 'int64' },
    { address: 'ns=2;s=Array[2]', dataType: 'int32' },
    { address: 'ns=2;s=Array[0]', dataType: 'int32' },
    { address: 'ns=2;s=Array[1]', dataType: 'int32' },
    { address: 'ns=1;s=Own', dataType: 'uint64' },
    { address: 'nsu=urn:other;s="DB"."Value"', dataType: 'uint16' },
    { address: `${PLANT}i=7`, dataType: 'int32' },
  ],
  writing: {
    tags: [
      { tag: { address: `${PLANT}s=w.int16`, dataType: 'int16' }, values: [-32_768, 32_767, 0] },
      { tag: { address: `${PLANT}s=w.bool`, dataType: 'bool' }, values: [true, false, 1] },
      { tag: { address: `${PLANT}s=w.int8`, dataType: 'int8' }, values: [-128, 127] },
      { tag: { address: `${PLANT}s=w.uint8`, dataType: 'uint8' }, values: [255, 0] },
      { tag: { address: `${PLANT}s=w.uint16`, dataType: 'uint16' }, values: [65_535, 0] },
      { tag: { address: `${PLANT}s=w.int32`, dataType: 'int32' }, values: [-2_147_483_648, 2_147_483_647] },
      { tag: { address: `${PLANT}s=w.uint32`, dataType: 'uint32' }, values: [4_294_967_295, 1] },
      { tag: { address: `${PLANT}s=w.int64`, dataType: 'int64' }, values: [-(2n ** 63n), 2n ** 63n - 1n, -5] },
      { tag: { address: `${PLANT}s=w.uint64`, dataType: 'uint64' }, values: [2n ** 64n - 1n, 7n] },
      { tag: { address: `${PLANT}s=w.float32`, dataType: 'float32' }, values: [-1.5, Math.fround(0.1)] },
      { tag: { address: `${PLANT}s=w.float64`, dataType: 'float64' }, values: [Math.PI, -Number.MIN_VALUE] },
      { tag: { address: `${PLANT}s=w.string`, dataType: 'string' }, values: ['Ölkühler 🛢', '', 'PUMP-7A'] },
    ],
    refused: [
      { tag: { address: `${PLANT}s=w.int16`, dataType: 'int16' }, value: 1.5, code: 'NX_VALUE_TYPE' },
      { tag: { address: `${PLANT}s=w.int16`, dataType: 'int16' }, value: true, code: 'NX_VALUE_TYPE' },
      { tag: { address: `${PLANT}s=w.uint16`, dataType: 'uint16' }, value: 70_000, code: 'NX_VALUE_RANGE' },
      { tag: { address: `${PLANT}s=w.uint16`, dataType: 'uint16' }, value: Number.NaN, code: 'NX_VALUE_TYPE' },
      { tag: { address: `${PLANT}s=w.int64`, dataType: 'int64' }, value: 2 ** 63, code: 'NX_VALUE_RANGE' },
      { tag: { address: `${PLANT}s=w.uint64`, dataType: 'uint64' }, value: -1n, code: 'NX_VALUE_RANGE' },
      { tag: { address: `${PLANT}s=w.float32`, dataType: 'float32' }, value: 1e39, code: 'NX_VALUE_RANGE' },
      { tag: { address: `${PLANT}s=w.float64`, dataType: 'float64' }, value: Number.NaN, code: 'NX_VALUE_RANGE' },
      { tag: { address: `${PLANT}s=w.bool`, dataType: 'bool' }, value: 'on', code: 'NX_VALUE_TYPE' },
      { tag: { address: `${PLANT}s=w.string`, dataType: 'string' }, value: 7, code: 'NX_VALUE_TYPE' },
    ],
    absent: { address: `${PLANT}s=nothing`, dataType: 'int16' },
  },
});

describeDriver('OPC UA with a session of its own', () => setup(false));
describeDriver('OPC UA with a session that may be shared', () => setup(true));
