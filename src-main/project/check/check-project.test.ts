import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Device } from '../../../src-shared/domain/device.ts';
import { drivers } from '../../drivers/registry.ts';
import { config, device, kpi, NAME, one, tag, tags, two } from '../../testing/small-projects.ts';
import { NexusConfig } from '../config/nexus-config.ts';
import { checkProject } from './check-project.ts';
import type { Fault } from './fault.ts';
import { FAULT_CODES, type FaultCode } from './fault-codes.ts';

function check(files: Readonly<Record<string, string>>): readonly Fault[] {
  return checkProject(new Map(Object.entries({ 'nexus.yaml': NAME, ...files })), drivers).faults;
}

type Row = readonly [code: FaultCode, files: Record<string, string>, path: string, word: string];
const T0 = 'tags[0]';

/** The smallest file with each kind of fault (reliability reference, appendix A). */
const ERRORS: readonly Row[] = [
  ['SYNTAX', one('tags: [1, 2'), '', 'Column'],
  ['SYNTAX', one('tags: *nobody'), '', '“*nobody” refers to nothing'],
  ['SYNTAX', one('description: a\n---\nid: e'), '', 'second document'],
  ['TOO_LARGE', one(`description: ${'x'.repeat(9 * 2 ** 20)}`), '', '9.0 MiB'],
  ['DEPTH', one(`asset: ${'['.repeat(30)}${']'.repeat(30)}`), '', 'deeper than 20'],
  ['DUP_KEY', one('enabled: true\nenabled: false'), '', '“enabled” stands twice'],
  ['FORBIDDEN_KEY', one('asset: { __proto__: { make: x } }'), '', '__proto__'],
  ['UNKNOWN_KEY', one(tag('scal: 2')), `${T0}.scal`, 'Did you mean “scale”?'],
  ['MISSING_KEY', one('tags:\n  - { id: t }'), `${T0}.address`, '“address” is missing'],
  ['MISSING_KEY', config('mqtt: { tls: { cert: a.pem } }'), 'mqtt.tls.key', 'needs both'],
  ['WRONG_TYPE', one('enabled: maybe'), 'enabled', '“maybe” is not true or false'],
  ['WRONG_TYPE', one(tags('id: t, address: 40001')), `${T0}.address`, 'Write it in quotes: "40001"'],
  ['WRONG_TYPE', one(tags('id: t, address: C1, scale: 2')), `${T0}.scale`, 'no number to scale'],
  ['WRONG_TYPE', one(tags('id: t, address: HR1.3, scale: 2')), `${T0}.scale`, 'no number to scale'],
  ['NULL_NOT_ALLOWED', one(tag('access: ')), `${T0}.access`, 'Give it read, read_write'],
  ['SCHEMA_VERSION_OLD', config('schema_version: 0'), 'schema_version', 'no version 0'],
  ['SCHEMA_VERSION_NEW', config('schema_version: 2'), 'schema_version', 'version 2'],
  ['FILE_NAME', { 'devices/e.yaml': device('d', '') }, 'id', 'Name the file devices/d.yaml'],
  ['VALUE', one(tag('data_type: FLOAT')), `${T0}.data_type`, '“FLOAT” is not a data type here'],
  ['VALUE', one(tag('enum: { on: Running }')), `${T0}.enum.on`, '“on” is not a whole number'],
  ['DUP_ID', one(tags('id: t, address: HR1', 'id: t, address: HR2')), 'tags[1].id', 'already used by tag 1'],
  ['NAME_CHARS', one(tags('id: a b, address: HR1')), `${T0}.id`, '“a b” is not an id'],
  ['NAME_CHARS', one('name: "a\\u202Eb"'), 'name', 'a\\u202eb'],
  ['NAME_LENGTH', one('name: ""'), 'name', 'has 0 characters'],
  ['NAME_LENGTH', one(`asset: { make: ${'x'.repeat(129)} }`), 'asset.make', 'longer than 128'],
  ['RESERVED_NAME', { 'devices/response.yaml': device('response', '') }, 'id', '“response” is reserved'],
  ['RESERVED_NAME', { 'devices/aux.yaml': device('aux', '') }, 'id', 'on Windows'],
  ['INTERVAL_RANGE', one('poll_interval: 20ms'), 'poll_interval', 'minimum of 50 ms'],
  [
    'ADAPTIVE_POLLING',
    one('adaptive_polling: { fastest: 2s, slowest: 9s }'),
    'adaptive_polling.fastest',
    'interval 1s',
  ],
  ['INTERVAL_RANGE', one('poll_interval: 500'), 'poll_interval', '500 has no unit'],
  ['TIMEOUT_RANGE', one('', 'host: a, request_timeout: 2h'), 'connection.request_timeout', '10ms–1m'],
  ['TIMEOUT_RANGE', config('writes: { timeout: 1ms }'), 'writes.timeout', '100ms–2m'],
  ['RETRY_RANGE', config('mqtt: { retry: 1h }'), 'mqtt.retry', '100ms–5m'],
  ['PORT_RANGE', config('server: { port: 70000 }'), 'server.port', '70000 is outside 1–65535'],
  ['PORT_RANGE', one('', 'host: a, port: 0'), 'connection.port', 'Port 0'],
  ['PORT_RANGE', config('mqtt: { url: "mqtt://broker:70000" }'), 'mqtt.url', 'Port 70000'],
  ['PORT_RANGE', config('mqtt: { enabled: true }\nserver: { port: 1883 }'), 'server.port', 'embedded broker'],
  ['COUNT_LIMIT', config('acquisition: { hosts: 99 }'), 'acquisition.hosts', '99 is outside 1–16'],
  ['COUNT_LIMIT', config('mqtt: { prefixes: [] }'), 'mqtt.prefixes', 'fewer than 1'],
  [
    'LOAD_ESTIMATE',
    { ...config('acquisition: { max_devices: 1 }'), ...two(device('a', ''), device('b', '')) },
    'acquisition.max_devices',
    '2 devices are enabled',
  ],
  ['BUFFER_BUDGET', config('buffer: { budget: 1MiB }'), 'buffer.budget', '64 MiB–16 TiB'],
  ['DEADBAND', one(tag('deadband: { absolute: -0.5 }')), `${T0}.deadband.absolute`, 'Deadband -0.5 is negative'],
  ['MISSING_KEY', one(tag('deadband: { percent_of_range: 1 }')), `${T0}.deadband.percent_of_range`, 'eu_low'],
  ['SCALE_ZERO', one(tag('scale: 0')), `${T0}.scale`, 'every value 0'],
  ['SCALE_ZERO', one(tag('scale: 1.0e+308')), `${T0}.scale`, 'beyond the largest number'],
  ['SCALE_ZERO', one(tag('raw_low: 5, raw_high: 5, eu_low: 0, eu_high: 1')), `${T0}.raw_high`, 'divide by zero'],
  ['SCALE_ZERO', one(tag('raw_low: 0, raw_high: 5, eu_low: 1, eu_high: 1')), `${T0}.eu_high`, 'both 1'],
  ['LIMIT_ORDER', one(tag('clamp_low: 120, clamp_high: 100')), `${T0}.clamp_low`, '120 is above clamp high 100'],
  ['LIMIT_ORDER', one(tag('eu_low: 9, eu_high: 1')), `${T0}.eu_low`, 'not below engineering high 1'],
  ['LIMIT_ORDER', one(tag('write_limits: { min: 9, max: 1 }')), `${T0}.write_limits.min`, '9 is above highest value 1'],
  ['RATE_OF_CHANGE', one(tag('write_limits: { max_step: 0 }')), `${T0}.write_limits.max_step`, 'no change at all'],
  ['UNIT', one(tag('unit_from: bar, unit: Cel')), `${T0}.unit_from`, 'cannot become'],
  ['UNIT', one(tag('unit_from: barr, unit: Pa')), `${T0}.unit_from`, 'Did you mean “bar”?'],
  ['PROTOCOL', { 'devices/d.yaml': device('d', '').replace('-tcp', '-tpc') }, 'protocol', 'Did you mean “modbus-tcp”?'],
  ['HOST_SYNTAX', one('', 'host: 192.168.1.300'), 'connection.host', '“192.168.1.300” is not an IP address'],
  ['HOST_SYNTAX', config('mqtt: { url: "mqtt://10.0.0.300" }'), 'mqtt.url', '10.0.0.300'],
  ['HOST_SYNTAX', config('mqtt: { url: broker }'), 'mqtt.url', 'mqtt://host:1883'],
  ...['0.0.0.0', '"::"', '169.254.169.254', '239.1.2.3', '255.255.255.255', '"::ffff:0.0.0.0"', '"FF02::1"'].map(
    (host): Row => ['HOST_FORBIDDEN', one('', `host: ${host}`), 'connection.host', 'no device is there'],
  ),
  ['HOST_FORBIDDEN', config('mqtt: { url: "mqtt://0.0.0.0" }'), 'mqtt.url', 'no broker is there'],
  [
    'SELF_CONNECT',
    { ...config('server: { port: 8080 }'), ...one('', 'host: localhost, port: 8080') },
    'connection.port',
    'the workstation',
  ],
  [
    'SELF_CONNECT',
    { ...config('mqtt: { enabled: true }'), ...one('', 'host: 127.1.2.3, port: 1883') },
    'connection.port',
    'embedded broker',
  ],
  ['SELF_CONNECT', config('server: { port: 99 }\nmqtt: { url: "mqtt://[::1]:99" }'), 'mqtt.url', 'the workstation'],
  [
    'REF_TAG',
    kpi('id: t, address: "{u} + 1"', 'id: v, address: "1"'),
    `${T0}.address`,
    'Character 1: Device “k” has no tag “u”',
  ],
  ['REF_DEVICE', kpi('id: t, address: "{nobody/u} + 1"'), `${T0}.address`, 'There is no device “nobody”'],
  [
    'RACK_SLOT',
    { 'devices/d.yaml': device('d', '', 'host: a, slot: 40').replace('modbus-tcp', 's7') },
    'connection.slot',
    'Slot 40 is outside 0–31',
  ],
  [
    'CLIENT_ID_DUP',
    config('mqtt: { url: "mqtt://b:1883", client_id: x, brokers: [{ id: two, url: "mqtt://B:1883", client_id: x }] }'),
    'mqtt.brokers[0].client_id',
    '“x” is already the client id',
  ],
  ['DB_URL', config('historian: { database: { url: "mysql://db/plant" } }'), 'historian.database.url', 'postgres://'],
  ['CYCLE', kpi('id: t, address: "1 + {t}"'), `${T0}.address`, 'Character 5: “k/t” is made of itself'],
  ['ADDR_SYNTAX', kpi('id: t, address: "1 +"'), `${T0}.address`, 'Character 3: A value is missing after “+”.'],
  ['WRONG_TYPE', kpi('id: t, address: "1", scale: 2'), `${T0}.scale`, 'no raw value to scale'],
  ['NAME_LENGTH', one(tags(`id: t, address: ${'x'.repeat(257)}`)), `${T0}.address`, '257 characters'],
  ['ADDR_SYNTAX', one(tags('id: t, address: nonsense')), `${T0}.address`, 'is not a Modbus address'],
  ['ADDR_SPAN', one(tags('id: t, address: "40000"')), `${T0}.address`, '40000 does not exist'],
  ['ADDR_SPAN', one(tags('id: t, address: HR65535, data_type: float64')), `${T0}.address`, '3 more registers'],
  ['UNIT_ID', one('', 'host: a, unit_id: 300'), 'connection.unit_id', 'Unit ID 300 is outside 0–255'],
  ['TYPE_ADDR_MISMATCH', one(tags('id: t, address: C1, data_type: int16')), `${T0}.data_type`, 'cannot hold int16'],
  ['TYPE_ADDR_MISMATCH', one(tag('data_type: string, length: 900')), `${T0}.length`, '900 is above 250'],
  [
    'TYPE_ADDR_MISMATCH',
    one(tags('id: t, address: IR1, access: read_write, write_limits: { max: 9 }')),
    `${T0}.address`,
    'which Modbus can only read. Use a holding register.',
  ],
  ['TYPE_ADDR_MISMATCH', one(tags('id: t, address: DI1, access: read_write')), `${T0}.address`, 'Use a coil'],
  ['TYPE_ADDR_MISMATCH', one(tags('id: t, address: HR1.3, access: read_write')), `${T0}.address`, 'mask_write on'],
  ['BYTE_ORDER', one(tag('data_type: int16, byte_order: ABCDEFGH')), `${T0}.byte_order`, 'for 64-bit values'],
  ['BYTE_ORDER', one('', 'host: a, byte_order: big'), 'connection.byte_order', 'ABCD, CDAB, BADC, DCBA'],
  ['TOPIC_SYNTAX', one(tag('topic_suffix: a/+/b')), `${T0}.topic_suffix`, 'which MQTT reserves'],
  ['TOPIC_SYNTAX', one(tag(`topic_suffix: ${'é'.repeat(506)}`)), `${T0}.topic_suffix`, 'longer than 1024 bytes'],
  ['TOPIC_SYNTAX', config('mqtt: { prefixes: [a/b] }'), 'mqtt.prefixes[0]', '“a/b” is not one level'],
  ['TOPIC_COLLISION', one(tags('id: t, address: HR1', 'id: u, address: HR2, topic_suffix: t')), 'tags[1]', 'd · t'],
  [
    'TOPIC_COLLISION',
    { 'devices/d.yaml': device('d', '').replace('acme/plant', 'nexus/cmd') },
    'uns_prefix',
    'below nexus/cmd',
  ],
  [
    'TOPIC_COLLISION',
    { 'devices/d.yaml': device('d', tag('topic_suffix: status/x')).replace('acme/plant/d', 'nexus') },
    T0,
    'below nexus/status',
  ],
  ['QOS', config('mqtt: { qos: 3 }'), 'mqtt.qos', '3 is not a value of “qos”. Use 0, 1, 2.'],
  ['RETENTION', config('historian: { raw: 1h }'), 'historian.raw', '1h is outside 1d–3650d'],
  ['RETENTION', config('historian: { raw: 400d }'), 'historian.raw', 'Raise historian.hourly'],
  ['RETENTION', config('historian: { hourly: 9000d }'), 'historian.hourly', 'Raise historian.daily'],
  ['INLINE_SECRET', config('mqtt: { password: hunter2 }'), 'mqtt.password', 'A secret does not stand in a project'],
  ['INLINE_SECRET', config('mqtt: { url: "mqtt://u:hunter2@host" }'), 'mqtt.url', 'does not stand in an address'],
  ['INLINE_SECRET', config('mqtt: { password: { env: hunter2! } }'), 'mqtt.password.env', 'MQTT_PASSWORD'],
];

