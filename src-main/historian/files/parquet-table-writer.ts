import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { FileColumn, FileTable } from './file-table.ts';
import type { FileWriter } from './file-writer.ts';

/** Rows of one row group: enough to compress well, few enough that some megabytes hold them. */
const GROUP_ROWS = 20_000;

type Column = { readonly name: string; readonly data: unknown[] };

/**
 * Apache Parquet, compressed with Snappy: times as UTC timestamps in µs, `value` a double, and `value_text` what a double
 * cannot carry. What is empty is null.
 */
export class ParquetTableWriter implements FileWriter {
  readonly #bytes = new ByteWriter();
  #writer: ParquetWriter | undefined;
  #waiting: FileTable[] = [];
  #waitingRows = 0;

  write(table: FileTable): Uint8Array {
    if (table.rows > 0) this.#waiting.push(table);
    this.#waitingRows += table.rows;
    if (this.#waitingRows < GROUP_ROWS) return new Uint8Array(0);
    this.#group();
    return this.#take();
  }

  end(): Uint8Array {
    if (this.#waitingRows > 0) this.#group();
    this.#writer ??= this.#begin(RAW_SCHEMA);
    void this.#writer.finish();
    return this.#take();
  }

  #group(): void {
    const tables = this.#waiting;
    this.#waiting = [];
    this.#waitingRows = 0;
    const columns = joined(tables);
    this.#writer ??= this.#begin(schemaOf(tables[0]!));
    void this.#writer.write({ columnData: columns, rowGroupSize: Number.MAX_SAFE_INTEGER });
  }

  #begin(schema: SchemaElement[]): ParquetWriter {
    return new ParquetWriter({ writer: this.#bytes, schema, createdBy: 'nexus-edge' });
  }

  #take(): Uint8Array {
    const bytes = this.#bytes.getBytes().slice();
    // Positions in the file count on; what is taken makes room.
    (this.#bytes as unknown as { index: number }).index = 0;
    return bytes;
  }
}

/** Says that times are moments, so that readers show them by the clocks of their zone. */
const UTC_MICROS = { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' } as const;
const optional = { repetition_type: 'OPTIONAL' } as const;
const required = { repetition_type: 'REQUIRED' } as const;

function elementsOf({ name, kind }: Pick<FileColumn, 'name' | 'kind'>): SchemaElement[] {
  switch (kind) {
    case 'time':
      return [{ name, type: 'INT64', converted_type: 'TIMESTAMP_MICROS', logical_type: UTC_MICROS, ...required }];
    case 'number':
      return [{ name, type: 'DOUBLE', ...optional }];
    case 'integer':
      return [{ name, type: 'INT64', ...required }];
    case 'text':
      return [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', ...optional }];
    case 'value':
      return [...elementsOf({ name, kind: 'number' }), ...elementsOf({ name: `${name}_text`, kind: 'text' })];
  }
}

const rootOf = (columns: readonly SchemaElement[]): SchemaElement[] => [
  { name: 'history', num_children: columns.length },
  ...columns,
];
const schemaOf = ({ columns }: FileTable): SchemaElement[] => rootOf(columns.flatMap(elementsOf));

/** Of a file without a row. */
const RAW_SCHEMA = rootOf(
  [
    { name: 'time', kind: 'time' } as const,
    { name: 'topic', kind: 'text' } as const,
    { name: 'value', kind: 'value' } as const,
  ].flatMap(elementsOf),
);

function joined(tables: readonly FileTable[]): { name: string; data: unknown[] }[] {
  return tables[0]!.columns.flatMap((_first, at) => {
    const parts = tables.map(({ rows, columns }) => dataOf(columns[at]!, rows));
    return parts[0]!.map(({ name }, i) => ({ name, data: parts.flatMap((part) => part[i]!.data) }));
  });
}

function dataOf(column: FileColumn, rows: number): Column[] {
  const { name } = column;
  switch (column.kind) {
    case 'time':
    case 'integer':
      return [{ name, data: Array.from(column.data, (value) => BigInt(Math.round(value))) }];
    case 'number':
      return [{ name, data: Array.from(column.data, orNull) }];
    case 'text': {
      const { data } = column;
      return [{ name, data: Array.from({ length: rows }, (_, row) => textAt(data, row)) }];
    }
    case 'value':
      return [
        { name, data: Array.from(column.data, orNull) },
        { name: `${name}_text`, data: Array.from({ length: rows }, (_, row) => column.texts.get(row) ?? null) },
      ];
  }
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
const textAt = (data: string | readonly string[], row: number): string | null =>
  (typeof data === 'string' ? data : data[row]) || null;
