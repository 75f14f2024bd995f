import type { PointBatch, TypedCell } from '../../../src-shared/domain/point-batch.ts';
import { classicQuality, isBad, STATUS } from '../../../src-shared/domain/quality.ts';
import { shortNumber } from '../../../src-shared/domain/short-number.ts';
import type { TagRow } from '../publishing/publisher-messages.ts';

const LARGEST_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * The values of one tag as JSON, with the members that belong to them: `8.42`, `null,"vx":"NaN"`, `2,"state":"On"`. As many
 * digits as the device knows (`shortNumber`); null where the quality is Bad; NaN and infinities are null with their name
 * in `vx`; integers beyond 2^53 and texts are strings, bytes are base64; `state` is the text of an enumeration.
 */
export class ValueText {
  readonly #isBool: boolean;
  readonly #type: TagRow['dataType'];
  readonly #states: ReadonlyMap<number, string> | undefined;

  constructor({ dataType, states = {} }: Pick<TagRow, 'dataType' | 'states'>) {
    this.#isBool = dataType === 'bool';
    this.#type = dataType;
    const texts = Object.entries(states);
    if (texts.length > 0) this.#states = new Map(texts.map(([value, text]) => [Number(value), JSON.stringify(text)]));
  }

  encode(batch: PointBatch, row: number, cell: TypedCell | undefined): string {
    if (isBad(batch.status[row]!)) return 'null';
    if (cell) return jsonCell(cell);
    const value = batch.value[row]!;
    if (this.#isBool) return value === 0 ? 'false' : 'true';
    if (!Number.isFinite(value)) return `null,"vx":"${value}"`;
    const state = this.#states?.get(value);
    if (state !== undefined) return `${value},"state":${state}`;
    return String(shortNumber(value, this.#type));
  }
}

function jsonCell(cell: TypedCell): string {
  switch (cell.kind) {
    case 'string':
      return JSON.stringify(cell.value);
    case 'bytes':
      return `"${Buffer.from(cell.value).toString('base64')}"`;
    case 'int64':
    case 'uint64': {
      const isExact = cell.value <= LARGEST_EXACT && cell.value >= -LARGEST_EXACT;
      return isExact ? String(cell.value) : `"${cell.value}"`;
    }
  }
}

export function qualityText(status: number): string {
  return status === STATUS.Good ? '192' : String(classicQuality(status));
}
