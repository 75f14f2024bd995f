/** How the analog pens share the height of a chart: one axis a unit, one for all, a lane each, or each from 0 to 100 %. */
export const TREND_LAYOUTS = ['unit', 'shared', 'lanes', 'percent'] as const;
export type TrendLayout = (typeof TREND_LAYOUTS)[number];
