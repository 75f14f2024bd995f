import { useEffect, useMemo, useRef } from 'react';
import { TREND_EVENTS, type TrendEventKind } from '../../../src-shared/domain/trend-event.ts';
import type { Command } from '../../state/commands.ts';
import { usePageCommands } from '../../ui/page-context.ts';
import { EVENT_WORDS } from './event-words.ts';

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
  readonly compare: () => void;
  readonly capture: () => void;
  readonly penForm: () => void;
  /** Shows a lane of events, or hides it. */
  readonly toggleEvents: (kind: TrendEventKind) => void;
  /** Undefined: nothing is compared. */
  readonly stopComparing: (() => void) | undefined;
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
      {
        id: 'trend.pens',
        title: 'Trend: Set look and scale of the pens',
        whyNot: whyNoPens,
        run: () => newest.current.penForm(),
      },
      ...TREND_EVENTS.map((kind) => ({
        id: `trend.events.${kind}`,
        title: `Trend: Events, ${EVENT_WORDS[kind].toLowerCase()}: show or hide`,
        whyNot: whyNoPens,
        run: () => newest.current.toggleEvents(kind),
      })),
      {
        id: 'trend.capture',
        title: 'Trend: Keep stretches by a trigger',
        whyNot: whyNoPens,
        run: () => newest.current.capture(),
      },
      {
        id: 'trend.compare',
        title: 'Trend: Compare with another time',
        whyNot: whyNoPens,
        run: () => newest.current.compare(),
      },
      {
        id: 'trend.stopComparing',
        title: 'Trend: Stop comparing',
        whyNot: () => (newest.current.stopComparing ? undefined : 'This trend is not compared with another time.'),
        run: () => newest.current.stopComparing?.(),
      },
      {
        id: 'trend.export',
        title: 'Trend: Export as CSV, PNG or SVG',
        whyNot: whyNoPens,
        run: () => newest.current.save(),
      },
    ];
  }, []);
  usePageCommands(commands);
}
