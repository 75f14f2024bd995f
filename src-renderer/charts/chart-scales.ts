import type { TrendLayout } from '../../src-shared/domain/trend-layout.ts';
import type { ScaleGroup } from './pen-scales.ts';
import type { TimeRange } from './time-view.ts';
import { axisRange, dataRange, type YRange } from './y-range.ts';

/** The ends of each axis of a chart: as a person set them, else as what is in sight asks for. */
export class ChartScales {
  /** By key of the group. */
  readonly set: Map<string, YRange>;
  readonly #layout: TrendLayout;
  readonly #fitted = new Map<string, YRange>();

  constructor(layout: TrendLayout, set: ReadonlyMap<string, YRange>) {
    this.#layout = layout;
    this.set = new Map(set);
  }

  /** Axes that nobody set are fitted anew. */
  forget(): void {
    this.#fitted.clear();
  }

  of(group: ScaleGroup, range: TimeRange): YRange {
    const chosen = this.set.get(group.key);
    if (chosen) return chosen;
    const [pen] = group.pens;
    if (this.#layout === 'percent' && pen?.span) return pen.span;
    const data = dataRange(
      group.pens.flatMap(({ model, other }) => [model.buckets, ...(other ? [other.model.buckets] : [])]),
      range,
    );
    const axis = axisRange(this.#fitted.get(group.key), data);
    if (data) this.#fitted.set(group.key, axis);
    return axis;
  }
}

const ZOOM_EDGE = 1e-9;

/** The ends after a zoom about a value that stays where it is; `factor` below 1 shows less. */
export function zoomedScale({ min, max }: YRange, factor: number, about: number): YRange {
  const next = { min: about - (about - min) * factor, max: about + (max - about) * factor };
  const least = Math.max(Math.abs(min), Math.abs(max)) * ZOOM_EDGE;
  return next.max - next.min > least && Number.isFinite(next.max - next.min) ? next : { min, max };
}

/** The ends moved up by a value. */
export const movedScale = ({ min, max }: YRange, by: number): YRange => ({ min: min + by, max: max + by });
