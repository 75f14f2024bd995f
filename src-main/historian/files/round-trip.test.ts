import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { STATUS } from '../../../src-shared/domain/quality.ts';
import type { RawSeries } from '../../../src-shared/domain/series.ts';
import { FILE_FORMATS, type FileOptions } from './file-options.ts';
import { type LineProblem, readHistoryFile } from './file-reader.ts';
import { fileTable } from './file-table.ts';
import { fileWriter } from './file-writer.ts';

const START = 1_763_700_000e6;
const NOW = START + 400 * 86_400e6;
const OPTIONS = { zone: 'UTC', decimal: '.', bom: false } as const;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nexus-files-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A point in the simplest form. */
interface Row {
  readonly topic: string;
  readonly offsetUs: number;
  readonly value: number | bigint | string | Uint8Array;
  readonly status: number;
  readonly flags: number;
}

function seriesOf(rows: readonly Row[]): RawSeries {
  const cells = rows.flatMap(({ value, status }, row): TypedCell[] => {
    if (status >= STATUS.Bad || typeof value === 'number') return [];
    if (typeof value === 'string') return [{ row, kind: 'string', value }];
    return typeof value === 'bigint' ? [{ row, kind: 'int64', value }] : [{ row, kind: 'bytes', value }];
  });
  const number = ({ value, status }: Row): number => {
    if (status >= STATUS.Bad) return Number.NaN;
    return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN;
  };
  return {
    kind: 'raw',
    timeUs: Float64Array.from(rows, ({ offsetUs }) => START + offsetUs),
    value: Float64Array.from(rows, number),
    status: Uint32Array.from(rows, ({ status }) => status),
    flags: Uint8Array.from(rows, ({ flags }) => flags),
    ...(cells.length > 0 && { cells }),
  };
}

async function readBack(path: string): Promise<{ points: Map<string, unknown[]>; problems: LineProblem[] }> {
  const points = new Map<string, unknown[]>();
  const problems: LineProblem[] = [];
  for await (const part of readHistoryFile(path, NOW)) {
    problems.push(...part.problems);
    for (const { topic, series } of part.points) points.set(topic, [...(points.get(topic) ?? []), ...rowsOf(series)]);
  }
  return { points, problems };
}

function rowsOf({ timeUs, value, status, flags, cells = [] }: RawSeries): unknown[] {
  const cellOf = new Map(cells.map((cell) => [cell.row, [cell.kind, cell.value]]));
  return Array.from(timeUs, (us, row) => [us, value[row], status[row], flags?.[row] ?? 0, cellOf.get(row)]);
}

const texts = fc.oneof(
  fc.string(),
  fc.constantFrom('=1+1', "'=1", '-5', '1,5', 'a;b', 'line\nbreak', '"quoted"', 'Überlauf', "''@x", '\uFEFFx'),
);
const row: fc.Arbitrary<Row> = fc.record({
  topic: fc.constantFrom('acme/line 1/pump', 'acme/"odd", name', '=topic', 'größe;x'),
  offsetUs: fc.nat(300 * 86_400e6),
  value: fc.oneof(
    // A dictionary of Parquet may hold one zero for both.
    fc.double({ noNaN: true }).map((value) => value + 0),
    fc.constantFrom(0, 1e-320, 0.1, -1.5e300),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    texts,
    fc.uint8Array({ maxLength: 20 }),
  ),
  status: fc.constantFrom(STATUS.Good, STATUS.GoodClamped, STATUS.Uncertain, STATUS.BadNoCommunication, 0x4090_0480),
  flags: fc.nat(15),
});

