import type { ImportPreview } from '../../../src-shared/contract/imports.ts';
import type { RawSeries } from '../../../src-shared/domain/series.ts';
import type { FilePart, LineProblem } from '../../historian/files/file-reader.ts';
import type { TopicPoints } from '../../historian/files/topic-columns.ts';
import type { StoredTag } from '../storage.ts';

/** A tag that points may be imported of. */
export interface ImportTag extends StoredTag {
  /** As in the batches of this run. */
  readonly number: number;
  readonly device: { readonly uid: string; readonly number: number };
  readonly isText: boolean;
}

/** Points of one tag that can be imported. */
export interface ImportPiece {
  readonly tag: ImportTag;
  readonly series: RawSeries;
}

const SHOWN = 100;

/** Tells what of a file can be imported, and keeps count of the rest. */
export class ImportCheck {
  readonly #find: (topic: string) => ImportTag | undefined;
  readonly #oldUs: number;
  readonly #unknown = new Map<string, number>();
  readonly #problems: LineProblem[] = [];
  readonly #tags = new Set<string>();
  #format: ImportPreview['format'] = 'csv';
  #rows = 0;
  #old = 0;
  #problemRows = 0;
  #fromUs = Number.POSITIVE_INFINITY;
  #toUs = Number.NEGATIVE_INFINITY;

  /** @param oldUs before it, single values are not kept. */
  constructor(find: (topic: string) => ImportTag | undefined, oldUs: number) {
    this.#find = find;
    this.#oldUs = oldUs;
  }

  take({ format, points, problems }: FilePart): ImportPiece[] {
    this.#format = format;
    for (const problem of problems) this.#note(problem);
    return points.flatMap((each) => this.#piece(each));
  }

  get preview(): ImportPreview {
    const unknown = [...this.#unknown].map(([topic, rows]) => ({ topic, rows })).sort((a, b) => b.rows - a.rows);
    const hasRows = this.#rows > 0;
    return {
      format: this.#format,
      rows: this.#rows,
      tags: this.#tags.size,
      fromUs: hasRows ? this.#fromUs : null,
      toUs: hasRows ? this.#toUs : null,
      old: this.#old,
      unknown: unknown.slice(0, SHOWN),
      unknownRows: unknown.reduce((sum, { rows }) => sum + rows, 0),
      problems: this.#problems.toSorted((a, b) => a.line - b.line),
      problemRows: this.#problemRows,
    };
  }

  #piece({ topic, series, line }: TopicPoints): ImportPiece[] {
    const tag = this.#find(topic);
    const { timeUs } = series;
    if (!tag) {
      this.#unknown.set(topic, (this.#unknown.get(topic) ?? 0) + timeUs.length);
      return [];
    }
    const cells = series.cells ?? [];
    const misplaced = tag.isText ? [] : cells.filter(({ kind }) => kind === 'string');
    for (const { row, value } of misplaced) {
      const text = `The value “${String(value).slice(0, 80)}” of ${topic} is not a number. Correct it, or leave it empty for a Bad one.`;
      this.#note({ line: line[row]!, text });
    }
    const sound = without(series, new Set(misplaced.map(({ row }) => row)));
    if (sound.timeUs.length === 0) return [];
    this.#tags.add(tag.uid);
    this.#rows += sound.timeUs.length;
    for (const us of sound.timeUs) {
      if (us < this.#oldUs) this.#old++;
      if (us < this.#fromUs) this.#fromUs = us;
      if (us > this.#toUs) this.#toUs = us;
    }
    return [{ tag, series: tag.isText ? asTexts(sound) : sound }];
  }

  #note(problem: LineProblem): void {
    this.#problemRows++;
    if (this.#problems.length < SHOWN) this.#problems.push(problem);
  }
}

function without(series: RawSeries, rows: ReadonlySet<number>): RawSeries {
  if (rows.size === 0) return series;
  const kept = Array.from(series.timeUs.keys()).filter((row) => !rows.has(row));
  const newRow = new Map(kept.map((row, i) => [row, i]));
  return {
    kind: 'raw',
    timeUs: Float64Array.from(kept, (row) => series.timeUs[row]!),
    value: Float64Array.from(kept, (row) => series.value[row]!),
    status: Uint32Array.from(kept, (row) => series.status[row]!),
    ...(series.flags && { flags: Uint8Array.from(kept, (row) => series.flags![row]!) }),
    cells: (series.cells ?? [])
      .filter(({ row }) => newRow.has(row))
      .map((cell) => ({ ...cell, row: newRow.get(cell.row)! })),
  };
}

/** Of a tag of texts, what looks like a number is a text as well. */
function asTexts(series: RawSeries): RawSeries {
  const known = new Map((series.cells ?? []).map((cell) => [cell.row, cell]));
  const cells = Array.from(series.value.keys()).flatMap((row) => {
    const own = known.get(row);
    if (own) return [own];
    const value = series.value[row]!;
    return Number.isNaN(value) ? [] : [{ row, kind: 'string' as const, value: String(value) }];
  });
  return { ...series, value: new Float64Array(series.value.length).fill(Number.NaN), cells };
}
