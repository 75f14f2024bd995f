import type uPlotClass from 'uplot';
import { clockIn } from '../../src-shared/domain/iso-in-zone.ts';
import { numberLabels, timeLabels } from './axis-labels.ts';
import type { ChartColours } from './chart-colours.ts';
import type { UPlot } from './load-uplot.ts';
import type { TimeRange } from './time-view.ts';
import type { YRange } from './y-range.ts';
import 'uplot/dist/uPlot.min.css';

export interface TrendPlotOptions {
  readonly host: HTMLElement;
  /** One axis each, from the plot outwards. */
  readonly axisTitles: readonly string[];
  /** There is room left for what is written beside lanes. */
  readonly hasLanes: boolean;
  readonly colours: ChartColours;
  /** Draws what the axes frame; called inside each redraw. */
  readonly draw: (plot: uPlotClass) => void;
  /** The cursor moved; CSS px from the left edge of the plot, negative when it left. */
  readonly onCursor: (leftPx: number) => void;
  /** By whose clocks ticks stand and are written; left out: as everywhere in this browser. */
  readonly timeZone?: string;
}

const AXIS_PX = 48;
const FONT = '11px Inter, system-ui, sans-serif';

const pass = (_: uPlotClass, min: number | null, max: number | null): [number, number] => [min ?? 0, max ?? 1];

/**
 * uPlot with nothing but its frame: axes, grid, cursor and sizes. Pens are drawn by `draw` from their buckets, because
 * min/max outlines, gaps and seams are ours to decide.
 */
export class TrendPlot {
  readonly #plot: uPlotClass;
  readonly #resize: ResizeObserver;
  readonly #axes: number;

  constructor(UPlotCtor: UPlot, options: TrendPlotOptions) {
    const { host } = options;
    this.#axes = options.axisTitles.length;
    const { timeZone } = options;
    const zoned = timeZone === undefined ? {} : { tzDate: (ms: number) => UPlotCtor.tzDate(new Date(ms), timeZone) };
    this.#plot = new UPlotCtor(
      { ...plotOptions(options), ...zoned },
      [[0, 1]] as unknown as uPlotClass.AlignedData,
      host,
    );
    this.#resize = new ResizeObserver(() => this.#plot.setSize(sizeOf(host)));
    this.#resize.observe(host);
  }

  /** The element over the plot that takes the pointer. */
  get over(): HTMLElement {
    return this.#plot.over;
  }

  get ctx(): CanvasRenderingContext2D {
    return this.#plot.ctx;
  }

  /** Width and height of the plot inside its axes, CSS px. */
  get widthPx(): number {
    return this.#plot.over.clientWidth;
  }

  get heightPx(): number {
    return this.#plot.over.clientHeight;
  }

  /** Of which axis the labels stand at a place of the page, counted from the plot outwards; undefined: of none. */
  axisAt(clientX: number, clientY: number): number | undefined {
    const { left, top, bottom } = this.over.getBoundingClientRect();
    if (clientX >= left || clientY < top || clientY > bottom) return undefined;
    const at = Math.floor((left - clientX) / AXIS_PX);
    return at < this.#axes ? at : undefined;
  }

  /** Shows a window of time with one range for each axis, and draws. */
  show(range: TimeRange, yRanges: readonly YRange[]): void {
    this.#plot.batch(() => {
      this.#plot.setScale('x', { min: range.fromUs / 1_000, max: range.toUs / 1_000 });
      for (let at = 0; at < this.#axes; at++) {
        const { min, max } = yRanges[at]!;
        this.#plot.setScale(`y${at}`, { min, max });
      }
    });
  }

  /** Moves the cursor, CSS px from the left edge of the plot. */
  moveCursor(leftPx: number): void {
    this.#plot.setCursor({ left: leftPx, top: 0 });
  }

  dispose(): void {
    this.#resize.disconnect();
    this.#plot.destroy();
  }
}

const sizeOf = (host: HTMLElement): { width: number; height: number } => ({
  width: Math.max(200, host.clientWidth),
  height: Math.max(120, host.clientHeight),
});

function plotOptions(options: TrendPlotOptions): uPlotClass.Options {
  const { host, axisTitles, colours, draw, onCursor, timeZone } = options;
  const leftPx = options.hasLanes ? AXIS_PX + 12 : axisTitles[0] === NO_AXIS ? 12 : 0;
  const clock = timeZone === undefined ? undefined : clockIn(timeZone);
  const line = { stroke: colours.grid, width: 1 };
  const timeAxis: uPlotClass.Axis = {
    stroke: colours.axis,
    font: FONT,
    grid: line,
    ticks: { ...line, size: 4 },
    size: 40,
    space: 80,
    values: (_, splits, _axis, _space, stepMs) => timeLabels(splits, stepMs, clock),
  };
  const valueAxis = (title: string, at: number): uPlotClass.Axis => ({
    scale: `y${at}`,
    side: 3,
    stroke: colours.axis,
    font: FONT,
    size: AXIS_PX,
    space: 48,
    show: title !== NO_AXIS,
    grid: { ...line, show: at === 0 },
    ticks: { ...line, size: 4 },
    values: (_, splits) => numberLabels(splits),
  });
  return {
    ...sizeOf(host),
    ms: 1,
    padding: [22, 24, 0, leftPx],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false, setScale: false } },
    scales: Object.fromEntries([
      ['x', { time: true, range: pass }],
      ...axisTitles.map((_, at) => [`y${at}`, { range: pass }] as const),
    ]),
    series: [{}],
    axes: [timeAxis, ...axisTitles.map(valueAxis)],
    hooks: {
      draw: [draw],
      setCursor: [(plot) => onCursor(plot.cursor.left ?? -1)],
    },
  };
}

/** The unit of a plot that has no analog pen: the scale is needed, its labels are not. */
export const NO_AXIS = '\u0000';

/** Right edge of the labels of axis `at`, CSS px left of the plot. */
export const axisLabelPx = (at: number): number => AXIS_PX * at + 10;
