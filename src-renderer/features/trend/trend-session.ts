import { loadUPlot } from '../../charts/load-uplot.ts';
import { takePointer } from '../../charts/take-pointer.ts';
import { hold, pan, type TimeView, zoom } from '../../charts/time-view.ts';
import { type ChartCursor, TrendChart } from '../../charts/trend-chart.ts';
import { gatewayNowUs } from '../../state/gateway-clock.ts';
import { liveLoop } from '../../state/live-loop.ts';
import { HistoryLoader, type HistoryPen, type HistoryState } from './history-loader.ts';

export interface TrendSessionEvents {
  readonly onView: (view: TimeView) => void;
  readonly onHistory: (state: HistoryState) => void;
  readonly onCursor: (cursor: ChartCursor | undefined) => void;
}

const CHECK_EVERY_MS = 200;
const ZOOM_STEP = 1.5;

/**
 * One trend on the screen: a chart, what moves its window, and the history behind it. Made when the page is shown or
 * its pens change, disposed when it is left.
 */
export class TrendSession {
  readonly #pens: readonly HistoryPen[];
  readonly #events: TrendSessionEvents;
  readonly #abort = new AbortController();
  readonly #loader: HistoryLoader;
  #chart: TrendChart | undefined;
  #view: TimeView;
  #removeWriter = (): void => undefined;

  constructor(pens: readonly HistoryPen[], view: TimeView, events: TrendSessionEvents) {
    this.#pens = pens;
    this.#view = view;
    this.#events = events;
    this.#loader = new HistoryLoader(this.#abort.signal, events.onHistory);
  }

  /** Loads the chart library and draws into `host` until disposal. */
  async open(host: HTMLElement): Promise<void> {
    const UPlotCtor = await loadUPlot();
    if (this.#abort.signal.aborted) return;
    const options = { host, pens: this.#pens, nowUs: gatewayNowUs, onCursor: this.#events.onCursor };
    const chart = new TrendChart(UPlotCtor, options, this.#view);
    this.#chart = chart;
    const moves = {
      pan: (byUs: number) => this.setView(pan(chart.view, gatewayNowUs(), byUs)),
      zoom: (factor: number, aboutUs: number) => this.setView(zoom(chart.view, gatewayNowUs(), factor, aboutUs)),
    };
    takePointer(chart, moves, this.#abort.signal);
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

  stepCursor(buckets: number): void {
    this.#chart?.stepCursor(buckets);
  }

  dispose(): void {
    this.#abort.abort();
    this.#removeWriter();
    this.#chart?.dispose();
  }
}
