import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTagFile } from './read-tag-file.ts';
import { readCell, valueText } from './tag-cell.ts';
import { TAG_PATHS, type TagPath } from './tag-path.ts';
import type { TagSheet } from './tag-sheet.ts';
import { TAG_FILE_FORMATS, type TagFileFormat, type WrittenTag, writeTagFile } from './write-tag-file.ts';

const written = (form: Readonly<Record<string, unknown>>, more: Partial<WrittenTag> = {}): WrittenTag => ({
  form,
  notations: [],
  beside: [],
  ...more,
});

async function readBack(format: TagFileFormat, tags: readonly WrittenTag[]): Promise<TagSheet> {
  const file = await writeTagFile(format, 'Boiler 1', tags);
  return readTagFile('tags', typeof file === 'string' ? new TextEncoder().encode(file) : file);
}

/** Every field of every row by its path, as the import takes it. */
const fieldsOf = ({ rows, mapping }: TagSheet): readonly (readonly (readonly [string, unknown])[])[] =>
  rows.map((row) =>
    mapping.flatMap((path, at) => {
      const read = readCell(path, row[at]!, (text) => (text === '' ? undefined : Number(text)));
      return read.fault || read.value === undefined ? [] : [[path, read.value] as const];
    }),
  );

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value));

/** Texts that a project may hold: no control characters, but everything that spreadsheets make trouble with. */
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.constantFrom('=1+1', "'=x", '-', '@a', '+b', '1,5', '007', ' x ', '"q"', 'عربي'),
  )
  .filter((one) => !/[\u0000-\u001f\u007f\ud800-\udfff]/u.test(one) && one.trim() !== '');

function valueFor({ kind, options }: TagPath): fc.Arbitrary<unknown> {
  if (kind === 'number') return number;
  if (kind === 'truth') return fc.boolean();
  if (kind === 'choice') return fc.constantFrom(...options);
  return kind === 'json' ? fc.array(fc.record({ check: text })) : text;
}

/** A tag with any of the fields that there are, those inside others included. */
const form = fc.record(Object.fromEntries(TAG_PATHS.map((path) => [path.path, valueFor(path)])), {
  requiredKeys: ['id', 'uid', 'address'],
});

describe('tags that are written into a file', () => {
  const exact = (Object.keys(TAG_FILE_FORMATS) as TagFileFormat[]).filter((format) => TAG_FILE_FORMATS[format].isExact);

  it.each(exact)('come back from %s field by field', async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.array(form, { minLength: 1, maxLength: 4 }), async (flat) => {
        const sheet = await readBack(
          format,
          flat.map((fields) => written(nested(fields))),
        );
        const expected = flat.map((fields) =>
          TAG_PATHS.flatMap(({ path }) => (fields[path] === undefined ? [] : [[path, fields[path]] as const])),
        );
        expect(sheet.format).toBe('nexus');
        expect(fieldsOf(sheet)).toEqual(expected);
      }),
      { numRuns: 80 },
    );
  });

  it('have the values of now beside them where that was asked for, which are no fields when they come back', async () => {
    const tag = written(
      { id: 'flow', uid: 'u', address: '40001' },
      { beside: ['8.42 bar', 'Good', '2026-11-22T05:00:00.000Z'] },
    );
    const { headings, mapping, rows } = await readBack('csv', [tag]);
    expect(headings.slice(-3)).toEqual(['Value', 'Quality', 'Time']);
    expect(mapping.slice(-3)).toEqual(['', '', '']);
    expect(rows[0]!.slice(-3)).toEqual(['8.42 bar', 'Good', '2026-11-22T05:00:00.000Z']);
  });

  it('become rows of Kepware with a factor as a line, and registers by their digits', async () => {
    const tags = [
      written(
        { id: 'a', name: 'A', address: 'HR107', data_type: 'uint16', scale: 0.1, offset: 5 },
        { notations: ['HR107', '400108'] },
      ),
      written({ id: 'b', address: 'C1', access: 'read_write', poll_interval: '250ms', description: '=cmd' }),
    ];
    const lines = ((await writeTagFile('kepware', 'x', tags)) as string).split('\r\n');
    expect(lines[1]).toBe('A,400108,Word,1,RO,1000,Linear,0,1,5,5.1,Double,0,0,,,0');
    expect(lines[2]).toBe("b,C1,Default,1,R/W,250,None,,,,,,0,0,,'=cmd,0");
  });

  it('become OPC tags of Ignition that come back by name, address and range', async () => {
    const one = {
      id: 'f',
      name: 'Boiler/Flow',
      address: 'ns=2;s=F',
      data_type: 'float32',
      access: 'read_write',
      eu_low: 0,
      eu_high: 10,
      unit: 'bar',
    };
    expect(fieldsOf(await readBack('ignition', [written(one)]))).toEqual([
      [
        ['name', 'Boiler/Flow'],
        ['address', 'ns=2;s=F'],
        ['data_type', 'float32'],
        ['access', 'read_write'],
        ['eu_low', 0],
        ['eu_high', 10],
        ['unit', 'bar'],
      ],
    ]);
  });
});

/** `deadband.absolute: 1` as a map in a map. */
function nested(flat: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const whole: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(flat)) {
    const [key = '', inner] = path.split('.');
    if (value === undefined) continue;
    whole[key] = inner === undefined ? value : { ...(whole[key] as object | undefined), [inner]: value };
  }
  return whole;
}

it('a value that is no text is written as JSON', () => {
  expect([valueText({ a: 1 }), valueText(true), valueText(undefined), valueText(0.1)]).toEqual([
    '{"a":1}',
    'true',
    '',
    '0.1',
  ]);
});
