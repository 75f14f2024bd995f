import type { CheckBundle } from '../../../src-shared/contract/check-bundle.ts';
import type { CheckLoopView, CheckStepView } from '../../../src-shared/contract/check-loops.ts';

type Cell = string | number | null;

const COLUMNS: readonly (readonly [string, (loop: CheckLoopView, step: CheckStepView | undefined) => Cell])[] = [
  ['device', (loop) => loop.device],
  ['tag', (loop) => loop.tag],
  ['name', (loop) => loop.name],
  ['address', (loop) => loop.address],
  ['template', (loop) => loop.template],
  ['state', (loop) => loop.state],
  ['step', (_, step) => step?.title ?? null],
  ['applied', (_, step) => step?.applied ?? null],
  ['expected', (_, step) => step?.expected ?? null],
  ['value', (_, step) => step?.capture?.value ?? null],
  ['min', (_, step) => step?.capture?.min ?? null],
  ['max', (_, step) => step?.capture?.max ?? null],
  ['unit', (loop) => loop.unit],
  ['error_percent_of_span', (_, step) => step?.capture?.error ?? null],
  ['tolerance_percent', (loop) => (loop.range ? loop.tolerance : null)],
  ['result', (_, step) => step?.capture?.result ?? null],
  ['quality', (_, step) => step?.capture?.quality ?? null],
  ['source_time', (_, step) => step?.capture?.sourceTime ?? null],
  ['captured_at', (_, step) => step?.capture?.to ?? null],
  ['captured_by', (_, step) => step?.capture?.actor ?? null],
  ['seen_after_ms', (_, step) => step?.capture?.write?.tookMs ?? null],
  ['verdict', (loop) => loop.signature?.verdict ?? null],
  ['signed_by', (loop) => loop.signature?.name ?? null],
  ['signed_at', (loop) => loop.signature?.at ?? null],
  ['revision', (loop) => loop.signature?.revision ?? null],
  ['config_hash', (loop) => loop.signature?.configHash ?? null],
  ['entry', (loop) => loop.signature?.entry ?? null],
  ['entry_hash', (loop) => loop.signature?.hash ?? null],
  ['witness', (loop) => loop.witness?.name ?? null],
  ['changed_since', (loop) => loop.changes.join('; ')],
  ['type', (loop) => loop.details.kind ?? ''],
  ['as_found', (loop) => loop.details.asFound],
  ['as_left', (loop) => loop.details.asLeft],
  ['test_kit', (loop) => loop.details.testKit],
  ['method', (loop) => loop.details.method],
  ['note', (loop) => loop.details.note],
  [
    'punch_open',
    (loop) =>
      loop.punch
        .filter(({ closedBy }) => closedBy === null)
        .map(({ text }) => text)
        .join('; '),
  ],
];

/** One row a step, in UTF-8 with a byte order mark, by which spreadsheets know it; a loop without steps has one row. */
export function checkCsv({ loops }: CheckBundle): string {
  const rows = loops.flatMap((loop) =>
    (loop.steps.length === 0 ? [undefined] : loop.steps).map((step) => [loop, step] as const),
  );
  const lines = rows.map(([loop, step]) => COLUMNS.map(([, of]) => cellText(of(loop, step))).join(','));
  return `\uFEFF${[COLUMNS.map(([name]) => name).join(','), ...lines].join('\r\n')}\r\n`;
}

/** What a spreadsheet would take for a formula. */
const FORMULA = /^'*[=+\-@\t\r]/;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
