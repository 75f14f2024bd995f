import type uPlotClass from 'uplot';
import type { TrendLayout } from '../../src-shared/domain/trend-layout.ts';
import { chartColours } from './chart-colours.ts';
import type { AxisPlace, TrendChartOptions } from './chart-options.ts';
import { LANE_PX } from './chart-pen.ts';
import { ChartScales } from './chart-scales.ts';
import { drawTrend } from './draw-trend.ts';
import { eventsNear, laneAt } from './find-events.ts';
import type { UPlot } from './load-uplot.ts';
import { axisRanges, axisTitles, type ScaleGroup, type ScalePlace, scaleGroups, scalePlaces } from './pen-scales.ts';
import { type DrawnOp, RecordedPath, recordDrawing } from './record-drawing.ts';
import { rangeOf, type TimeRange, type TimeView } from './time-view.ts';
import { TrendPlot } from './trend-plot.ts';
import {
  type ChartEvent,
  type ChartNote,
  EVENT_LANE_PX,
  type EventLanes,
  type TimeMarks,
  type TrendScene,
} from './trend-scene.ts';
import type { YRange } from './y-range.ts';

/** How far from its tick an event is meant, CSS px. */
const EVENT_REACH_PX = 5;
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
  readonly #scales: ChartScales;
  #heldAxis: string | undefined;
  #view: TimeView;
  #shown: TimeRange = { fromUs: 0, toUs: 1 };
  #yRanges: readonly YRange[];
  #marks: TimeMarks = {};
  #notes: readonly ChartNote[] = [];
  #lanes: EventLanes = { lanes: [], events: [] };
  #cursorUs: number | undefined;
  #isDirty = true;
  #isRecorded = false;
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
    this.#scales = new ChartScales(this.#layout, options.scales ?? new Map());
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
    if (Math.abs(spanOf(view) / spanOf(this.#view) - 1) > 0.01) this.#scales.forget();
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

  /** Keys of the axes, from the plot outwards; lanes from the top. */
  get axes(): readonly string[] {
    return this.#groups.map(({ key }) => key);
  }

  /** The axis that keys move is marked. */
  set heldAxis(axis: string | undefined) {
    this.#heldAxis = axis;
    this.#isDirty = true;
  }

  /** Sets the ends of an axis. @param ends undefined: it follows what is in sight. */
  scale(axis: string, ends: YRange | undefined): void {
    if (ends) this.#scales.set.set(axis, ends);
    else {
      this.#scales.set.delete(axis);
      this.#scales.forget();
    }
    this.#isDirty = true;
  }

  isScaled(axis: string): boolean {
    return this.#scales.set.has(axis);
  }

  /** The ends of an axis now, also before they are drawn. */
  endsOf(axis: string): YRange | undefined {
    return this.#scales.set.get(axis) ?? this.#yRanges[this.axes.indexOf(axis)];
  }

  /** How much of the value of an axis a CSS px is. */
  valuePerPx(axis: string): number {
    const place = this.#places[this.axes.indexOf(axis)];
    return place ? (place.max - place.min) / Math.max(1, place.height * this.#plot.heightPx) : 0;
  }

  /** The axis whose labels stand at a place of the page, its ends, and the value there. */
  axisAt(clientX: number, clientY: number): AxisPlace | undefined {
    const column = this.#layout === 'percent' ? undefined : this.#plot.axisAt(clientX, clientY);
    if (column === undefined) return undefined;
    const share = (clientY - this.over.getBoundingClientRect().top) / Math.max(1, this.#plot.heightPx);
    const places = this.#places;
    const at =
      this.#layout === 'lanes' ? places.findIndex(({ top, height }) => share >= top && share < top + height) : column;
    const [axis, ends, place] = [this.axes[at], this.#yRanges[at], places[at]];
    if (axis === undefined || !ends || !place) return undefined;
    return { axis, ends, value: place.max - ((share - place.top) / place.height) * (place.max - place.min) };
  }

  /** Whether the times stand at a place of the page. */
  isTimeAxisAt(clientX: number, clientY: number): boolean {
    const { left, right, bottom } = this.over.getBoundingClientRect();
    return clientX >= left && clientX <= right && clientY > bottom;
  }

  get #places(): readonly ScalePlace[] {
    return scalePlaces(this.#layout, this.#yRanges, this.#bandPx, this.#plot.heightPx);
  }

  /** What happened beside the values; drawn with the next turn. */
  set lanes(lanes: EventLanes) {
    this.#lanes = lanes;
    this.#isDirty = true;
  }

  /** The events whose ticks stand at a place of the page. */
  eventsAt(clientX: number, clientY: number): readonly ChartEvent[] {
    const { left, bottom } = this.over.getBoundingClientRect();
    const lane = laneAt(this.#lanes, bottom - clientY);
    return this.eventsNear(this.timeAt(clientX - left)).filter(({ kind }) => kind === lane);
  }

  /** The events whose ticks stand at a time. */
  eventsNear(timeUs: number): readonly ChartEvent[] {
    return eventsNear(this.#lanes, timeUs, EVENT_REACH_PX * this.usPerPx);
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

  /** Draws once more, and tells what was drawn, in canvas px. Take it when the frame after is over. */
  record(): () => readonly DrawnOp[] {
    this.#isRecorded = true;
    this.#isDirty = true;
    const stop = recordDrawing(this.#plot.ctx);
    this.turn();
    return () => {
      this.#isRecorded = false;
      return stop();
    };
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
    for (const { model, other } of this.#options.pens) {
      changed = model.fold(range, widthUs) || changed;
      if (other) changed = other.model.fold(range, widthUs) || changed;
    }
    if (!changed && range.toUs - this.#shown.toUs < this.usPerPx) return 0;
    this.#isDirty = false;
    this.#shown = range;
    this.#yRanges = this.#groups.map((group) => this.#scales.of(group, range));
    this.#plot.show(range, axisRanges(this.#layout, this.#yRanges, this.#bandPx, this.#plot.heightPx));
    this.#drawnAtMs = nowMs;
    this.#drawCostMs = 0;
    return 1;
  }

  dispose(): void {
    this.#plot.dispose();
  }

  /** Height of the digital pens and the lanes of events at the bottom, CSS px. */
  get #bandPx(): number {
    const digital = this.#options.pens.filter((pen) => pen.kind === 'digital').length;
    return digital * LANE_PX + this.#lanes.lanes.length * EVENT_LANE_PX;
  }

  #draw(plot: uPlotClass): void {
    const ratio = devicePixelRatio;
    const seams = this.#options.pens.flatMap((pen) => pen.model.history?.toUs ?? []);
    const scene: TrendScene = {
      pens: this.#options.pens,
      layout: this.#layout,
      groups: this.#groups,
      places: this.#places,
      heldAxis: this.#heldAxis,
      axisTitles: axisTitles(this.#layout, this.#groups),
      marks: this.#marks,
      notes: this.#notes,
      lanes: this.#lanes,
      range: this.#shown,
      nowUs: this.#options.nowUs(),
      seamUs: seams.length > 0 ? Math.max(...seams) : undefined,
      colours: this.#colours,
      detail: this.#detail,
    };
    const newPath = (): Path2D => (this.#isRecorded ? new RecordedPath() : new Path2D());
    drawTrend({ ctx: plot.ctx, ...plot.bbox, ratio, newPath }, scene);
  }

  #cursorMoved(leftPx: number): void {
    this.#cursorUs = leftPx < 0 ? undefined : this.timeAt(leftPx);
    const half = leftPx < this.#plot.widthPx / 2 ? 'left' : 'right';
    this.#options.onCursor(this.#cursorUs === undefined ? undefined : { timeUs: this.#cursorUs, half });
  }
}
