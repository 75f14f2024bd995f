import type { PenModel } from './pen-model.ts';
import type { PenStyle } from './pen-style.ts';
import type { YRange } from './y-range.ts';

/** A pen as the chart draws it. */
export interface ChartPen {
  readonly uid: string;
  readonly slot: number;
  readonly name: string;
  /** Symbol; pens of one unit share an axis. */
  readonly unit: string;
  /** `digital` pens are steps in a band of their own. */
  readonly kind: 'analog' | 'digital';
  readonly style: PenStyle;
  readonly model: PenModel;
  /** How samples that share a bucket show: `outline` draws from the least to the largest, `band` fills between them. */
  readonly spread?: 'outline' | 'band';
  /** What 0 and 100 % of it are; left out: what is in sight. */
  readonly span?: YRange;
  readonly format: (value: number) => string;
}

/** Height of one digital pen in the band at the bottom, CSS px. */
export const LANE_PX = 26;
