import type { PenLine } from '../../src-shared/domain/pen-look.ts';
import type { OtherTime } from './other-time.ts';
import type { PenModel } from './pen-model.ts';
import type { PenStyle } from './pen-style.ts';
import type { YRange } from './y-range.ts';

/** A value that is not to be passed: `high 95`. */
export interface PenLimit {
  readonly value: number;
  readonly text: string;
}

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
  /** How samples are joined; `line` where it is left out. */
  readonly line?: PenLine | undefined;
  /** It has an axis of its own, whatever its unit. */
  readonly axis?: 'own' | undefined;
  readonly limits?: readonly PenLimit[] | undefined;
  /** What it was at another time; left out: only its own is drawn. */
  readonly other?: OtherTime | undefined;
}

/** The pen with what it was at another time in place of its own. */
export const asOther = (pen: ChartPen, { model }: OtherTime): ChartPen => ({ ...pen, model, other: undefined });

/** What stands for the other time of a pen: `1′`. */
export const otherNumber = (slot: number): string => `${slot}\u2032`;

/** Height of one digital pen in the band at the bottom, CSS px. */
export const LANE_PX = 26;
