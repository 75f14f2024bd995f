import type { AskedTagView } from '../../../src-shared/contract/history-explore.ts';
import type { AskedColumns } from '../../rpc/series-calls.ts';
import { formatSignificant, formatValue } from '../../ui/number-format.ts';

/** One column of an answer that can be drawn, listed and counted. */
export interface AnswerColumn {
  readonly key: string;
  readonly tag: AskedTagView;
  /** `avg`, `state:1`, or `value` for single points. */
  readonly kind: string;
  /** `Steam pressure avg`. */
  readonly label: string;
  readonly unit: string;
  /** µs of each row. */
  readonly timeUs: Float64Array;
  readonly values: Float64Array;
  readonly format: (value: number) => string;
}

/** The numbers of one column of a tag, as a view; empty where the answer has no such column. */
export function columnOf({ numbers }: Pick<AskedColumns, 'numbers'>, tag: AskedTagView, name: string): Float64Array {
  const index = tag.columns.indexOf(name);
  if (index < 0) return new Float64Array(0);
  const start = tag.at + index * tag.rows;
  return numbers.subarray(start, start + tag.rows);
}

/** All columns but time, status and the count of Bad samples, tag after tag. */
export function answerColumns(answer: AskedColumns): readonly AnswerColumn[] {
  return answer.tags.flatMap((tag) => {
    const kinds = tag.columns.filter((name) => name !== 'time' && name !== 'status' && name !== 'bad');
    const timeUs = columnOf(answer, tag, 'time');
    return kinds.map((kind) => ({
      key: `${tag.topic} ${kind}`,
      tag,
      kind,
      label: kinds.length === 1 && !kind.startsWith('state:') ? tag.name : `${tag.name} ${kindWord(tag, kind)}`,
      unit: unitOf(tag, kind),
      timeUs,
      values: columnOf(answer, tag, kind),
      format: formatOf(tag, kind),
    }));
  });
}

const WORDS: Readonly<Record<string, string>> = { twa: 'time-weighted', std: 'std deviation' };

function kindWord(tag: AskedTagView, kind: string): string {
  if (!kind.startsWith('state:')) return WORDS[kind] ?? kind;
  const value = kind.slice('state:'.length);
  return `in ${value === 'other' ? 'other states' : stateText(tag, Number(value))}`;
}

function stateText(tag: AskedTagView, value: number): string {
  return tag.dataType === 'string' ? `“${tag.texts[value] ?? value}”` : formatValue(value, tag);
}

function unitOf({ unit }: AskedTagView, kind: string): string {
  if (kind === 'count') return 'samples';
  return kind.startsWith('state:') ? 's' : unit;
}

function formatOf(tag: AskedTagView, kind: string): (value: number) => string {
  const isNone = (value: number): boolean => Number.isNaN(value);
  if (tag.dataType === 'string' && (kind === 'value' || kind === 'first' || kind === 'last'))
    return (value) => (isNone(value) ? '—' : (tag.texts[value] ?? '—'));
  if (kind === 'count' || kind.startsWith('state:')) return (value) => formatSignificant(value);
  // An average lies between the states: its number says more than either.
  const isState = kind === 'value' || kind === 'first' || kind === 'last' || kind === 'min' || kind === 'max';
  const style = isState ? tag : { ...tag, states: {}, dataType: 'float64' };
  return (value) => (isNone(value) ? '—' : formatValue(value, style));
}
