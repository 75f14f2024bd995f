import { movedScale, zoomedScale } from '../../charts/chart-scales.ts';
import type { TrendChart } from '../../charts/trend-chart.ts';
import type { YRange } from '../../charts/y-range.ts';
import { formatSignificant } from '../../ui/number-format.ts';

/** Ends of axes by their key. */
export type AxisEnds = ReadonlyMap<string, YRange>;

export interface AxisEvents {
  /** An axis was given its ends, or follows what is in sight again. */
  readonly onScale: (axis: string, ends: YRange | undefined) => void;
  /** What is said of the axis that keys move; empty: none is. */
  readonly onAxis: (text: string) => void;
}

/** A hand that turns a wheel is not at its end with each notch. */
const SETTLED_MS = 250;
const STEP = 0.1;
const ZOOM_STEP = 1.25;

/** Moves the axes of a chart for pointer and keys, and tells what became of them once that has ended. */
export class AxisControl {
  readonly #events: AxisEvents;
  readonly #unsaid = new Map<string, YRange | undefined>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #chart: TrendChart | undefined;
  #held: string | undefined;

  constructor(events: AxisEvents) {
    this.#events = events;
  }

  set chart(chart: TrendChart) {
    this.#chart = chart;
  }

  scale(axis: string, ends: YRange | undefined, when: 'moving' | 'done'): void {
    this.#chart?.scale(axis, ends);
    if (when === 'moving') return;
    this.#unsaid.set(axis, ends);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.tell(), SETTLED_MS);
  }

  /** Takes what was typed, or read from where the trend is kept. */
  take(ends: AxisEnds): void {
    const chart = this.#chart;
    if (!chart) return;
    for (const axis of chart.axes) {
      if (this.#unsaid.has(axis)) continue;
      const [now, next] = [chart.isScaled(axis) ? chart.endsOf(axis) : undefined, ends.get(axis)];
      if (now?.min !== next?.min || now?.max !== next?.max) chart.scale(axis, next);
    }
  }

  /** Tells what is not told yet. */
  tell(): void {
    clearTimeout(this.#timer);
    for (const [axis, ends] of this.#unsaid) this.#events.onScale(axis, ends);
    this.#unsaid.clear();
  }

  /** Gives the keys the next axis; after the last one, none. */
  next(): void {
    const chart = this.#chart;
    if (!chart) return;
    const { axes } = chart;
    this.#held = axes[(this.#held === undefined ? -1 : axes.indexOf(this.#held)) + 1];
    chart.heldAxis = this.#held;
    this.#say();
  }

  /** Moves the axis that keys have; up is to higher values. */
  step(direction: 1 | -1): void {
    this.#change(({ min, max }) => movedScale({ min, max }, (max - min) * STEP * direction));
  }

  zoom(direction: 'in' | 'out'): void {
    const factor = direction === 'in' ? 1 / ZOOM_STEP : ZOOM_STEP;
    this.#change((ends) => zoomedScale(ends, factor, (ends.min + ends.max) / 2));
  }

  /** The axis that keys have, or all of them, follow what is in sight. */
  fit(): void {
    const axes = this.#held === undefined ? (this.#chart?.axes ?? []) : [this.#held];
    for (const axis of axes) if (this.#chart?.isScaled(axis)) this.scale(axis, undefined, 'done');
    this.#events.onAxis(
      this.#held === undefined
        ? 'All axes follow what is in sight.'
        : `${axisWords(this.#held)} follows what is in sight.`,
    );
  }

  #change(edit: (ends: YRange) => YRange): void {
    if (this.#held === undefined) this.next();
    const ends = this.#held === undefined ? undefined : this.#chart?.endsOf(this.#held);
    if (this.#held === undefined || !ends) return;
    const next = edit(ends);
    this.scale(this.#held, next, 'done');
    this.#say(next);
  }

  #say(now?: YRange): void {
    const ends = now ?? (this.#held === undefined ? undefined : this.#chart?.endsOf(this.#held));
    if (this.#held === undefined || !ends) return this.#events.onAxis('No axis is chosen.');
    this.#events.onAxis(`${axisWords(this.#held)}: ${formatSignificant(ends.min)} to ${formatSignificant(ends.max)}.`);
  }
}

/** `The axis of bar`: by the key of an axis. */
export function axisWords(axis: string): string {
  if (axis === 'shared') return 'The axis of all pens';
  if (axis.startsWith('pen:')) return `The axis of pen ${axis.slice(4)}`;
  return axis === 'unit:' ? 'The axis of pens without a unit' : `The axis of ${axis.slice(5)}`;
}
