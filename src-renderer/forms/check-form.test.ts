import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkForm } from './check-form.ts';
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
