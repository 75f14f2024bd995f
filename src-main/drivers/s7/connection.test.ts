import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { placeOf, S7Connection, tsapsOf } from './connection.ts';
import { s7 } from './manifest.ts';

const parse = (settings: Record<string, unknown> = {}): S7Connection =>
  S7Connection.parse({ host: '192.168.1.20', ...settings });

describe('the connection of an S7 device', () => {
  it('needs a host only', () => {
    expect(parse()).toEqual({
      host: '192.168.1.20',
      port: 102,
      connection_kind: 'op',
      pdu_size: 960,
      requests_in_flight: 3,
      request_timeout: '2s',
      connect_timeout: '10s',
      max_gap: 32,
    });
    expect(s7.endpoint(parse())).toBe('192.168.1.20 r0 s1');
    expect(s7.endpoint(parse({ port: 1_102, remote_tsap: '20.00' }))).toBe('192.168.1.20:1102 TSAP 20.00');
    expect(s7.endpointKey(parse({ host: 'PLC7', slot: 4 }))).toBe('s7 plc7:102');
  });

  it.each([
    [{}, 0x0201],
    [{ cpu: 's7-300' }, 0x0202],
    [{ cpu: 's7-400' }, 0x0202],
    [{ cpu: 's7-300', slot: 4, rack: 1 }, 0x0224],
    [{ connection_kind: 'pg', slot: 2 }, 0x0102],
    [{ connection_kind: 'basic', rack: 7, slot: 31 }, 0x03ff],
    [{ remote_tsap: '20.00' }, 0x2000],
    [{ remote_tsap: '0x4D57' }, 0x4d57],
  ])('%j is the TSAP that the CPU knows', (settings, remote) => {
    expect(tsapsOf(parse(settings))).toEqual({ local: 0x0100, remote });
  });

  it('says in its texts where the CPU is', () => {
    expect(placeOf(parse({ cpu: 's7-300' }))).toEqual({ rack: 0, slot: 2 });
    expect(tsapsOf(parse({ local_tsap: '10.00' })).local).toBe(0x1000);
  });

  it.each([
    [{ rack: 8 }, 'Rack 8 is outside 0–7. It is nearly always 0.'],
    [{ slot: 32 }, 'Slot 32 is outside 0–31. S7-1200/1500 use slot 1, S7-300 slot 2.'],
    [{ remote_tsap: '2000' }, 'Remote TSAP “2000” is not a TSAP. Write two bytes, for example 10.00 or 0x1000.'],
    [{ pdu_size: 2_000 }, 'PDU size 2000 is outside 128–960. The CPU answers with what it has: 240, 480 or 960.'],
  ])('says what is wrong with %j', (settings, message) => {
    const result = S7Connection.safeParse({ host: 'plc', ...settings });
    expect(result.error?.issues[0]?.message).toBe(message);
  });

  it('gives the form a title for everything', () => {
    const schema = z.toJSONSchema(S7Connection, { io: 'input' });
    expect(schema.required).toEqual(['host']);
    for (const property of Object.values(schema.properties ?? {})) expect(property).toHaveProperty('title');
  });
});
