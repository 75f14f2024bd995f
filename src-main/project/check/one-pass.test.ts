import { describe, expect, it } from 'vitest';
import { drivers } from '../../drivers/registry.ts';
import { checkProject } from './check-project.ts';

/** One fault each; the rest of the tag is right. */
const TAG_FAULTS: readonly (readonly [code: string, fields: string])[] = [
  ['UNKNOWN_KEY', 'scal: 2'],
  ['WRONG_TYPE', 'enabled: maybe'],
  ['NULL_NOT_ALLOWED', 'access: '],
  ['VALUE', 'data_type: FLOAT'],
  ['NAME_CHARS', 'name: "a\\u0007b"'],
  ['NAME_LENGTH', 'name: ""'],
  ['INTERVAL_RANGE', 'poll_interval: 1ms'],
  ['DEADBAND', 'deadband: { percent: 101 }'],
  ['SCALE_ZERO', 'scale: 0'],
  ['LIMIT_ORDER', 'clamp_low: 2, clamp_high: 1'],
  ['RATE_OF_CHANGE', 'write_limits: { rate: -1 }'],
  ['UNIT', 'unit_from: furlong'],
  ['TYPE_ADDR_MISMATCH', 'length: 4'],
  ['BYTE_ORDER', 'byte_order: ABCDEFGH'],
  ['TOPIC_SYNTAX', 'topic_suffix: "#"'],
  ['WRITABLE_WITHOUT_LIMITS', 'access: read_write'],
];

const CONFIG = `schema_version: 9
project: { name: "" }
server: { port: 0 }
acquisition: { hosts: 99 }
buffer: { budget: 1MiB }
historian: { raw: 1h }
mqtt: { qos: 7, retry: 1h, password: text }
writes: { timeout: 1ms }
`;
const CONFIG_FAULTS = 10;

describe('sixty faults', () => {
  it('are all named in one pass over a project with 200 tags, each with its line', () => {
    const lines = Array.from({ length: 200 }, (_, i) => {
      const fault = i < 3 * TAG_FAULTS.length ? `, ${TAG_FAULTS[i % TAG_FAULTS.length]![1]}` : '';
      return `  - { id: t${i}, address: "${i === 199 ? 'nowhere' : `HR${i}`}"${fault} }\n`;
    });
    const device = `id: d\nprotocol: modbus-tcp\nuns_prefix: acme/d\nconnection: { host: 10.0.0.300 }\ntags:\n${lines.join('')}`;
    const text = new Map([
      ['nexus.yaml', CONFIG],
      ['devices/d.yaml', device],
    ]);
    const { faults, devices } = checkProject(text, drivers);
    expect(faults.filter(({ file }) => file === 'nexus.yaml')).toHaveLength(CONFIG_FAULTS);
    const ofTags = faults.filter(({ path }) => path.startsWith('tags['));
    const expected = Array.from({ length: 3 * TAG_FAULTS.length }, (_, i) => [
      TAG_FAULTS[i % TAG_FAULTS.length]![0],
      6 + i,
    ]);
    const seen = ofTags.map(({ code, line }) => [code, line] as const).sort((a, b) => a[1]! - b[1]!);
    expect(seen).toEqual([...expected, ['ADDR_SYNTAX', 205]]);
    expect(faults.filter(({ path }) => path === 'connection.host').map(({ code }) => code)).toEqual(['HOST_SYNTAX']);
    expect(faults).toHaveLength(60);
    expect(devices).toEqual([]);
  });

  it('of one tag are all named too', () => {
    const device = `id: d\nprotocol: modbus-tcp\nuns_prefix: acme/d\nconnection: { hots: plc }\ntags:\n  - { id: t, address: "40000", scal: 1, clamp_low: 2, clamp_high: 1, poll_interval: 1 }\n`;
    const { faults } = checkProject(
      new Map([
        ['nexus.yaml', 'project: { name: P }'],
        ['devices/d.yaml', device],
      ]),
      drivers,
    );
    expect(faults.map(({ code, path }) => `${code} ${path}`).sort()).toEqual([
      'ADDR_SPAN tags[0].address',
      'INTERVAL_RANGE tags[0].poll_interval',
      'LIMIT_ORDER tags[0].clamp_low',
      'MISSING_KEY connection.host',
      'UNKNOWN_KEY connection.hots',
      'UNKNOWN_KEY tags[0].scal',
    ]);
  });
});
