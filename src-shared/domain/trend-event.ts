/** What happened beside the values: somebody wrote, a device was away, the project was changed, a quality rule found fault. */
export const TREND_EVENTS = ['write', 'outage', 'revision', 'rule'] as const;
export type TrendEventKind = (typeof TREND_EVENTS)[number];
