import { Download, LineChart } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { saveFile } from '../../rpc/save-file.ts';
import { exportAsked, useHistoryExport } from '../../state/history-export.ts';
import { tabOpened } from '../../state/layout.ts';
import { pensAdded, spanChosen, trendMade } from '../../state/trends.ts';
import { Menu } from '../../ui/Menu.tsx';
import { answerTable, tableCsv } from './answer-rows.ts';
import { type QueryTab, RESULT_VIEWS, type Result, type ResultView, tabChanged } from './historian-store.ts';

const WORDS: Readonly<Record<ResultView, string>> = {
  chart: 'Chart',
  table: 'Table',
  stats: 'Stats',
  xy: 'XY',
  histogram: 'Histogram',
};

const WHOLE = { label: 'Whole range as CSV, JSON lines or Parquet…', keys: '', state: 'enabled' } as const;

interface ResultTabsProps {
  readonly path: string;
  readonly tab: QueryTab;
  readonly result: Result;
}

/** The ways to look at an answer, and what to do with it. */
export function ResultTabs({ path, tab, result }: ResultTabsProps): ReactNode {
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number }>();
  const isOffered = useHistoryExport((state) => state.isOffered);
  const show = (view: ResultView): void => tabChanged(path, { view });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = (RESULT_VIEWS.indexOf(tab.view) + step + RESULT_VIEWS.length) % RESULT_VIEWS.length;
    show(RESULT_VIEWS[at]!);
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[at]?.focus();
  };
  const csv = (): void => {
    const text = tableCsv(answerTable(result.answer), result.question.timeZone);
    saveFile(`${tab.saved?.name ?? 'history'}.csv`, [text], 'text/csv');
  };
  return (
    <div className="toolbar">
      <div className="historian-tabs" role="tablist" aria-label="Ways to look at the answer" onKeyDown={onKeyDown}>
        {RESULT_VIEWS.map((view) => (
          <button
            key={view}
            type="button"
            role="tab"
            aria-selected={tab.view === view}
            tabIndex={tab.view === view ? 0 : -1}
            onClick={() => show(view)}
          >
            {WORDS[view]}
          </button>
        ))}
      </div>
      <span className="quiet">{(result.tookMs / 1_000).toFixed(2)} s</span>
      <span className="spacer" />
      <button type="button" className="button" onClick={() => openAsTrend(result)}>
        <LineChart size={16} strokeWidth={1.5} aria-hidden />
        Open as trend
      </button>
      <button
        type="button"
        className="button"
        aria-haspopup="menu"
        onClick={(event) => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect();
          setMenu({ x: left, y: bottom + 2 });
        }}
      >
        <Download size={16} strokeWidth={1.5} aria-hidden />
        Export
      </button>
      {menu ? (
        <Menu
          label="Export"
          at={menu}
          onClose={() => setMenu(undefined)}
          items={[
            { label: 'CSV of what is shown', keys: '', state: 'enabled', onChoose: csv },
            // Only where somebody makes such files.
            ...(isOffered ? [{ ...WHOLE, onChoose: () => exportAsked(result.question) }] : []),
          ]}
        />
      ) : null}
    </div>
  );
}

/** A new trend of the same tags, as long as the range of the answer. */
function openAsTrend({ answer }: Result): void {
  const id = trendMade();
  pensAdded(
    id,
    answer.tags.map(({ device, tag }) => ({ device, tag })),
  );
  spanChosen(id, Math.max(1_000, Math.round((answer.toUs - answer.fromUs) / 1_000)));
  tabOpened(`trend/${id}`, 'kept');
}
