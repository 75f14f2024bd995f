/** How far a run goes: 0 with each commit, 1 with each change that is asked for, 2 in a night, 3 over a weekend. */
export const TIERS = [0, 1, 2, 3] as const;
export type Tier = (typeof TIERS)[number];

/** What a run of a tier may take on two cores, in seconds (reliability reference 2.7). */
export const TIER_SECONDS: Readonly<Record<Tier, number>> = { 0: 90, 1: 8 * 60, 2: 90 * 60, 3: 10 * 3600 };

/** @throws RangeError for what is no tier. */
export function tierOf(text: string): Tier {
  const tier = TIERS.find((each) => String(each) === text);
  if (tier === undefined) throw new RangeError(`--tier ${text} is none; there are ${TIERS.join(', ')}`);
  return tier;
}
