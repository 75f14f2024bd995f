import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkForm } from './check-form.ts';
import { settled } from './form-value.ts';
import { readFields } from './read-schema.ts';

const schema = z.object({
  host: z.string().meta({ title: 'Host', examples: ['192.168.1.10'] }),
  port: z.int().min(1).max(65_535).default(502).meta({ title: 'Port', fault: 'PORT_RANGE' }),
  unit: z.int().min(0).max(255).meta({ hint: 'Most devices use 1–247.' }).default(1).meta({ title: 'Unit ID' }),
  timeout: z
    .string()
    .default('1s')
    .meta({ title: 'Timeout', durationMs: { minimum: 10, maximum: 60_000 } }),
  order: z.enum(['ABCD', 'CDAB']).default('ABCD').meta({ title: 'Byte order' }),
});
const fields = readFields(z.toJSONSchema(schema, { io: 'input' }));
const check = (form: Record<string, unknown>) => checkForm(fields, { host: 'plc', ...form }, 'Modbus TCP');

describe('the check of a form', () => {
  it('passes what its schema passes', () => {
    for (const form of [{}, { port: 1502 }, { port: ' 1502 ' }, { timeout: '1.5s' }, { order: 'CDAB' }]) {
      expect(check(form)).toEqual([]);
    }
  });

  it.each([
    [{ host: '  ' }, 'host', 'Host is empty. Enter for example 192.168.1.10.', 'MISSING_KEY'],
    [{ port: 70_000 }, 'port', 'Port 70000 is outside 1–65535. Modbus TCP normally uses 502.', 'net.port'],
    [{ port: 'abc' }, 'port', '“abc” is not a number. Port takes 1–65535.', 'net.port'],
    [{ port: 1.5 }, 'port', 'Port 1.5 is not a whole number. Modbus TCP normally uses 502.', 'net.port'],
    [{ unit: 300 }, 'unit', 'Unit ID 300 is outside 0–255. Most devices use 1–247.', 'VALUE'],
    [{ timeout: '500' }, 'timeout', '“500” has no unit. Write 500ms or 500s.', 'VALUE'],
    [
      { timeout: 'soon' },
      'timeout',
      '“soon” is not a duration. Write it with a unit, for example 500ms or 1s.',
      'VALUE',
    ],
    [{ timeout: '2m' }, 'timeout', 'Timeout 2m is outside 10ms–1m. Write a duration inside this range.', 'VALUE'],
    [{ order: 'XY' }, 'order', '“XY” is no choice of Byte order. Use ABCD, CDAB.', 'VALUE'],
  ])('says of %j at “%s”: %s', (form, path, text, code) => {
    expect(check(form)).toEqual([{ path, code, text, severity: 'error' }]);
  });
});

it('asks for nothing inside a map that may be left out and is', () => {
  const database = z.strictObject({ url: z.string().meta({ title: 'Address' }), pool: z.int().optional() }).optional();
  const optional = readFields(z.toJSONSchema(z.strictObject({ database }), { io: 'input' }));
  expect(checkForm(optional, {}, 'This gateway')).toEqual([]);
  expect(checkForm(optional, { database: { pool: 3 } }, 'This gateway')).toMatchObject([{ path: 'database.url' }]);
});

describe('a list of maps in a form', () => {
  const item = z.strictObject({
    id: z.string().meta({ title: 'Id' }),
    window: z.int().min(1).max(10).default(5).meta({ title: 'Window' }),
    on: z.boolean().optional(),
  });
  const list = z
    .array(item)
    .default([])
    .meta({ itemTitle: 'Broker', usual: ['id'] });
  const listFields = readFields(z.toJSONSchema(z.strictObject({ brokers: list }), { io: 'input' }));

  it('is a field whose item says which of its fields are folded away', () => {
    expect(listFields).toMatchObject([
      {
        kind: 'list',
        path: 'brokers',
        itemTitle: 'Broker',
        item: [
          { path: 'id', isAdvanced: false },
          { path: 'window', isAdvanced: true },
          { path: 'on', isAdvanced: true },
        ],
      },
    ]);
  });

  it('is checked map by map, each fault at the place that the gateway would name', () => {
    const faults = checkForm(listFields, { brokers: [{ id: 'a' }, { window: '70' }] }, 'This gateway');
    expect(faults.map(({ path, text }) => [path, text])).toEqual([
      ['brokers[1].id', 'Id is empty. Enter one.'],
      ['brokers[1].window', expect.stringContaining('Window 70 is outside 1–10.')],
    ]);
  });

  it('goes into the file with numbers as numbers and without what is usual; an empty one not at all', () => {
    const form = {
      brokers: [
        { id: ' a ', window: '7' },
        { id: 'b', window: 5 },
      ],
    };
    expect(settled(listFields, form, {})).toEqual({ brokers: [{ id: 'a', window: 7 }, { id: 'b' }] });
    expect(settled(listFields, { brokers: [] }, { brokers: [{ id: 'a' }] })).toEqual({});
  });
});
