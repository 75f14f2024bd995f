import type { TrendLayout } from '../../src-shared/domain/trend-layout.ts';
import type { ChartColours } from './chart-colours.ts';
import type { ChartPen } from './chart-pen.ts';
import type { ScaleGroup, ScalePlace } from './pen-scales.ts';
import type { TimeRange } from './time-view.ts';

/** Where to draw, in canvas px: `left…top` is the corner of the plot inside its axes. */
export interface DrawArea {
  readonly ctx: CanvasRenderingContext2D;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Canvas px in a CSS px. */
  readonly ratio: number;
  /** A path to draw with; one that is written down where the drawing is. */
  readonly newPath: () => Path2D;
}

/** Times that a person put a cursor on, µs. */
export interface TimeMarks {
  readonly a?: number | undefined;
  readonly b?: number | undefined;
}

/** What a person wrote to a moment. */
export interface ChartNote {
  readonly atUs: number;
  readonly text: string;
}

/** Something that happened beside the values, as a tick in a lane, or as a bar where it took time. */
export interface ChartEvent {
  /** Of its lane. */
  readonly kind: string;
  readonly atUs: number;
  /** Null for a moment, and for what is not over. */
  readonly toUs: number | null;
  readonly isOver: boolean;
  readonly text: string;
}

/** Lanes of events at the bottom, and what stands in them. */
export interface EventLanes {
  readonly lanes: readonly { readonly kind: string; readonly label: string }[];
  readonly events: readonly ChartEvent[];
}

/** Height of a lane of events, CSS px. */
export const EVENT_LANE_PX = 18;

export interface TrendScene {
  readonly pens: readonly ChartPen[];
  readonly layout: TrendLayout;
  readonly groups: readonly ScaleGroup[];
  /** Of each group. */
  readonly places: readonly ScalePlace[];
  readonly axisTitles: readonly string[];
  /** Key of the axis that keys move. */
  readonly heldAxis: string | undefined;
  readonly range: TimeRange;
  readonly nowUs: number;
  readonly marks: TimeMarks;
  readonly lanes: EventLanes;
  /** In the order of their times. */
  readonly notes: readonly ChartNote[];
  /** From here on every pen is drawn from what this page received; undefined when history reaches to the edge. */
  readonly seamUs: number | undefined;
  readonly colours: ChartColours;
  /** While the window is moved, lines are drawn thin and solid: a browser without a GPU has no time for more. */
  readonly detail: 'full' | 'moving';
}

/** Canvas px of a value of an analog pen. */
export function yOf(area: DrawArea, { groups, places }: TrendScene, pen: ChartPen): (value: number) => number {
  const { min, max, top, height } = places[groups.findIndex(({ pens }) => pens.includes(pen))]!;
  const unitPx = (area.height * height) / (max - min);
  const topPx = area.top + area.height * top;
  return (value) => topPx + (max - value) * unitPx;
}

/** Canvas px of a time. */
export const xOf =
  ({ left, width }: DrawArea, { fromUs, toUs }: TimeRange) =>
  (timeUs: number): number =>
    left + ((timeUs - fromUs) / (toUs - fromUs)) * width;

export const chartFont = (area: DrawArea, weight: 400 | 600): string =>
  `${weight} ${11 * area.ratio}px Inter, system-ui, sans-serif`;
