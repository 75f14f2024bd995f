import type { SampleTrack } from './sample-track.ts';

export interface SpanUs {
  readonly fromUs: number;
  readonly toUs: number;
}

/** One tag of the plant, and what became of its samples. */
export interface JudgedTag {
  readonly topic: string;
  /** When each sample was handed out, µs since 1970. */
  readonly servedUs: readonly number[];
  readonly stored: SampleTrack;
  /** Of a subscriber that was there all the time. */
  readonly received?: SampleTrack;
  /** Spans that the history says to have missed. */
  readonly gaps: readonly SpanUs[];
}

export interface SampleVerdict {
  /** Points in the history. */
  readonly stored: number;
  /** Points at the subscriber, each counted once, and how many came again. */
  readonly received: number;
  readonly repeats: number;
  /** Handed out and not stored; each inside a gap, or named in `faults`. */
  readonly missing: number;
  /** The most gaps that one tag has. */
  readonly gaps: number;
  /** Not produced, mixed up, doubled in the history, out of order, missing outside of every gap, in one sink alone. */
  readonly faults: readonly string[];
}

/** Two processes read the same wall clock, each with its own rounding. */
const ROUNDING_US = 5_000;
/** Numbers that a fault names. */
const NAMED = 3;

/** Holds what the sinks have against what the plant handed out (reliability reference 2.5, checks 1 to 4 and 6). */
export function judgeSamples(tags: Iterable<JudgedTag>): SampleVerdict {
  const verdict = { stored: 0, received: 0, repeats: 0, missing: 0, gaps: 0 };
  const faults: string[] = [];
  for (const { topic, servedUs, stored, received, gaps } of tags) {
    const tell = (fault: string): void => void faults.push(`${topic}: ${fault}`);
    for (const fault of stored.faults) tell(`stored ${fault}`);
    if (stored.repeats > 0) tell(`${stored.repeats} stored twice`);
    const newest = stored.rising.at(-1) ?? -1;
    if (newest >= servedUs.length) tell(`stored sample ${newest}, and only ${servedUs.length} were produced`);
    const lost = servedUs.flatMap((us, n) => (n > newest || stored.has(n) ? [] : [{ us, n }]));
    const outside = lost.filter(
      ({ us }) => !gaps.some(({ fromUs, toUs }) => us >= fromUs - ROUNDING_US && us <= toUs + ROUNDING_US),
    );
    if (outside.length > 0) tell(`missing outside of every gap: ${some(outside.map(({ n }) => n))}`);
    if (received) {
      for (const fault of received.faults) tell(`received ${fault}`);
      const onlyStored = stored.rising.filter((n) => !received.has(n));
      const onlyReceived = received.rising.filter((n) => !stored.has(n));
      if (onlyStored.length > 0) tell(`stored and never received: ${some(onlyStored)}`);
      if (onlyReceived.length > 0) tell(`received and not stored: ${some(onlyReceived)}`);
      verdict.received += received.points;
      verdict.repeats += received.repeats;
    }
    verdict.stored += stored.points;
    verdict.missing += lost.length;
    verdict.gaps = Math.max(verdict.gaps, gaps.length);
  }
  return { ...verdict, faults };
}

const some = (numbers: readonly number[]): string =>
  `${numbers.length} samples, ${numbers.slice(0, NAMED).join(', ')}${numbers.length > NAMED ? ' …' : ''}`;
