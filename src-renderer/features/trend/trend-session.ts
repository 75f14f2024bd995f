import type { TrendLayout } from '../../../src-shared/domain/trend-layout.ts';
import type { ChartCursor } from '../../charts/chart-options.ts';
import { loadUPlot } from '../../charts/load-uplot.ts';
import { nearestSample } from '../../charts/nearest-sample.ts';
import { takeAxisPointer } from '../../charts/take-axis-pointer.ts';
import { takePointer } from '../../charts/take-pointer.ts';
import { frame, hold, pan, rangeOf, type TimeView, zoom } from '../../charts/time-view.ts';
import { TrendChart } from '../../charts/trend-chart.ts';
import type { ChartEvent, ChartNote, EventLanes, TimeMarks } from '../../charts/trend-scene.ts';
import type { YRange } from '../../charts/y-range.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { liveLoop } from '../../state/live-loop.ts';
import { AxisControl, type AxisEnds, type AxisEvents } from './axis-control.ts';
import { HistoryLoader, type HistoryPen, type HistoryState } from './history-loader.ts';

export interface TrendSessionEvents extends AxisEvents {
  readonly onView: (view: TimeView) => void;
  readonly onHistory: (state: HistoryState) => void;
  readonly onCursor: (cursor: ChartCursor | undefined) => void;
  readonly onMarks: (marks: TimeMarks) => void;
  /** Something was double-clicked that has no axis. */
  readonly onFit: () => void;
  /** The tick of an event was pressed. */
  readonly onEvent: (event: ChartEvent) => void;
}

/** What a trend begins with. */
export interface TrendStart {
  readonly view: TimeView;
  readonly layout: TrendLayout;
  readonly marks: TimeMarks;
  readonly notes: readonly ChartNote[];
  readonly ends: AxisEnds;
  readonly lanes: EventLanes;
}

const CHECK_EVERY_MS = 200;
const ZOOM_STEP = 1.5;
/** A cursor goes to a sample this near, CSS px. */
const SNAP_PX = 24;

/**
 * One trend on the screen: a chart, what moves its window, and the history behind it. Made when the page is shown or
 * its pens change, disposed when it is left.
 */
export class TrendSession {
  readonly #pens: readonly HistoryPen[];
  readonly #events: TrendSessionEvents;
  readonly #abort = new AbortController();
  readonly #loader: HistoryLoader;
  readonly #layout: TrendLayout;
  #chart: TrendChart | undefined;
  #marks: TimeMarks;
  #notes: readonly ChartNote[];
  #ends: AxisEnds;
  #lanes: EventLanes;
  readonly axes: AxisControl;
  /** The cursor that the arrow keys move. */
  #held: 'a' | 'b' | undefined;
  #view: TimeView;
  #removeWriter = (): void => undefined;

  constructor(pens: readonly HistoryPen[], start: TrendStart, events: TrendSessionEvents) {
    this.#pens = pens;
    this.#view = start.view;
    this.#layout = start.layout;
    this.#marks = start.marks;
    this.#notes = start.notes;
    this.#events = events;
    this.#ends = start.ends;
    this.#lanes = start.lanes;
    this.axes = new AxisControl(events);
    this.#loader = new HistoryLoader(this.#abort.signal, events.onHistory);
  }

