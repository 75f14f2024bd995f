import { describe, expect, it } from 'vitest';
import { ModbusTcpConnection } from '../../drivers/modbus/connection.ts';
import { drivers } from '../../drivers/registry.ts';
import { formSchemas } from './driver-views.ts';

interface Field {
  readonly type?: string;
  readonly [key: string]: unknown;
}
interface Schema {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, Field>>;
}

const schemas = formSchemas(drivers);
const modbus = schemas.drivers.find(({ id }) => id === 'modbus-tcp')!;
const connection = modbus.connection as unknown as Schema;
const device = schemas.device as unknown as Schema;
const tag = schemas.tag as unknown as Schema;

describe('the schema of a form', () => {
  it('is plain data that crosses any wire, for every protocol', () => {
    expect(schemas.drivers.map(({ id }) => id)).toEqual(drivers.map(({ id }) => id));
    expect(JSON.parse(JSON.stringify(schemas))).toEqual(schemas);
    for (const view of schemas.drivers) expect(view.connection).toMatchObject({ type: 'object' });
  });

  it('has the fields in the order of the form', () => {
    expect(Object.keys(connection.properties)).toEqual(Object.keys(ModbusTcpConnection.shape));
    expect(Object.keys(connection.properties).slice(0, 3)).toEqual(['host', 'port', 'unit_id']);
  });

  it('asks for what has no default only', () => {
    expect(connection.required).toEqual(['host']);
    expect(device.required).toEqual(['id', 'protocol', 'uns_prefix', 'connection']);
    expect(tag.required).toEqual(['id', 'address']);
  });

  it('says limits, defaults, examples, units and what is advanced', () => {
    expect(connection.properties).toMatchObject({
      host: { type: 'string', title: 'Host', examples: ['192.168.1.10'] },
      port: { type: 'integer', minimum: 1, maximum: 65_535, default: 502 },
      notation: { enum: ['40001', '400001', 'wire'], default: '40001' },
      max_registers: { type: 'integer', maximum: 125, unit: 'registers', advanced: true },
      own_connection: { type: 'boolean', default: false, description: expect.any(String) },
    });
    expect(connection.properties['host']!['advanced']).toBeUndefined();
    expect(tag.properties).toMatchObject({
      data_type: { enum: expect.arrayContaining(['float32']) },
      deadband: { type: 'object', properties: { absolute: { minimum: 0 } } },
    });
  });

  it('describes a duration as the text that is written', () => {
    expect(connection.properties['request_timeout']).toMatchObject({
      type: 'string',
      default: '1s',
      examples: ['500ms', '1s'],
    });
    expect(device.properties['poll_interval']).toMatchObject({ type: 'string', default: '1s' });
    expect(tag.properties['poll_interval']).toMatchObject({ type: 'string', title: 'Poll interval' });
  });

  it('holds for forms that the driver takes and for those it refuses', () => {
    const fields = Object.entries(connection.properties);
    const defaults = Object.fromEntries(
      fields.filter(([, field]) => 'default' in field).map(([key, field]) => [key, field['default']]),
    );
    expect(ModbusTcpConnection.parse({ ...defaults, host: 'plc7' })).toEqual({ ...defaults, host: 'plc7' });
    for (const [key, { maximum }] of fields.filter(([, { maximum }]) => typeof maximum === 'number'))
      expect(ModbusTcpConnection.safeParse({ host: 'plc7', [key]: Number(maximum) + 1 }).success, key).toBe(false);
  });
});
