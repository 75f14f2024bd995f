import { describe, expect, it } from 'vitest';
import { drivers } from '../../drivers/registry.ts';
import { checkProject } from './check-project.ts';

interface MadeTag {
  readonly id: string;
  readonly address: string;
  readonly unit?: string;
  readonly enabled?: boolean;
}

const boiler = `id: boiler-1
protocol: modbus-tcp
uns_prefix: acme/boiler-1
connection: { host: 10.0.0.1 }
tags: [{ id: steam_p, address: HR1, unit: bar, aggregates: [{ window: 10s, functions: [avg, count] }] }, { id: steam_t, address: HR2, unit: Cel }, { id: p2, address: HR3, unit: kPa }]
`;
const made = (id: string, tags: readonly MadeTag[], rest = {}): string =>
  JSON.stringify({ id, protocol: 'calculated', uns_prefix: `acme/${id}`, ...rest, tags });

/** `code path: message` of each fault of a project with the boiler and these devices. */
function faults(devices: Readonly<Record<string, string>>): string[] {
  const files = { 'nexus.yaml': 'project: { name: P }\n', 'devices/boiler-1.yaml': boiler };
  const own = Object.entries(devices).map(([id, text]) => [`devices/${id}.yaml`, text] as const);
  return checkProject(new Map([...Object.entries(files), ...own]), drivers).faults.map(
    ({ code, file, path, message }) => `${code} ${file.slice('devices/'.length, -'.yaml'.length)} ${path}: ${message}`,
  );
}

const of = (...tags: readonly MadeTag[]): string[] => faults({ kpi: made('kpi', tags) });
const x = (address: string, unit?: string): MadeTag => ({ id: 'x', address, ...(unit !== undefined && { unit }) });

