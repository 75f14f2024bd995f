import type { InboxCounts } from '../publishing/publisher-messages.ts';

const NONE: InboxCounts = { received: 0, refused: {}, foreign: 0, waiting: 0, answered: 0, lostAnswers: 0 };

/** The commands of all ways in; those that are not open count nothing. */
export function sumCounts(ways: readonly (InboxCounts | undefined)[]): InboxCounts {
  return ways.reduce<InboxCounts>((sum, counts = NONE) => {
    const refused = { ...sum.refused };
    for (const [code, count] of Object.entries(counts.refused)) refused[code] = (refused[code] ?? 0) + count;
    return {
      received: sum.received + counts.received,
      refused,
      foreign: sum.foreign + counts.foreign,
      waiting: sum.waiting + counts.waiting,
      answered: sum.answered + counts.answered,
      lostAnswers: sum.lostAnswers + counts.lostAnswers,
    };
  }, NONE);
}
