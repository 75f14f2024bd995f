import type { ServiceFigures } from '../service-figures.ts';

/** What the service did at one poll interval. */
export interface Rung {
  readonly points: number;
  readonly perSecond: number;
  /** It took what the plant had to give, skipped next to no poll, and its historian kept up. */
  readonly isHeld: boolean;
  readonly text: string;
}

/** Shares that still count as held. */
const HELD = { ofNominal: 0.98, skipped: 0.001 };
/** The historian may be this far behind, in seconds of points. */
const BEHIND_SECONDS = 1;

export function rungOf(
  plant: { readonly devices: number; readonly tagsPerDevice: number; readonly intervalMs: number },
  before: ServiceFigures,
  after: ServiceFigures,
): Rung {
  const seconds = (after.atMs - before.atMs) / 1_000;
  const points = after.balance.accepted - before.balance.accepted;
  const nominal = (plant.devices * plant.tagsPerDevice * 1_000) / plant.intervalMs;
  const skipped = after.pollsSkipped - before.pollsSkipped;
  const failed = after.pollsFailed - before.pollsFailed;
  const polls = after.polls - before.polls;
  const perSecond = points / seconds;
  // A window cuts through the polls of some devices: one poll of each may lie outside of it.
  const edge = plant.devices * plant.tagsPerDevice;
  const isHeld =
    points + edge >= nominal * seconds * HELD.ofNominal &&
    failed === 0 &&
    skipped <= polls * HELD.skipped &&
    after.balance.rejected === 0 &&
    after.balance.queued <= nominal * BEHIND_SECONDS;
  const rate = (value: number): string => Math.round(value).toLocaleString('en');
  const text =
    `every ${plant.intervalMs} ms: ${rate(perSecond)} of ${rate(nominal)} points/s, ${skipped} polls skipped, ${failed} failed, ` +
    `${rate(after.balance.queued)} points wait for the historian, ${isHeld ? 'held' : 'not held'}`;
  return { points, perSecond, isHeld, text };
}
