import type { Promised } from './promise.ts';

/** Rows 17-25. */
export const DEVICES: readonly Promised[] = [
  {
    row: 17,
    promise:
      'A wall clock that is set forward or back, or that drifts, moves no poll and costs no value: times follow the clock, and history keeps what is stored under the same time twice.',
    figure:
      '+1 h, −2 h and 100 ppm under the whole service: 0 samples lost, doubled or overwritten; each step told, each step back a new epoch',
    proofs: [
      { campaign: 'clock-steps' },
      { test: 'src-main/log/log-host.test.ts', says: 'begins a new epoch after a step back only' },
      {
        test: 'src-main/log/device-epochs.test.ts',
        says: 'begins the new epoch of each device where its own stamps go back',
      },
      { test: 'src-main/processing/normalise.test.ts', says: 'follows a wall clock that is set back' },
    ],
    short:
      'Values after a step forward are not marked as “clock not synchronised”: the engine does not know whether NTP agrees.',
  },
  {
    row: 18,
    promise: 'Polls come when they are due, whatever the sinks do.',
    figure: '20,000 points/s with broker and history up, on 2 cores: lateness p50 ≤ 2 ms, p99 ≤ 20 ms, worst ≤ 200 ms',
    proofs: [{ campaign: 'lateness' }],
  },
  {
    row: 19,
    promise: 'A value is at a subscriber of the broker a quarter of a second after it was read.',
    figure: '20,000 points/s with broker and history up: p99 ≤ 250 ms from the answer of the device to the subscriber',
    proofs: [{ campaign: 'lateness' }],
  },
  {
    row: 20,
    promise:
      'When most devices of a plant vanish, the others are polled as before, the lost ones are tried ever more rarely and few at a time, and each is told as lost and as back by one line.',
    figure:
      '200 of 250: p99 lateness of the others ≤ 30 ms, ≤ 16 connects pending, all polled again within 65 s of their return',
    proofs: [{ campaign: 'vanish' }],
  },
  {
    row: 21,
    promise:
      'Whatever a device, a broker, a client or a file brings that breaks its rules is rejected: it becomes no value, ends no program and stops no reading, and the next right one is read.',
    figure:
      '10,000 frames for each change and 1,000,000 in a week, of Modbus TCP, Modbus RTU, S7 and OPC UA each, in 27 and more ways; 10,000 of MQTT and of HTTP, and of every format that is read: 0 taken for a value, 0 uncaught, 0 hangs, 10 MiB of memory at most',
    proofs: [
      { campaign: 'fuzz-modbus-tcp' },
      { campaign: 'fuzz-modbus-rtu' },
      { campaign: 'fuzz-s7' },
      { campaign: 'fuzz-opcua' },
      { campaign: 'device-decoders' },
      { campaign: 'fuzz-payloads' },
      { campaign: 'fuzz-languages' },
      { campaign: 'fuzz-tag-files' },
      { campaign: 'fuzz-sealed' },
      { campaign: 'fuzz-mqtt-broker' },
      { campaign: 'fuzz-mqtt-client' },
      { campaign: 'fuzz-http' },
      { campaign: 'fuzz-socket' },
      { test: 'bench/faults/fuzz/corpus.test.ts', says: 'is rejected, and the next poll is right' },
      { test: 'src-main/drivers/modbus/reply.test.ts', says: 'of any bytes at all gets a verdict' },
      { test: 'src-main/drivers/modbus/codec.test.ts', says: 'is read back as it was' },
      { test: 'src-main/drivers/s7/codec.test.ts', says: 'is read back as it was' },
      {
        test: 'src-main/drivers/opcua/rogue-server.integration.test.ts',
        says: 'has no malformed notification taken for a value',
      },
    ],
    short:
      'Memory is that held behind a collection; resident memory is held to the limit from a million frames on, as V8 keeps what it needed once. Protocols without checksums cannot tell a value that was altered inside a right frame.',
  },
  {
    row: 22,
    promise:
      'A reply is used only for the request that it answers: by number, unit, function and length. A late or broken one closes the connection, and nothing goes over it any more.',
    figure:
      '10,000 late or mixed-up replies of Modbus TCP, S7 and OPC UA each: 0 taken for the next one, 0 connections used again',
    proofs: [
      { campaign: 'late-replies' },
      {
        test: 'src-main/drivers/modbus/rtu/rtu-guard.test.ts',
        says: 'takes no late reply for that of the next request, also where a new connection brings it',
      },
      {
        test: 'src-main/drivers/modbus/reply.test.ts',
        says: 'with any one byte changed that is known before is never data',
      },
    ],
    short:
      'On a serial line replies have no number: there the line is kept quiet for 1.5 timeouts behind a fault, and what comes later than that cannot be told apart.',
  },
  {
    row: 23,
    promise: 'An address that a device refuses costs its own tag and no other.',
    figure: '1 of 100 tags refused: isolated within the first poll, the other 99 stay Good',
    proofs: [
      {
        test: 'src-main/drivers/modbus/driver.test.ts',
        says: 'is isolated within the first poll: 99 of 100 tags stay Good',
      },
      {
        test: 'src-main/drivers/modbus/libmodbus.integration.test.ts',
        says: 'isolates an address outside the map and keeps the rest',
      },
    ],
  },
  {
    row: 24,
    promise:
      'A device whose connection is dead without a word is seen as lost within two request timeouts, its old connection is closed, and it never has two.',
    figure: 'seen within 2 × the request timeout of 1 s; at most 1 socket towards a device',
    proofs: [
      { campaign: 'half-open' },
      {
        test: 'src-main/drivers/fault-conformance.ts',
        says: 'tells a silent peer as NX_DRIVER_TIMEOUT in time, with the link closed',
      },
    ],
  },
  {
    row: 25,
    promise: 'A connection that is reset at any moment is made again and ends nothing else.',
    figure: '1,000 resets at any byte of greeting, request and reply: 0 uncaught, 0 hangs, 0 values that are not true',
    proofs: [
      { campaign: 'resets' },
      {
        test: 'src-main/drivers/opcua/open62541.integration.test.ts',
        says: 'opens nothing that it leaves behind, cut at any moment of 40 connects',
      },
    ],
  },
];
