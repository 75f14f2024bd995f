import { describe, expect, it } from 'vitest';
import type { Trace } from '../../../src-shared/contract/trace.ts';
import { traceHops } from './trace-hops.ts';

const TRACE: Trace = {
  device: 'boiler',
  tag: 'p',
  name: 'Pressure',
  unit: 'bar',
  topic: 'acme/boiler/p',
  protocol: 'Modbus TCP',
  endpoint: '10.0.0.1:502 /1',
  address: 'holding:7',
  notations: [],
  dataType: 'uint16',
  askedUs: 1_000_000,
  failure: null,
  turnUs: 1_001_000,
  frames: [
    {
      number: 1,
      timeUs: 1_002_000,
      direction: 'sent',
      connection: 0,
      line: 'Read holding register 7 (1)',
      fields: [],
      hex: '0001',
      request: null,
      tookUs: null,
      refusal: false,
    },
  ],
  readUs: 1_004_000,
  raw: 23_266,
  rawStatus: 0,
  steps: [
    { kind: 'scale', text: 'Scale: × 0.5', before: 23_266, after: 11_633 },
    { kind: 'deadband', text: 'Deadband: no point for a change up to 2', before: 11_633, after: 11_633 },
  ],
  point: { timeUs: 1_004_000, value: 11_633, status: 0 },
  engineUs: 1_005_000,
  log: { us: 1_006_000, segment: 3, lane: 2, offset: 77 },
  sinks: [
    { sink: 'historian', state: 'stored', topic: '', us: 1_010_000 },
    { sink: 'mqtt-cloud', state: 'waiting', topic: 'acme/boiler/p', us: null },
  ],
};

describe('the hops of a trace', () => {
  it('lead from the question over the wire and the log to each sink', () => {
    expect(traceHops(TRACE).map(({ name, state }) => `${name} ${state}`)).toEqual([
      'Asked done',
      'Turn done',
      'Sent done',
      'Decoded done',
      'Step done',
      'Step done',
      'Point done',
      'Live done',
      'Log done',
      'Historian done',
      'mqtt-cloud waiting',
    ]);
  });

  it('say what each step made of the value, where it made something of it', () => {
    const steps = traceHops(TRACE).filter(({ name }) => name === 'Step');
    expect(steps.map(({ text }) => text.replaceAll('\u2009', ' '))).toEqual([
      'Scale: × 0.5 → 11 633',
      'Deadband: no point for a change up to 2',
    ]);
  });

  it('end where nothing was read, with the reason', () => {
    const failure = { code: 'NX_DRIVER_TIMEOUT', text: 'No answer within 1 s. Check the unit id.' };
    const none = { turnUs: null, readUs: null, raw: null, rawStatus: null, point: null, engineUs: null, log: null };
    const hops = traceHops({ ...TRACE, ...none, failure, sinks: [] });
    expect(hops.at(-1)).toMatchObject({ name: 'Not read', state: 'failed', text: failure.text });
    expect(hops).toHaveLength(3);
  });
});