describe('tags that are made of others', () => {
  it('need no connection, and may be made of tags of any device and of one another', () => {
    expect(of({ id: 'y', address: '{boiler-1/steam_p} * 2' }, x('{y} + {kpi/y}'))).toEqual([]);
  });

  it('may be made of aggregates, which have the unit of their tag', () => {
    expect(
      of(x('{boiler-1/steam_p.10s.avg} * 2', 'bar'), { id: 'n', address: '{boiler-1/steam_p.10s.count}' }),
    ).toEqual([]);
    expect(of(x('{boiler-1/steam_p.10s.max}'))).toEqual([
      'REF_TAG kpi tags[0].address: Character 1: Device “boiler-1” has no tag “steam_p.10s.max”. Did you mean {boiler-1/steam_p.10s.avg}?',
    ]);
    expect(of(x('{boiler-1/steam_p.10s.avg}', 'Cel'))[0]).toContain('UNIT_MISMATCH');
  });

  it('are in a circle also where an aggregate lies between', () => {
    const tag = { ...x('{x.1s.avg} + 1'), aggregates: [{ window: '1s', functions: ['avg'] }] };
    expect(of(tag)[0]).toMatch(/^CYCLE kpi/);
  });

  it.each([
    ['{boiler-1/steam_q}', 'Device “boiler-1” has no tag “steam_q”. Did you mean {boiler-1/steam_p}?'],
    ['{boiler-2/steam_p}', 'There is no device “boiler-2”. Did you mean {boiler-1/steam_p}?'],
    ['{turbine/steam_p}', 'There is no device “turbine”. Write {device/tag}.'],
    ['{steam_p}', 'Device “kpi” has no tag “steam_p”. Did you mean {boiler-1/steam_p}?'],
    ['{}', '“{}” names no tag. Write {device/tag}, or {tag} for one of the same device.'],
    ['{a/b/c}', '“{a/b/c}” names no tag. Write {device/tag}, or {tag} for one of the same device.'],
    ['{__proto__/constructor}', 'There is no device “__proto__”. Write {device/tag}.'],
  ])('%s: the tag that is meant is named, at its character', (reference, message) => {
    const code = message.startsWith('There is no device') ? 'REF_DEVICE' : 'REF_TAG';
    expect(of(x(`1 + ${reference}`))).toEqual([`${code} kpi tags[0].address: Character 5: ${message}`]);
  });

  it('name every member of a circle, in order, also over devices', () => {
    const found = faults({
      kpi: made('kpi', [
        { id: 'a', address: '1 + {oee/b}' },
        { id: 'free', address: '{a}' },
      ]),
      oee: made('oee', [
        { id: 'b', address: '{c} * 2' },
        { id: 'c', address: '{boiler-1/steam_p} + {kpi/a}' },
      ]),
    });
    expect(found).toEqual([
      'CYCLE kpi tags[0].address: Character 5: “kpi/a” is made of “oee/b” is made of “oee/c” is made of “kpi/a”, in a circle. Take one of them out.',
    ]);
  });

  it('may be ten thousand in a row', () => {
    const chain = Array.from({ length: 10_000 }, (_, i) => ({ id: `t${i}`, address: i === 0 ? '1' : `{t${i - 1}}` }));
    expect(of(...chain.toReversed())).toEqual([]);
  });

  it.each([
    ['{boiler-1/steam_p} + {boiler-1/steam_t}', 20, '“bar + °C” joins pressure and temperature. Check the tags.'],
    [
      '{boiler-1/steam_p} > {boiler-1/p2}',
      20,
      '“bar > kPa” joins two units of pressure. Convert one of them by a factor.',
    ],
    ['max({boiler-1/steam_p}, 3, {boiler-1/steam_t})', 1, '“bar , °C” joins pressure and temperature. Check the tags.'],
    [
      '{boiler-1/steam_p} * 2 - {boiler-1/steam_t}',
      24,
      '“pressure - °C” joins pressure and temperature. Check the tags.',
    ],
  ])('%s: the units that do not go together are named', (address, character, message) => {
    expect(of(x(address))).toEqual([`UNIT_MISMATCH kpi tags[0].address: Character ${character}: ${message}`]);
  });

  it('compare the unit of what comes out with that of the tag', () => {
    expect(of(x('{boiler-1/steam_p}', 'Cel'))).toEqual([
      'UNIT_MISMATCH kpi tags[0].address: Character 1: The expression gives bar, and the unit of the tag is °C. Convert it, or correct the unit.',
    ]);
    expect(of(x('{boiler-1/p2} / 100', 'bar'))).toEqual([]);
    expect(of(x('{boiler-1/p2} / 100 + {boiler-1/steam_p}', 'bar'))).toEqual([]);
    expect(of(x('{boiler-1/steam_p} + 1', 'bar'))).toEqual([]);
    expect(of(x('{boiler-1/steam_p} * {boiler-1/steam_t}', 'kW'))).toEqual([]);
  });

  it('have nothing that belongs to a wire', () => {
    const tag = { ...x('{boiler-1/steam_p}'), access: 'read_write', clamp_low: 0, byte_order: 'ABCD' };
    const found = faults({ kpi: made('kpi', [tag], { simulated: 'waves', connection: { host: '10.0.0.9' } }) });
    expect(found.map((text) => text.split(':')[0])).toEqual([
      'UNKNOWN_KEY kpi connection.host',
      'BYTE_ORDER kpi tags[0].byte_order',
      'VALUE kpi simulated',
      'WRONG_TYPE kpi tags[0].clamp_low',
    ]);
  });

  it('have the data type that their expression gives', () => {
    expect(of({ ...x("'a'"), data_type: 'bool' } as MadeTag)[0]).toContain(
      'The expression gives text, which is no bool. Use string.',
    );
    expect(of({ ...x('1 + 1'), data_type: 'int16' } as MadeTag)[0]).toContain('is float64, bool, string, not int16');
    expect(of({ ...x('{boiler-1/steam_p}'), data_type: 'string' } as MadeTag)).toEqual([]);
  });
});