const WARNINGS: readonly Row[] = [
  ['ADAPTIVE_POLLING', one('adaptive_polling: {}'), 'adaptive_polling', 'has no effect'],
  ['DUP_NAME', two(device('a', 'name: P'), device('b', 'name: P')), 'name', 'devices/a.yaml:5'],
  ['DUP_NAME', one(tags('id: t, name: P, address: HR1', 'id: u, name: P, address: HR2')), 'tags[1].name', 'tag 1'],
  [
    'TIMEOUT_GT_INTERVAL',
    one('poll_interval: 100ms', 'host: a, request_timeout: 2s'),
    'connection.request_timeout',
    'Use 100ms',
  ],
  [
    'SECURITY_FLOOR',
    {
      'devices/d.yaml': device('d', '', 'endpoint: "opc.tcp://plc7", allow_writes_unsecured: true').replace(
        'modbus-tcp',
        'opcua',
      ),
    },
    'connection.allow_writes_unsecured',
    'whoever reaches the network',
  ],
  [
    'LOAD_ESTIMATE',
    one(`poll_interval: 50ms\n${tags(...Array.from({ length: 2_600 }, (_, i) => `id: t${i}, address: HR${i}`))}`),
    'acquisition',
    'Up to 52000 points a second',
  ],
  [
    'BUFFER_BUDGET',
    {
      ...config('buffer: { budget: 64MiB }'),
      ...one(`poll_interval: 50ms\n${tags(...Array.from({ length: 300 }, (_, i) => `id: t${i}, address: HR${i}`))}`),
    },
    'buffer.budget',
    '64MiB last 447 s',
  ],
  ['DEADBAND', one(tag('eu_low: 0, eu_high: 5, deadband: { absolute: 9 }')), `${T0}.deadband.absolute`, 'as wide as'],
  ['LIMIT_ORDER', one(tag('raw_low: 0, raw_high: 9, eu_low: 5, eu_high: 1')), `${T0}.eu_low`, 'falls from 5 to 1'],
  ['DUP_ENDPOINT', two(device('a', '', 'host: PLC'), device('b', '', 'host: plc')), 'connection', 'devices/a.yaml:4'],
  [
    'ADDR_OVERLAP',
    one(tags('id: t, address: "40002", data_type: int16', 'id: u, address: HR1, data_type: float32')),
    'tags[1].address',
    'tags[0].address as int16',
  ],
  [
    'PLAINTEXT_REMOTE',
    config('mqtt: { url: "mqtt://10.0.0.5", username: u, password: { env: P } }'),
    'mqtt.url',
    'without encryption',
  ],
  [
    'UNIT_MISMATCH',
    kpi('id: p, unit: bar, address: "1"', 'id: t, unit: Cel, address: "2"', 'id: x, address: "{p} + {t}"'),
    'tags[2].address',
    'Character 5: “bar + °C” joins pressure and temperature.',
  ],
  ['WRITABLE_WITHOUT_LIMITS', one(tag('access: read_write')), `${T0}.access`, 'write_limits: { min: 0, max: 100 }'],
];

