import { atLeast } from '../../benchmark.ts';
import { type Campaign, type CampaignOutcome, evidence, none } from '../campaign.ts';
import type { Tier } from '../tier.ts';
import { readCorpus } from './corpus.ts';
import type { Rogue } from './rogue.ts';
import { type LanesRun, runLanes } from './run-lanes.ts';
import { tellBlamed } from './tell-blamed.ts';

const ROW = 21;
/** Row 21 of the reliability reference: 10,000 for each change, a million in a week. */
const FRAMES: Partial<Readonly<Record<Tier, number>>> = { 1: 10_000, 2: 30_000, 3: 1_000_000 };
const DEADLINE_S: Campaign['deadlineS'] = { 1: 300, 2: 1_200, 3: 4 * 3_600 };
/** With so many frames what V8 takes from the system, and keeps, has settled. */
const SETTLED_FRAMES = 1_000_000;
const GROWTH = { atMost: 10 };

/** A campaign that reads a rogue: whatever it sends, it is rejected, and what is right is read. */
export function liveFuzz(name: string, rogue: Rogue): Campaign {
  return {
    name,
    title: `Rogue ${rogue.title}s answer with malformed frames`,
    rows: [ROW],
    deadlineS: DEADLINE_S,
    besideOthers: true,
    missing: () => rogue.missing?.(),
    run: async ({ tier, seed, say }) => {
      const frames = FRAMES[tier]!;
      const ran = await runLanes({ rogue, mutators: () => rogue.mutators, frames, seed, isCorpusFirst: true });
      tellBlamed(rogue, ran.fates, { seed, say });
      return outcomeOf(rogue, ran, frames);
    },
  };
}

function outcomeOf(
  { title, mutators, protocol }: Rogue,
  { fates, forges, growth }: LanesRun,
  asked: number,
): CampaignOutcome {
  const sum = (of: (forge: LanesRun['forges'][number]) => number): number =>
    forges.reduce((all, forge) => all + of(forge), 0);
  const made = sum((forge) => forge.made);
  const malformed = sum((forge) => forge.malformed);
  const greetings = sum((forge) => forge.brokenGreetings);
  const used = new Set(forges.flatMap(({ uses }) => [...uses.keys()]));
  atLeast(asked, made, 'frames that were read');
  atLeast(asked * 0.75, malformed, 'malformed frames');
  atLeast(asked * 0.05, fates.of('correct'), 'polls with right frames only');
  atLeast(mutators.length, mutators.filter(({ name }) => used.has(name)).length, 'ways to break a frame');
  const resident = asked < SETTLED_FRAMES ? undefined : GROWTH;
  return {
    evidence: [
      none(ROW, `Malformed frames of ${title}s taken for a value`, 'polls', fates.of('accepted wrong')),
      none(ROW, `Polls of rogue ${title}s that never ended`, 'polls', fates.of('hang')),
      none(ROW, `Faults by rogue ${title}s that nobody caught`, 'faults', fates.of('uncaught')),
      none(ROW, `Right frames refused behind malformed ones of ${title}s`, 'polls', fates.of('right refused')),
      none(ROW, `Connections used again behind a malformed frame of ${title}s`, 'polls', fates.of('used again')),
      evidence(ROW, `Memory that rogue ${title}s leave held`, 'MiB', Math.max(0, growth.held), GROWTH),
      evidence(ROW, `Resident memory that rogue ${title}s take`, 'MiB', Math.max(0, growth.resident), resident),
    ],
    work: [
      `${title}: ${made.toLocaleString('en')} frames in ${forges.length} lanes, ${malformed.toLocaleString('en')} of them malformed in ${mutators.length} ways, and ${greetings.toLocaleString('en')} malformed greetings, ${readCorpus(protocol).length} from the corpus; ${fates.told}`,
    ],
  };
}
