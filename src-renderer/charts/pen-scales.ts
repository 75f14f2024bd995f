import type { TrendLayout } from '../../src-shared/domain/trend-layout.ts';
import type { ChartPen } from './chart-pen.ts';
import { NO_AXIS } from './trend-plot.ts';
import { aboveBand, type YRange } from './y-range.ts';

/** Pens that are drawn on one scale. */
export interface ScaleGroup {
  /** Names the axis for as long as its pens are there: `unit:bar`, `shared`, `pen:3`. */
  readonly key: string;
  readonly unit: string;
  readonly pens: readonly ChartPen[];
}

/** Where a scale lies: its range from bottom to top of a part of the plot, both as shares of the height from the top. */
export interface ScalePlace extends YRange {
  readonly top: number;
  readonly height: number;
}

const WHOLE = { top: 0, height: 1 };
const PERCENT: YRange = { min: 0, max: 100 };

/** The analog pens, grouped by the scale they are drawn on, in the order of their axes. */
export function scaleGroups(layout: TrendLayout, pens: readonly ChartPen[]): readonly ScaleGroup[] {
  const analog = pens.filter((pen) => pen.kind === 'analog');
  const alone = (pen: ChartPen): ScaleGroup => ({ key: `pen:${pen.slot}`, unit: pen.unit, pens: [pen] });
  if (layout === 'lanes' || layout === 'percent') return analog.map(alone);
  const [own, together] = [analog.filter(({ axis }) => axis), analog.filter(({ axis }) => !axis)];
  const units = [...new Set(together.map(({ unit }) => unit))];
  const joined =
    layout === 'unit'
      ? units.map((unit) => ({ key: `unit:${unit}`, unit, pens: together.filter((pen) => pen.unit === unit) }))
      : together.length > 0
        ? [{ key: 'shared', unit: units.length === 1 ? units[0]! : '', pens: together }]
        : [];
  return [...joined, ...own.map(alone)];
}

/** What stands over the axes at the side of the plot; a layout without numbers there has one that is not shown. */
export function axisTitles(layout: TrendLayout, groups: readonly ScaleGroup[]): readonly string[] {
  if (groups.length === 0 || layout === 'lanes') return [NO_AXIS];
  if (layout === 'percent') return ['%'];
  return groups.map(({ unit, pens: [pen] }) =>
    pen?.axis ? [pen.slot, unit].filter((part) => part !== '').join(' · ') : unit,
  );
}

/**
 * Ranges of the axes at the side, as `axisTitles` lists them.
 *
 * @param bandPx height of the digital pens at the bottom, which the scales stay above.
 */
export function axisRanges(
  layout: TrendLayout,
  ranges: readonly YRange[],
  bandPx: number,
  plotPx: number,
): readonly YRange[] {
  if (ranges.length === 0 || layout === 'lanes') return [{ min: 0, max: 1 }];
  return (layout === 'percent' ? [PERCENT] : ranges).map((range) => aboveBand(range, bandPx, plotPx));
}

/** Where the scale of each group lies. */
export function scalePlaces(
  layout: TrendLayout,
  ranges: readonly YRange[],
  bandPx: number,
  plotPx: number,
): readonly ScalePlace[] {
  if (layout !== 'lanes') return ranges.map((range) => ({ ...aboveBand(range, bandPx, plotPx), ...WHOLE }));
  const height = Math.max(0, plotPx - bandPx) / Math.max(1, plotPx) / ranges.length;
  return ranges.map((range, lane) => ({ ...range, top: lane * height, height }));
}
