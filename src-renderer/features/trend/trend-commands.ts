import { useEffect, useMemo, useRef } from 'react';
import type { Command } from '../../state/commands.ts';
import { usePageCommands } from '../../ui/page-context.ts';

interface TrendActions {
  readonly isHeld: boolean;
  readonly hasPens: boolean;
  readonly addPen: () => void;
  readonly pause: () => void;
  readonly live: () => void;
  readonly home: () => void;
  readonly measure: () => void;
  readonly note: () => void;
  readonly whereFrom: () => void;
  readonly save: () => void;
  readonly keep: () => void;
}

/** What can be done with the trend in front, for the palette and the keys that a person gives it. */
export function useTrendCommands(actions: TrendActions): void {
  const newest = useRef(actions);
  useEffect(() => {
    newest.current = actions;
  });
  const commands = useMemo((): readonly Command[] => {
    const whyNoPens = (): string | undefined => (newest.current.hasPens ? undefined : 'This trend has no pens.');
    return [
      { id: 'trend.addPen', title: 'Trend: Add a pen', run: () => newest.current.addPen() },
      {
        id: 'trend.pause',
        title: 'Trend: Pause',
        whyNot: () => (newest.current.isHeld ? 'This trend is paused.' : whyNoPens()),
        run: () => newest.current.pause(),
      },
      {
        id: 'trend.live',
        title: 'Trend: Show live',
        whyNot: () => (newest.current.isHeld ? undefined : 'This trend is live.'),
        run: () => newest.current.live(),
      },
      {
        id: 'trend.home',
        title: 'Trend: Go to the start of the data',
        whyNot: whyNoPens,
        run: () => newest.current.home(),
      },
      { id: 'trend.note', title: 'Trend: Write a note to a time', whyNot: whyNoPens, run: () => newest.current.note() },
      { id: 'trend.save', title: 'Trend: Save in the project', run: () => newest.current.keep() },
      {
        id: 'trend.measure',
        title: 'Trend: Measure, show or hide',
        whyNot: whyNoPens,
        run: () => newest.current.measure(),
      },
      {
        id: 'trend.whereFrom',
        title: 'Trend: Where the value at the cursor comes from',
        whyNot: whyNoPens,
        run: () => newest.current.whereFrom(),
      },
      { id: 'trend.export', title: 'Trend: Export as CSV', whyNot: whyNoPens, run: () => newest.current.save() },
    ];
  }, []);
  usePageCommands(commands);
}
