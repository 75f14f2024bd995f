import type uPlotClass from 'uplot';
import type { TrendLayout } from '../../src-shared/domain/trend-layout.ts';
import { chartColours } from './chart-colours.ts';
import { type ChartPen, LANE_PX } from './chart-pen.ts';
import { drawTrend } from './draw-trend.ts';
import type { UPlot } from './load-uplot.ts';
import { axisRanges, axisTitles, type ScaleGroup, scaleGroups, scalePlaces } from './pen-scales.ts';
import { rangeOf, type TimeRange, type TimeView } from './time-view.ts';
import { TrendPlot } from './trend-plot.ts';
import type { ChartNote, TimeMarks, TrendScene } from './trend-scene.ts';
import { axisRange, dataRange, type YRange } from './y-range.ts';

/** Where the cursor stands, and in which half of the plot, so that what is said of it can stand in the other. */
export interface ChartCursor {
  readonly timeUs: number;
  readonly half: 'left' | 'right';
}

export interface TrendChartOptions {
  readonly host: HTMLElement;
  readonly pens: readonly ChartPen[];
  readonly nowUs: () => number;
  readonly onCursor: (cursor: ChartCursor | undefined) => void;
  /** How pens share the height; by unit where it is left out. */
  readonly layout?: TrendLayout;
  /** By whose clocks times are written; left out: as everywhere in this browser. */
  readonly timeZone?: string;
}

/** CSS px of one bucket: as wide as a line is thick, so that min and max say all there is to see. */
const BUCKET_PX = 2;

/** A window that was not moved for this long stands still and is drawn in full. */
const SETTLED_AFTER_MS = 200;
/** A drawing that was slow is followed by a rest of this many times its cost, so that input always has its turn. */
const REST = 4;
/** More is not the drawing but a window that was out of sight. */
const LONGEST_COST_MS = 250;

const spanOf = (view: TimeView): number => (view.mode === 'follow' ? view.spanUs : view.toUs - view.fromUs);

/** A chart of pens over time. Owns what is on the canvas; the view and the pens belong to whoever made it. */
export class TrendChart {
  readonly #options: TrendChartOptions;
  readonly #plot: TrendPlot;
  readonly #layout: TrendLayout;
  readonly #groups: readonly ScaleGroup[];
  readonly #colours;
  readonly #axes = new Map<ScaleGroup, YRange>();
  #view: TimeView;
  #shown: TimeRange = { fromUs: 0, toUs: 1 };
  #yRanges: readonly YRange[];
  #marks: TimeMarks = {};
  #notes: readonly ChartNote[] = [];
  #cursorUs: number | undefined;
  #isDirty = true;
  #movedAtMs = Number.NEGATIVE_INFINITY;
  #detail: TrendScene['detail'] = 'full';
  #drawnAtMs = 0;
  /** Of the last drawing; 0 until it is known. */
  #drawCostMs = 1;

