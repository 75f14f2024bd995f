import { describe, expect, it } from 'vitest';
import { drivers, findDriver } from './registry.ts';

describe('the registry of drivers', () => {
  it('finds a protocol by its word', () => {
    expect(findDriver('modbus-tcp').title).toBe('Modbus TCP');
    expect(new Set(drivers.map((driver) => driver.id)).size).toBe(drivers.length);
  });

  it('names what there is when the word is unknown', () => {
    expect(() => findDriver('Modbus_TCP')).toThrow(
      expect.objectContaining({
        code: 'NX_DRIVER_UNKNOWN_PROTOCOL',
        message: expect.stringContaining('“Modbus_TCP” is not a protocol of this gateway. Use modbus-tcp.'),
      }),
    );
    expect(() => findDriver('constructor')).toThrow(/Use .*modbus-tcp/);
  });
});