  /** Loads the chart library and draws into `host` until disposal. */
  async open(host: HTMLElement): Promise<void> {
    const UPlotCtor = await loadUPlot();
    if (this.#abort.signal.aborted) return;
    const { onCursor } = this.#events;
    const options = { host, pens: this.#pens, nowUs: gatewayNowUs, onCursor, layout: this.#layout, scales: this.#ends };
    const chart = new TrendChart(UPlotCtor, options, this.#view);
    chart.marks = this.#marks;
    chart.notes = this.#notes;
    chart.lanes = this.#lanes;
    this.#chart = chart;
    this.axes.chart = chart;
    const moves = {
      pan: (byUs: number) => this.setView(pan(chart.view, gatewayNowUs(), byUs)),
      zoom: (factor: number, aboutUs: number) => this.setView(zoom(chart.view, gatewayNowUs(), factor, aboutUs)),
      frame: (fromUs: number, toUs: number) => this.setView(frame(gatewayNowUs(), fromUs, toUs)),
      press: (clientX: number, clientY: number): boolean => {
        const [event] = chart.eventsAt(clientX, clientY);
        if (event) this.#events.onEvent(event);
        return event !== undefined;
      },
      mark: (which: 'a' | 'b', atUs: number) => this.#mark(which, atUs),
    };
    takePointer(chart, moves, this.#abort.signal);
    const axisMoves = {
      scale: (axis: string, ends: YRange | undefined, when: 'moving' | 'done') => {
        this.axes.scale(axis, ends, when);
        // What keys did is no longer so.
        this.#events.onAxis('');
      },
      zoomTime: moves.zoom,
      panTime: moves.pan,
      fitTime: () => this.#events.onFit(),
    };
    takeAxisPointer(chart, host, axisMoves, this.#abort.signal);
    let checkedAtMs = 0;
    this.#removeWriter = liveLoop.addEveryFrame((nowMs) => {
      if (nowMs - checkedAtMs > CHECK_EVERY_MS) {
        checkedAtMs = nowMs;
        this.#loader.check(this.#pens, chart.range, chart.widthUs, gatewayNowUs());
      }
      return chart.turn();
    });
  }

  get view(): TimeView {
    return this.#view;
  }

  setView(view: TimeView): void {
    this.#view = view;
    this.#events.onView(view);
    if (!this.#chart) return;
    this.#chart.view = view;
    // Also while all updates are paused: what a person moves must move.
    if (liveLoop.paused) this.#chart.turn();
  }

  pause(): void {
    this.setView(hold(this.#view, gatewayNowUs()));
  }

  /** Zooms about the middle of the window. */
  zoomStep(direction: 'in' | 'out'): void {
    const range = this.#chart?.range;
    if (!range) return;
    const factor = direction === 'in' ? 1 / ZOOM_STEP : ZOOM_STEP;
    this.setView(zoom(this.#view, gatewayNowUs(), factor, (range.fromUs + range.toUs) / 2));
  }

  /** Moves by a part of the window; negative is back in time. */
  page(part: number): void {
    const range = this.#chart?.range;
    if (range) this.setView(pan(this.#view, gatewayNowUs(), (range.toUs - range.fromUs) * part));
  }

  /** Asks for the history that could not be had, without the pause that is kept otherwise. */
  readHistoryAgain(): void {
    this.#loader.forgetFailures();
  }

  /** Moves the cursor that is selected, else the one that follows the pointer. */
  stepCursor(buckets: number): void {
    const chart = this.#chart;
    const atUs = this.#held && this.#marks[this.#held];
    if (!chart || !this.#held || atUs === undefined) return chart?.stepCursor(buckets);
    const { fromUs, toUs } = chart.range;
    this.#put(this.#held, Math.min(toUs, Math.max(fromUs, atUs + buckets * chart.widthUs)));
  }

  /** Where the cursor stands that is selected, else the one that follows the pointer, µs; undefined: nowhere. */
  get cursorUs(): number | undefined {
    return (this.#held && this.#marks[this.#held]) ?? this.#chart?.cursorUs;
  }

  /** Selects a cursor for the arrow keys; one that does not stand yet is put where the pointer is, else in the middle. */
  selectMark(which: 'a' | 'b'): void {
    const chart = this.#chart;
    if (!chart) return;
    this.#held = which;
    const { fromUs, toUs } = chart.range;
    const atUs = this.#marks[which];
    if (atUs === undefined || atUs < fromUs || atUs > toUs) this.#mark(which, chart.cursorUs ?? (fromUs + toUs) / 2);
  }

  set lanes(lanes: EventLanes) {
    this.#lanes = lanes;
    if (this.#chart) this.#chart.lanes = lanes;
  }

  /** What happened at a time, in words. */
  eventsNear(timeUs: number): readonly string[] {
    return this.#chart?.eventsNear(timeUs).map(({ text }) => text) ?? [];
  }

  set ends(ends: AxisEnds) {
    this.#ends = ends;
    this.axes.take(ends);
  }

  set notes(notes: readonly ChartNote[]) {
    this.#notes = notes;
    if (this.#chart) this.#chart.notes = notes;
  }

  /** Where a note would stand: at the selected cursor, the pointer, else in the middle of the window. */
  get noteUs(): number {
    const { fromUs, toUs } = rangeOf(this.#view, gatewayNowUs());
    return (this.#held && this.#marks[this.#held]) ?? this.#chart?.cursorUs ?? (fromUs + toUs) / 2;
  }

  /** Of which time values of another time are told beside the pens: of the cursor, else of the newest in sight. */
  get readUs(): number {
    const { toUs } = rangeOf(this.#view, gatewayNowUs());
    return this.#chart?.cursorUs ?? toUs;
  }

  clearMarks(): void {
    this.#held = undefined;
    this.#set({});
  }

  /** Puts a cursor onto the sample next to a time, where one is near. */
  #mark(which: 'a' | 'b', atUs: number): void {
    const reachUs = (this.#chart?.usPerPx ?? 0) * SNAP_PX;
    const near = this.#pens
      .flatMap(({ model }) => nearestSample(model, atUs)?.timeUs ?? [])
      .sort((left, right) => Math.abs(left - atUs) - Math.abs(right - atUs))[0];
    this.#held = which;
    this.#put(which, near !== undefined && Math.abs(near - atUs) <= reachUs ? near : atUs);
  }

  #put(which: 'a' | 'b', atUs: number): void {
    this.#set({ ...this.#marks, [which]: atUs });
  }

  #set(marks: TimeMarks): void {
    this.#marks = marks;
    this.#events.onMarks(marks);
    if (!this.#chart) return;
    this.#chart.marks = marks;
    if (liveLoop.paused) this.#chart.turn();
  }

  dispose(): void {
    this.axes.tell();
    this.#abort.abort();
    this.#removeWriter();
    this.#chart?.dispose();
  }
}
