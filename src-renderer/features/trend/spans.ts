/** Windows to choose from, ms. */
export const SPANS = [
  { ms: 60_000, label: '1 min' },
  { ms: 5 * 60_000, label: '5 min' },
  { ms: 15 * 60_000, label: '15 min' },
  { ms: 30 * 60_000, label: '30 min' },
  { ms: 3_600_000, label: '1 h' },
  { ms: 6 * 3_600_000, label: '6 h' },
  { ms: 24 * 3_600_000, label: '24 h' },
  { ms: 7 * 86_400_000, label: '7 days' },
  { ms: 30 * 86_400_000, label: '30 days' },
  { ms: 365 * 86_400_000, label: '1 year' },
] as const;
