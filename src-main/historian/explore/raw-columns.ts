import type { TagAnswer, TagQuestion } from './ask-tag.ts';
import { insideSpans } from './condition-spans.ts';
import { type HistorySource, isUsable, type Points } from './history-source.ts';
import { overview } from './overview.ts';
import { TextTable } from './text-table.ts';

/** The single points of a tag that a question lets pass: `time`, `value` and `status`. */
export async function rawColumns(
  source: HistorySource,
  { range, quality, spans, limit }: TagQuestion,
  signal: AbortSignal | undefined,
): Promise<TagAnswer> {
  const { gaps, known, rawFromUs } = await overview(source, range, signal);
  const texts = new TextTable();
  const isInside = insideSpans(spans);
  const pieces: Points[] = [];
  let rows = 0;
  let isCut = false;
  for await (const piece of source.scan(range, signal)) {
    const points = texts.numbered(piece);
    const kept: number[] = [];
    for (let row = 0; row < points.timeUs.length; row++) {
      const isLet = quality === 'all' || isUsable(points.value[row]!, points.status[row]!, quality);
      if (isLet && isInside(points.timeUs[row]!)) kept.push(row);
    }
    isCut = rows + kept.length > limit;
    pieces.push(picked(points, kept.slice(0, limit - rows)));
    rows = Math.min(limit, rows + kept.length);
    if (isCut) break;
  }
  const join = (name: keyof Points): Float64Array => {
    const all = new Float64Array(rows);
    let at = 0;
    for (const piece of pieces) {
      all.set(piece[name], at);
      at += piece[name].length;
    }
    return all;
  };
  return {
    columns: [
      { name: 'time', values: join('timeUs') },
      { name: 'value', values: join('value') },
      { name: 'status', values: join('status') },
    ],
    texts: texts.texts,
    source: 'raw',
    widthUs: 0,
    gaps,
    known,
    ...(rawFromUs !== undefined && { rawFromUs }),
    isCut,
  };
}

function picked({ timeUs, value, status }: Points, rows: readonly number[]): Points {
  return {
    timeUs: Float64Array.from(rows, (row) => timeUs[row]!),
    value: Float64Array.from(rows, (row) => value[row]!),
    status: Uint32Array.from(rows, (row) => status[row]!),
  };
}
