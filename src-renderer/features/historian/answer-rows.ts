import { isoIn } from '../../../src-shared/domain/iso-in-zone.ts';
import type { AskedColumns } from '../../rpc/series-calls.ts';
import { type AnswerColumn, answerColumns, columnOf } from './answer-columns.ts';

/** A table of an answer: rows by their number, cells by the number of their column. */
export interface AnswerTable {
  readonly rows: number;
  readonly columns: readonly { readonly key: string; readonly title: string; readonly align?: 'right' }[];
  readonly timeUs: (row: number) => number;
  /** As shown; empty where there is none. */
  readonly text: (row: number, column: number) => string;
  /** For files: a number with a point, a text as it is, empty where there is none. */
  readonly plain: (row: number, column: number) => string;
}

/** One line a time with a column for each aggregate; of single points of several tags one line a point. */
export function answerTable(answer: AskedColumns): AnswerTable {
  const isRaw = answer.tags.some(({ widthUs }) => widthUs === 0);
  return isRaw && answer.tags.length > 1 ? longTable(answer) : wideTable(answerColumns(answer));
}

function wideTable(columns: readonly AnswerColumn[]): AnswerTable {
  const times = unionOf([...new Set(columns.map(({ timeUs }) => timeUs))]);
  const places = new Map([...new Set(columns.map(({ timeUs }) => timeUs))].map((own) => [own, placesIn(times, own)]));
  const value = (row: number, column: number): number => {
    const at = places.get(columns[column]!.timeUs)![row]!;
    return at < 0 ? Number.NaN : columns[column]!.values[at]!;
  };
  return {
    rows: times.length,
    columns: columns.map(({ key, label, unit }) => ({
      key,
      title: unit === '' ? label : `${label} (${unit})`,
      align: 'right',
    })),
    timeUs: (row) => times[row]!,
    text: (row, column) => shown(columns[column]!, value(row, column)),
    plain: (row, column) => plainText(columns[column]!, value(row, column)),
  };
}

function longTable(answer: AskedColumns): AnswerTable {
  const columns = answerColumns(answer).filter(({ kind }) => kind === 'value');
  const starts: number[] = [];
  let rows = 0;
  for (const { values } of columns) {
    starts.push(rows);
    rows += values.length;
  }
  const place = (row: number): readonly [column: AnswerColumn, at: number] => {
    const index = starts.findLastIndex((start) => start <= row);
    return [columns[index]!, row - starts[index]!];
  };
  const cell = (row: number, column: number, as: typeof shown): string => {
    const [own, at] = place(row);
    if (column === 0) return `${own.tag.device}/${own.tag.tag}`;
    if (column === 1) return as(own, own.values[at]!);
    return column === 2 ? own.unit : statusWord(columnOf(answer, own.tag, 'status')[at]!);
  };
  return {
    rows,
    columns: [
      { key: 'tag', title: 'Tag' },
      { key: 'value', title: 'Value', align: 'right' },
      { key: 'unit', title: 'Unit' },
      { key: 'quality', title: 'Quality' },
    ],
    timeUs: (row) => {
      const [own, at] = place(row);
      return own.timeUs[at]!;
    },
    text: (row, column) => cell(row, column, shown),
    plain: (row, column) => cell(row, column, plainText),
  };
}

const statusWord = (status: number): string => ['Good', 'Uncertain', 'Bad', 'Bad'][status >>> 30]!;
const shown = ({ format }: AnswerColumn, value: number): string => (Number.isNaN(value) ? '' : format(value));
const plainText = ({ tag, kind, format }: AnswerColumn, value: number): string =>
  Number.isNaN(value) ? '' : tag.dataType === 'string' && kind === 'value' ? format(value) : String(value);

/** The times of all, rising, each once. */
function unionOf(all: readonly Float64Array[]): Float64Array {
  if (all.length === 1) return all[0]!;
  const joined = new Float64Array(all.reduce((sum, one) => sum + one.length, 0));
  let at = 0;
  for (const one of all) {
    joined.set(one, at);
    at += one.length;
  }
  joined.sort();
  return joined.filter((us, row) => row === 0 || us !== joined[row - 1]);
}

/** For each of `times` its row in `own`, or -1. */
function placesIn(times: Float64Array, own: Float64Array): Int32Array {
  const places = new Int32Array(times.length).fill(-1);
  let row = 0;
  for (const [at, us] of times.entries()) {
    if (own[row] !== us) continue;
    places[at] = row;
    // Of single points several may have one time: the last is shown.
    while (own[row] === us) places[at] = row++;
  }
  return places;
}

const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The table as a CSV file (RFC 4180): ISO times with the offset of the zone, numbers with a point. */
export function tableCsv(table: AnswerTable, timeZone: string): string {
  const clock = isoIn(timeZone);
  const lines = [['time', ...table.columns.map(({ title }) => field(title))].join(',')];
  for (let row = 0; row < table.rows; row++) {
    const cells = table.columns.map((_, column) => field(table.plain(row, column)));
    lines.push([clock(table.timeUs(row)), ...cells].join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}