describe('files of history', () => {
  for (const format of FILE_FORMATS) {
    for (const zone of ['UTC', 'Europe/Berlin']) {
      it(`give back each point as it was: ${format}, times of ${zone}`, async () => {
        let compared = 0;
        const property = fc.asyncProperty(
          fc.array(row, { maxLength: 60, size: 'max' }),
          fc.boolean(),
          async (rows, isComma) => {
            const options: FileOptions = { format, zone, decimal: isComma ? ',' : '.', bom: isComma };
            const writer = fileWriter(options);
            const topics = Map.groupBy(rows, ({ topic }) => topic);
            const bytes = [...topics].map(([topic, own]) =>
              writer.write(fileTable({ topic, unit: '°C' }, seriesOf(own))),
            );
            // A file without a row needs a header, which a table without rows has.
            if (topics.size === 0) bytes.push(writer.write(fileTable({ topic: 'x', unit: '' }, seriesOf([]))));
            const path = join(folder, `points.${format}`);
            writeFileSync(path, Buffer.concat([...bytes, writer.end()]));
            if (topics.size === 0 && format === 'jsonl') return;
            const { points, problems } = await readBack(path);
            expect(problems).toEqual([]);
            expect(points.size).toBe(topics.size);
            for (const [topic, own] of topics) expect(points.get(topic)).toEqual(rowsOf(seriesOf(own)));
            compared += rows.length;
          },
        );
        await fc.assert(property, { numRuns: 60 });
        expect(compared).toBeGreaterThan(500);
      });
    }
  }

  it('keep their memory and their row groups small however long they are', async () => {
    const writer = fileWriter({ ...OPTIONS, format: 'parquet' });
    const path = join(folder, 'long.parquet');
    const parts: Uint8Array[] = [];
    const rows = 5_000;
    for (let piece = 0; piece < 20; piece++) {
      const series = seriesOf(
        Array.from({ length: rows }, (_, i) => ({
          topic: '',
          offsetUs: (piece * rows + i) * 1e6,
          value: Math.sin(i / 100),
          status: 0,
          flags: 0,
        })),
      );
      const bytes = writer.write(fileTable({ topic: 'a/b', unit: '' }, series));
      expect(bytes.length).toBeLessThan(1e6);
      parts.push(bytes);
    }
    writeFileSync(path, Buffer.concat([...parts, writer.end()]));
    const { points, problems } = await readBack(path);
    expect(problems).toEqual([]);
    expect(points.get('a/b')).toHaveLength(100_000);
  });
});

describe('a file that is exported', () => {
  const written = (options: Partial<FileOptions>, rows: readonly Row[]): string => {
    const writer = fileWriter({ ...OPTIONS, format: 'csv', ...options });
    const text = writer.write(fileTable({ topic: 'a/b', unit: 'bar' }, seriesOf(rows)));
    return Buffer.concat([text, writer.end()]).toString();
  };
  const point = { topic: 'a/b', offsetUs: 250_123, value: 1.5, status: 0, flags: 8 };

  it('says times with the offset of the zone on that day, to the microsecond where there are any', () => {
    const [, winter, summer] = written({ zone: 'Europe/Berlin' }, [
      point,
      { ...point, offsetUs: 200 * 86_400e6 },
    ]).split('\r\n');
    expect(winter).toMatch(/^2025-11-21T05:40:00\.250123\+01:00,/);
    expect(summer).toMatch(/^2026-06-09T06:40:00\.000\+02:00,/);
    expect(written({ zone: 'America/St_Johns' }, [point])).toContain('T01:10:00.250123-03:30,');
    expect(() => written({ zone: 'Mars/Base' }, [point])).toThrow('“Mars/Base” is not a time zone');
  });

  it('is read by a spreadsheet: a byte order mark, decimal commas, and no text that is a formula', () => {
    const rows = [point, { ...point, value: '=HYPERLINK("x")' }];
    const text = written({ decimal: ',', bom: true }, rows);
    expect(text.split('\r\n').slice(0, 3)).toEqual([
      '\uFEFFtime;topic;value;quality;unit;status;type;flags',
      '2025-11-21T04:40:00.250123Z;a/b;1,5;192;bar;0;;historical',
      `2025-11-21T04:40:00.250123Z;a/b;"'=HYPERLINK(""x"")";192;bar;0;string;historical`,
    ]);
  });

  it('holds one row a bucket where buckets were asked for', () => {
    const numbers = Float64Array.of(1, Number.NaN);
    const buckets = {
      kind: 'buckets',
      fromUs: START,
      widthUs: 60e6,
      timeUs: Float64Array.of(START, START + 60e6),
      ...{ min: numbers, max: numbers, avg: numbers, first: numbers, last: numbers },
      count: Float64Array.of(60, 0),
      bad: Float64Array.of(0, 60),
    } as const;
    for (const [format, expected] of [
      ['csv', '2025-11-21T04:41:00.000Z,a/b,,,,,,0,60,bar\r\n'],
      [
        'jsonl',
        '"topic":"a/b","avg":null,"min":null,"max":null,"first":null,"last":null,"count":0,"bad":60,"unit":"bar"}\n',
      ],
    ] as const) {
      const writer = fileWriter({ ...OPTIONS, format });
      const text = Buffer.from(writer.write(fileTable({ topic: 'a/b', unit: 'bar' }, buckets))).toString();
      expect(text.endsWith(expected)).toBe(true);
    }
  });
});

