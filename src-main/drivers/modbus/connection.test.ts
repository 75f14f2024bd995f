import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ModbusTcpConnection } from './connection.ts';

function faultOf(settings: Record<string, unknown>): string | undefined {
  const result = ModbusTcpConnection.safeParse({ host: 'plc-1', ...settings });
  return result.success ? undefined : result.error.issues[0]!.message;
}

describe('the connection of a Modbus TCP device', () => {
  it('needs a host only', () => {
    expect(ModbusTcpConnection.parse({ host: ' 192.168.1.10 ' })).toEqual({
      host: '192.168.1.10',
      port: 502,
      unit_id: 1,
      notation: '40001',
      byte_order: 'ABCD',
      request_timeout: '1s',
      connect_timeout: '10s',
      connect_delay: '0ms',
      max_registers: 125,
      max_bits: 2_000,
      max_gap: 8,
      force_fc16: false,
      force_fc15: false,
      mask_write: false,
      inter_request_delay: '0ms',
      requests_in_flight: 1,
      own_connection: false,
    });
  });

  it.each(['plc', 'plc-boiler.site-1.local', 'PLC_3', '10.0.0.1', 'fe80::1', '::1', '3com.example'])(
    'takes the host %s',
    (host) => {
      expect(faultOf({ host })).toBeUndefined();
    },
  );

  it.each([
    '192.168.1.300',
    '192.168.1',
    '',
    'a b',
    'http://plc',
    '10.0.0.1:502',
    '-plc',
    'plc.',
    `${'a'.repeat(64)}`,
    'a.'.repeat(127),
  ])('refuses the host “%s”', (host) => {
    expect(faultOf({ host })).toBe(`“${host}” is not an IP address or host name. Each part of an IP address is 0–255.`);
  });

  it.each([
    [{ port: 70_000 }, 'Port 70000 is outside 1–65535. Modbus TCP normally uses 502.'],
    [{ unit_id: 300 }, 'Unit ID 300 is outside 0–255. Most devices use 1–247.'],
    [{ unit_id: 1.5 }, 'Unit ID 1.5 is outside 0–255. Most devices use 1–247.'],
    [{ max_registers: 126 }, 'Max registers 126 is outside 1–125. The Modbus limit per read is 125.'],
    [{ request_timeout: '1' }, 'Request timeout “1” is not a duration. Write it with a unit, for example 500ms or 1s.'],
    [{ request_timeout: '2m' }, 'Request timeout 2m is outside 10ms–1m. Write a duration inside this range.'],
  ])('says what is wrong with %j', (settings, message) => {
    expect(faultOf(settings)).toBe(message);
  });

  it('gives the form its titles, units and defaults as JSON Schema', () => {
    const schema = z.toJSONSchema(ModbusTcpConnection, { io: 'input' });
    expect(schema.required).toEqual(['host']);
    expect(schema.properties?.['max_gap']).toMatchObject({
      title: 'Max gap to bridge',
      unit: 'registers',
      default: 8,
      advanced: true,
    });
    for (const property of Object.values(schema.properties ?? {})) expect(property).toHaveProperty('title');
  });
});
