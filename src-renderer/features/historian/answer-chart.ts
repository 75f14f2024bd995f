import { clockIn } from '../../../src-shared/domain/iso-in-zone.ts';
import type { ChartCursor } from '../../charts/chart-options.ts';
import type { ChartPen } from '../../charts/chart-pen.ts';
import { loadUPlot } from '../../charts/load-uplot.ts';
import { takePointer } from '../../charts/take-pointer.ts';
import { frame, pan, type TimeRange, type TimeView, zoom } from '../../charts/time-view.ts';
import { TrendChart } from '../../charts/trend-chart.ts';
import { writeReadout } from '../../charts/write-readout.ts';
import { liveLoop } from '../../state/live-loop.ts';

export interface AnswerChartOptions {
  readonly pens: readonly ChartPen[];
  /** What the answer is about: nothing is shown beyond it. */
  readonly whole: TimeRange;
  readonly timeZone: string;
  /** Filled with what each pen was at the cursor. */
  readonly box: HTMLElement;
  readonly onShown: (range: TimeRange) => void;
}

const ZOOM_STEP = 1.5;

/** An answer on the screen: a chart that stands still, and what moves its window inside of the answer. */
export class AnswerChart {
  readonly #options: AnswerChartOptions;
  readonly #abort = new AbortController();
  readonly #clock: (us: number) => string;
  #chart: TrendChart | undefined;
  #removeWriter = (): void => undefined;

  constructor(options: AnswerChartOptions) {
    this.#options = options;
    this.#clock = clockIn(options.timeZone);
  }

  async open(host: HTMLElement): Promise<void> {
    const UPlotCtor = await loadUPlot();
    if (this.#abort.signal.aborted) return;
    const { pens, whole, timeZone } = this.#options;
    const onCursor = (cursor: ChartCursor | undefined): void => this.#read(cursor);
    const options = { host, pens, nowUs: () => Date.now() * 1_000, onCursor, timeZone };
    const chart = new TrendChart(UPlotCtor, options, { mode: 'held', ...whole });
    this.#chart = chart;
    const moves = {
      pan: (byUs: number) => this.#pan(byUs),
      zoom: (factor: number, aboutUs: number) => this.#zoom(factor, aboutUs),
      frame: (fromUs: number, toUs: number) => this.#show(frame(this.#options.whole.toUs, fromUs, toUs)),
    };
    takePointer(chart, moves, this.#abort.signal);
    chart.over.addEventListener('dblclick', () => this.fit(), { signal: this.#abort.signal });
    this.#removeWriter = liveLoop.addEveryFrame(() => chart.turn());
    chart.turn();
  }

  zoomStep(direction: 'in' | 'out'): void {
    const { fromUs, toUs } = this.#range;
    this.#zoom(direction === 'in' ? 1 / ZOOM_STEP : ZOOM_STEP, (fromUs + toUs) / 2);
  }

  fit(): void {
    this.#show({ mode: 'held', ...this.#options.whole });
  }

  /** Moves by a part of the window; negative is back in time. */
  page(part: number): void {
    const { fromUs, toUs } = this.#range;
    this.#pan((toUs - fromUs) * part);
  }

  stepCursor(buckets: number): void {
    this.#chart?.stepCursor(buckets);
  }

  dispose(): void {
    this.#abort.abort();
    this.#removeWriter();
    this.#chart?.dispose();
  }

  get #range(): TimeRange {
    return this.#chart?.range ?? this.#options.whole;
  }

  #zoom(factor: number, aboutUs: number): void {
    if (this.#chart) this.#show(zoom(this.#chart.view, this.#options.whole.toUs, factor, aboutUs));
  }

  #pan(byUs: number): void {
    if (this.#chart) this.#show(pan(this.#chart.view, this.#options.whole.toUs, byUs));
  }

  /** What is beyond the answer is not known, and so not shown. */
  #show(view: TimeView): void {
    if (!this.#chart || view.mode !== 'held') return;
    const { whole, onShown } = this.#options;
    const spanUs = Math.min(view.toUs - view.fromUs, whole.toUs - whole.fromUs);
    const fromUs = Math.min(Math.max(view.fromUs, whole.fromUs), whole.toUs - spanUs);
    const range = { fromUs, toUs: fromUs + spanUs };
    this.#chart.view = { mode: 'held', ...range };
    onShown(range);
    // Also while all updates are paused: what a person moves must move.
    if (liveLoop.paused) this.#chart.turn();
  }

  #read(cursor: ChartCursor | undefined): void {
    const { box, pens } = this.#options;
    writeReadout(box, pens, cursor, this.#clock);
  }
}
