import type { TrendLayout } from '../../src-shared/domain/trend-layout.ts';
import type { ChartPen } from './chart-pen.ts';
import type { YRange } from './y-range.ts';

/** Where the cursor stands, and in which half of the plot, so that what is said of it can stand in the other. */
export interface ChartCursor {
  readonly timeUs: number;
  readonly half: 'left' | 'right';
}

/** A place on an axis. */
export interface AxisPlace {
  readonly axis: string;
  readonly ends: YRange;
  readonly value: number;
}

export interface TrendChartOptions {
  readonly host: HTMLElement;
  readonly pens: readonly ChartPen[];
  readonly nowUs: () => number;
  readonly onCursor: (cursor: ChartCursor | undefined) => void;
  /** How pens share the height; by unit where it is left out. */
  readonly layout?: TrendLayout;
  /** Ends of axes that a person set, by key of their group. */
  readonly scales?: ReadonlyMap<string, YRange>;
  /** By whose clocks times are written; left out: as everywhere in this browser. */
  readonly timeZone?: string;
}
