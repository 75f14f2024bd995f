import { RotateCcw } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { preferenceChosen, usePreferences } from '../../state/preferences.ts';
import { ColumnChooser } from '../../ui/ColumnChooser.tsx';
import { usePageCommands } from '../../ui/page-context.ts';
import { statisticsReset } from './use-row-statistics.ts';
import { CHOSEN_COLUMNS, useWatchColumns, watchColumnsChosen } from './watch-columns.ts';

const RATES = [10, 5, 2, 1] as const;
const FIGURES: ReadonlySet<string> = new Set(['min', 'max', 'changes']);

/** How a table is looked at: which columns, how often values are drawn, and since when the least and largest count. */
export function WatchView({ table }: { readonly table: string }): ReactNode {
  const chosen = useWatchColumns((state) => state.chosen);
  const displayHz = usePreferences((state) => state.displayHz);
  const commands = useMemo(
    () => [{ id: 'watch.reset', title: 'Watch: Reset min, max and changes', run: () => statisticsReset(table) }],
    [table],
  );
  usePageCommands(commands);
  return (
    <>
      <ColumnChooser
        columns={CHOSEN_COLUMNS}
        shown={chosen}
        onChange={watchColumnsChosen}
        onReset={() => watchColumnsChosen([])}
      />
      <select
        className="select"
        aria-label="How often values are drawn"
        value={displayHz}
        onChange={(event) => preferenceChosen('displayHz', Number(event.target.value))}
      >
        {RATES.map((hz) => (
          <option key={hz} value={hz}>
            {hz} Hz
          </option>
        ))}
      </select>
      {chosen.some((id) => FIGURES.has(id)) ? (
        <button
          type="button"
          className="button"
          title="Min, max and changes begin anew"
          onClick={() => statisticsReset(table)}
        >
          <RotateCcw size={16} strokeWidth={1.5} aria-hidden />
          Reset
        </button>
      ) : null}
    </>
  );
}