  constructor(UPlotCtor: UPlot, options: TrendChartOptions, view: TimeView) {
    this.#options = options;
    this.#view = view;
    this.#colours = chartColours(options.host);
    this.#layout = options.layout ?? 'unit';
    this.#groups = scaleGroups(this.#layout, options.pens);
    this.#yRanges = this.#groups.map(() => ({ min: 0, max: 1 }));
    this.#plot = new TrendPlot(UPlotCtor, {
      host: options.host,
      axisTitles: axisTitles(this.#layout, this.#groups),
      hasLanes: this.#layout === 'lanes',
      colours: this.#colours,
      draw: (plot) => this.#draw(plot),
      onCursor: (leftPx) => this.#cursorMoved(leftPx),
      ...(options.timeZone !== undefined && { timeZone: options.timeZone }),
    });
  }

  get over(): HTMLElement {
    return this.#plot.over;
  }

  /** What is in sight now. */
  get range(): TimeRange {
    return rangeOf(this.#view, this.#options.nowUs());
  }

  /** Width of one bucket for what is in sight, whole µs. */
  get widthUs(): number {
    const { fromUs, toUs } = this.range;
    return Math.max(1, Math.ceil((toUs - fromUs) / Math.max(1, this.#plot.widthPx / BUCKET_PX)));
  }

  get view(): TimeView {
    return this.#view;
  }

  set view(view: TimeView) {
    // Another span is another picture: its axes are fitted anew. A window that only moves keeps them.
    if (Math.abs(spanOf(view) / spanOf(this.#view) - 1) > 0.01) this.#axes.clear();
    this.#view = view;
    this.#isDirty = true;
    this.#movedAtMs = performance.now();
  }

  /** Where cursors stand; drawn with the next turn. */
  set marks(marks: TimeMarks) {
    this.#marks = marks;
    this.#isDirty = true;
  }

  /** In the order of their times; drawn with the next turn. */
  set notes(notes: readonly ChartNote[]) {
    this.#notes = notes;
    this.#isDirty = true;
  }

  /** Time at CSS px from the left edge of the plot. */
  timeAt(leftPx: number): number {
    const { fromUs, toUs } = this.range;
    return fromUs + (leftPx / Math.max(1, this.#plot.widthPx)) * (toUs - fromUs);
  }

  /** Microseconds in a CSS px. */
  get usPerPx(): number {
    const { fromUs, toUs } = this.range;
    return (toUs - fromUs) / Math.max(1, this.#plot.widthPx);
  }

  /** Where the moving cursor stands, µs; undefined while the pointer is elsewhere. */
  get cursorUs(): number | undefined {
    return this.#cursorUs;
  }

  /** Moves the cursor by buckets; the first move puts it on the newest one. */
  stepCursor(buckets: number): void {
    const { toUs } = this.range;
    const fromUs = this.#cursorUs ?? toUs;
    const timeUs = Math.min(toUs, fromUs + buckets * this.widthUs);
    this.#plot.moveCursor((timeUs - this.range.fromUs) / this.usPerPx);
    this.#cursorMoved((timeUs - this.range.fromUs) / this.usPerPx);
  }

  /** Draws when samples came or the window moved by a pixel. Returns 1 when it drew. */
  turn(): number {
    const { range, widthUs } = this;
    const nowMs = performance.now();
    // The canvas is painted after the script: what a drawing costs shows as the time to the turn after it.
    if (this.#drawCostMs === 0) this.#drawCostMs = Math.min(LONGEST_COST_MS, nowMs - this.#drawnAtMs);
    const detail = nowMs - this.#movedAtMs < SETTLED_AFTER_MS ? 'moving' : 'full';
    const isResting = detail === 'full' && nowMs - this.#drawnAtMs < this.#drawCostMs * REST;
    if (isResting) return 0;
    if (this.#detail === 'moving' && detail === 'full') this.#isDirty = true;
    this.#detail = detail;
    let changed = this.#isDirty;
    for (const { model } of this.#options.pens) changed = model.fold(range, widthUs) || changed;
    if (!changed && range.toUs - this.#shown.toUs < this.usPerPx) return 0;
    this.#isDirty = false;
    this.#shown = range;
    this.#yRanges = this.#groups.map((group) => this.#rangeOf(group, range));
    this.#plot.show(range, axisRanges(this.#layout, this.#yRanges, this.#bandPx, this.#plot.heightPx));
    this.#drawnAtMs = nowMs;
    this.#drawCostMs = 0;
    return 1;
  }

  dispose(): void {
    this.#plot.dispose();
  }

  /** Height of the digital pens at the bottom, CSS px. */
  get #bandPx(): number {
    return this.#options.pens.filter((pen) => pen.kind === 'digital').length * LANE_PX;
  }

  #rangeOf(group: ScaleGroup, range: TimeRange): YRange {
    const [pen] = group.pens;
    if (this.#layout === 'percent' && pen?.span) return pen.span;
    const data = dataRange(
      group.pens.map(({ model }) => model.buckets),
      range,
    );
    const axis = axisRange(this.#axes.get(group), data);
    if (data) this.#axes.set(group, axis);
    return axis;
  }

  #draw(plot: uPlotClass): void {
    const ratio = devicePixelRatio;
    const seams = this.#options.pens.flatMap((pen) => pen.model.history?.toUs ?? []);
    const scene: TrendScene = {
      pens: this.#options.pens,
      layout: this.#layout,
      groups: this.#groups,
      places: scalePlaces(this.#layout, this.#yRanges, this.#bandPx, this.#plot.heightPx),
      axisTitles: axisTitles(this.#layout, this.#groups),
      marks: this.#marks,
      notes: this.#notes,
      range: this.#shown,
      nowUs: this.#options.nowUs(),
      seamUs: seams.length > 0 ? Math.max(...seams) : undefined,
      colours: this.#colours,
      detail: this.#detail,
    };
    drawTrend({ ctx: plot.ctx, ...plot.bbox, ratio }, scene);
  }

  #cursorMoved(leftPx: number): void {
    this.#cursorUs = leftPx < 0 ? undefined : this.timeAt(leftPx);
    const half = leftPx < this.#plot.widthPx / 2 ? 'left' : 'right';
    this.#options.onCursor(this.#cursorUs === undefined ? undefined : { timeUs: this.#cursorUs, half });
  }
}