describe('a file that is imported', () => {
  const read = async (text: string): ReturnType<typeof readBack> => {
    const path = join(folder, 'given');
    writeFileSync(path, text);
    return readBack(path);
  };

  it('may be plain: time, topic, value and quality, in any order and with decimal commas', async () => {
    const { points, problems } = await read(
      'Topic;Value;Timestamp;Quality\r\na/b;1,5;2025-12-01T10:00:00+01:00;192\r\na/b;-2;2025-12-01T09:00:01.25Z;bad\r\n',
    );
    expect(problems).toEqual([]);
    const at = Date.UTC(2025, 11, 1, 9) * 1_000;
    expect(points.get('a/b')).toEqual([
      [at, 1.5, STATUS.Good, 0, undefined],
      [at + 1_250_000, Number.NaN, STATUS.Bad, 0, undefined],
    ]);
  });

  it('names each line that cannot be taken, with what it says and the next step, and takes the others', async () => {
    const lines = [
      'time,topic,value,quality,type',
      '2025-12-01 10:00:00,a,1,192,',
      '2025-12-01T10:00:00Z,,1,192,',
      '2025-12-01T10:00:00Z,a,1,good,',
      '2025-12-01T10:00:01Z,a,1,300,',
      '2025-12-01T10:00:02Z,a,99999999999999999999,192,int64',
      '2099-12-01T10:00:00Z,a,1,192,',
      '2025-12-01T10:00:00Z,a,1,192,,7',
      '2025-12-01T10:00:03Z,"a,1,192,',
    ];
    const { points, problems } = await read(lines.join('\n'));
    expect(points.get('a')).toHaveLength(1);
    expect(problems.map(({ line, text }) => `${line} ${text.split('.')[0]}`)).toEqual([
      '2 “2025-12-01 10:00:00” is not a time with its zone',
      '3 The topic “” is empty or too long',
      '5 The quality “300” is not known',
      '6 The value “99999999999999999999” is not an int64',
      '7 The time “2099-12-01T10:00:00Z” lies ahead',
      '8 There are 6 fields for 5 columns',
      '9 A quote is opened and not closed',
    ]);
  });

  it('is refused as a whole when it is no file of history', async () => {
    await expect(read('time,device,tag\n')).rejects.toMatchObject({ code: 'NX_REQUEST_INVALID' });
    await expect(read('')).rejects.toThrow('The file is empty');
    await expect(read('PAR1 and no more')).rejects.toMatchObject({ code: 'NX_REQUEST_INVALID' });
    await expect(readBack(join(folder, 'none'))).rejects.toMatchObject({ code: 'NX_NOT_FOUND' });
    await expect(readBack(folder)).rejects.toMatchObject({ code: 'NX_REQUEST_INVALID' });
  });
});