/** What only files on disk can have: environment-overrides.test.ts, read-config-file.test.ts, check-secrets.test.ts and archive-config.test.ts. */
const OF_FILES: readonly FaultCode[] = [
  'ENCODING',
  'REF_SECRET',
  'REF_FILE',
  'REF_CERT',
  'REF_FOLDER',
  'TLS_KEY_MISMATCH',
];

describe('the check of a project', () => {
  it.each([...ERRORS.map((row) => [...row, 'error'] as const), ...WARNINGS.map((row) => [...row, 'warning'] as const)])(
    'finds %s in the smallest file that has it',
    (code, files, path, word, severity) => {
      const faults = check(files);
      expect(faults.map((fault) => `${fault.code} ${fault.path}: ${fault.message}`)).toHaveLength(1);
      expect(faults[0]).toMatchObject({ code, path, severity, message: expect.stringContaining(word) });
      expect(faults[0]!.message).not.toMatch(/\b(invalid|illegal|please|oops|failed to|unable to|hunter2)\b/i);
      expect(faults[0]!.message).toMatch(/[.?\]]$/);
    },
  );

  it('has a row for every kind', () => {
    const kinds = [...ERRORS.map(([code]) => code), ...WARNINGS.map(([code]) => code), ...OF_FILES];
    expect([...new Set(kinds)].sort()).toEqual(Object.keys(FAULT_CODES).sort());
    for (const [code] of ERRORS) expect(FAULT_CODES[code].severity, code).not.toBe('warning');
    for (const [code] of WARNINGS) expect(FAULT_CODES[code].severity, code).not.toBe('error');
  });

  it('knows every code that stands beside a rule in a schema', () => {
    const codes: string[] = [];
    for (const schema of [NexusConfig, Device, ...drivers.map((driver) => driver.connection)]) {
      JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }), (key, value: unknown) => {
        if (key === 'fault') codes.push(String(value));
        return value;
      });
    }
    expect(codes.length).toBeGreaterThan(40);
    expect(codes.filter((code) => !Object.hasOwn(FAULT_CODES, code))).toEqual([]);
  });

  it.each([
    [
      'two devices behind one gateway',
      two(device('a', '', 'host: g, unit_id: 1'), device('b', '', 'host: g, unit_id: 2')),
    ],
    ['a device that waits for its turn', two(device('a', '', 'host: g'), device('b', 'enabled: false', 'host: g'))],
    ['one register as a whole and by its bits', one(tags('id: t, address: HR1', 'id: u, address: HR1.3'))],
    ['one address read twice alike', one(tags('id: t, address: HR1', 'id: u, address: "40002"'))],
    ['a fast poll with the usual timeout', one('poll_interval: 100ms')],
    ['a password that stays on this computer', config('mqtt: { url: "mqtt://127.0.0.1", password: { env: P } }')],
    ['a data topic beside the commands', { 'devices/d.yaml': device('d', tag('')).replace('acme', 'nexus') }],
    [
      'a demo whose ports are wishes',
      {
        'nexus.yaml': 'project: { name: P, mode: demo }\nserver: { port: 99 }\n',
        ...one('', 'host: 127.0.0.1, port: 99'),
      },
    ],
    [
      'a bit that the device has a function for',
      one(tags('id: t, address: HR1.3, access: read_write'), 'host: a, mask_write: true'),
    ],
    [
      'a switch or a step that is written',
      one(tags('id: t, address: C1, access: read_write', 'id: u, address: HR1, access: read_write, enum: { 0: Off }')),
    ],
  ])('has nothing against %s', (_name, files) => {
    expect(check(files)).toEqual([]);
  });
});
