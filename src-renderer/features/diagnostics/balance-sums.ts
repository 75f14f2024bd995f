import type { Balance } from '../../../src-shared/contract/system.ts';

/** What must be equal, with both sides, so that a person can add up what the page claims. */
export interface Sum {
  readonly parts: number;
  readonly whole: number;
  /** `parts − whole`: 0 where every point is accounted for. */
  readonly difference: number;
}

const sum = (parts: readonly number[], whole: number): Sum => {
  const total = parts.reduce((all, part) => all + part, 0);
  return { parts: total, whole, difference: total - whole };
};

/** `produced = accepted + rejected + pending`. */
export const producedSum = ({ produced, accepted, rejected, pending }: Balance): Sum =>
  sum([accepted, rejected, pending], produced);

/** `accepted = before + delivered + queued + dropped + quarantined + excluded`, of one sink. */
export const sinkSum = (sink: Balance['sinks'][number], { accepted }: Balance): Sum =>
  sum([sink.before, sink.delivered, sink.queued, sink.dropped, sink.quarantined, sink.excluded ?? 0], accepted);
