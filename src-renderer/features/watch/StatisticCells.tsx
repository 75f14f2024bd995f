import { type ReactNode, useEffect, useRef } from 'react';
import { liveLoop } from '../../state/live-loop.ts';
import { formatInteger } from '../../ui/number-format.ts';
import { type RowFigures, type RowStatistics, SPARK_MS } from './row-statistics.ts';

interface StatisticCellProps {
  readonly rows: RowStatistics;
  readonly row: string;
  /** Of the row, as its value is shown. */
  readonly format: (value: number) => string;
  readonly of: 'min' | 'max' | 'changes';
}

/** One figure of a row since the last reset, written by the live loop. */
export function StatisticCell({ rows, row, format, of }: StatisticCellProps): ReactNode {
  const cell = useRef<HTMLSpanElement>(null);
  const latest = useRef(format);
  useEffect(() => {
    latest.current = format;
  });
  useEffect(() => {
    let shown: number | undefined;
    return liveLoop.add(() => {
      const figure = rows.get(row)?.[of];
      if (!cell.current || figure === shown) return 0;
      shown = figure;
      cell.current.textContent = textOf(figure, of, latest.current);
      return 1;
    });
  }, [rows, row, of]);
  return <span ref={cell} className="text" />;
}

function textOf(figure: number | undefined, of: StatisticCellProps['of'], format: (value: number) => string): string {
  if (figure === undefined) return '—';
  return of === 'changes' ? formatInteger(figure) : format(figure);
}

interface SparklineProps {
  readonly rows: RowStatistics;
  readonly row: string;
  readonly label: string;
}

const WIDTH = 100;
const HEIGHT = 20;
const PAD = 2;
/** A line that is drawn faster than this costs more than it shows. */
const EVERY_MS = 250;

/** The last 30 s of a row, between the least and the largest of them. The number itself stands beside it. */
export function Sparkline({ rows, row, label }: SparklineProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let drawnMs = Number.NEGATIVE_INFINITY;
    return liveLoop.add((nowMs) => {
      if (!canvas.current || nowMs - drawnMs < EVERY_MS) return 0;
      drawnMs = nowMs;
      draw(canvas.current, rows.get(row), nowMs);
      return 1;
    });
  }, [rows, row]);
  return <canvas ref={canvas} className="watch-spark" role="img" aria-label={`Last 30 s of ${label}`} />;
}

function draw(canvas: HTMLCanvasElement, figures: RowFigures | undefined, nowMs: number): void {
  const scale = devicePixelRatio;
  const [width, height] = [Math.round(WIDTH * scale), Math.round(HEIGHT * scale)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.clearRect(0, 0, WIDTH, HEIGHT);
  if (!figures) return;
  const { times, values } = figures;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const yOf = (value: number): number =>
    high === low ? HEIGHT / 2 : HEIGHT - PAD - ((value - low) / (high - low)) * (HEIGHT - 2 * PAD);
  const xOf = (timeMs: number): number => Math.max(0, WIDTH * (1 - (nowMs - timeMs) / SPARK_MS));
  pen.strokeStyle = getComputedStyle(canvas).color;
  pen.lineWidth = 1.5;
  pen.beginPath();
  // A value stands until the next one comes: steps, as a poll sees it.
  values.forEach((value, at) => {
    const [x, y] = [xOf(times[at]!), yOf(value)];
    if (at === 0) pen.moveTo(x, y);
    else {
      pen.lineTo(x, yOf(values[at - 1]!));
      pen.lineTo(x, y);
    }
  });
  pen.lineTo(WIDTH, yOf(values.at(-1)!));
  pen.stroke();
}
