import { atLeast } from '../../benchmark.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, evidence, none } from '../campaign.ts';
import type { Tier } from '../tier.ts';
import { keepFrame, readCorpus } from './corpus.ts';
import { Fates } from './fates.ts';
import { FrameForge } from './frame-forge.ts';
import { type RestingMemory, restingMemory } from './resting-memory.ts';
import type { Rogue } from './rogue.ts';
import { RogueLane } from './rogue-lane.ts';

const ROW = 21;
/** Most frames are broken; as many are right that it shows whether the next poll is. */
const RIGHT_ONE_IN = 6;
/** Memory is looked at behind this part of the frames, when everything was done once. */
const WARM = 0.3;
/** With so many frames what V8 takes from the system, and keeps, has settled. */
const SETTLED_FRAMES = 1_000_000;
const GROWTH = { atMost: 10 };

export interface FuzzSize {
  readonly frames: number;
  readonly lanes: number;
}

export interface LiveFuzz {
  readonly name: string;
  readonly rogue: Rogue;
  readonly sizes: Partial<Readonly<Record<Tier, FuzzSize>>>;
  readonly deadlineS: Campaign['deadlineS'];
}

/** A campaign that reads a rogue: whatever it sends, it is rejected, and what is right is read. */
export function liveFuzz({ name, rogue, sizes, deadlineS }: LiveFuzz): Campaign {
  return {
    name,
    title: `A rogue ${rogue.title} answers with malformed frames`,
    rows: [ROW],
    deadlineS,
    besideOthers: true,
    missing: () => rogue.missing?.(),
    run: (run) => fuzz(rogue, sizes[run.tier]!, run),
  };
}

async function fuzz(rogue: Rogue, { frames, lanes }: FuzzSize, { seed, say }: CampaignRun): Promise<CampaignOutcome> {
  const uncaught: unknown[] = [];
  const onUncaught = (error: unknown): void => void uncaught.push(error);
  process.on('uncaughtException', onUncaught);
  process.on('unhandledRejection', onUncaught);
  const fates = new Fates();
  const corpus = readCorpus(rogue.protocol);
  const { mutators, numbered } = rogue;
  const running = await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      const order = { seed, lane, mutators, rightOneIn: RIGHT_ONE_IN, numbered, corpus: lane === 0 ? corpus : [] };
      const forge = new FrameForge(order);
      return { forge, lane: await RogueLane.start({ rogue, forge, fates }) };
    }),
  );
  const share = Math.ceil(frames / lanes);
  const all = (until: number): Promise<unknown> =>
    Promise.all(running.map(({ lane }) => lane.until(Math.round(until * share))));
  await all(WARM);
  const before = restingMemory();
  await all(1);
  const after = restingMemory();
  await Promise.all(running.map(({ lane }) => lane.dispose()));
  for (const error of uncaught) fates.add('uncaught', String((error as Error).stack ?? error), []);
  report(rogue, fates, { seed, say });
  return outcomeOf(
    rogue,
    fates,
    running.map(({ forge }) => forge),
    frames,
    {
      held: after.held - before.held,
      resident: after.resident - before.resident,
    },
  );
}

function outcomeOf(
  { title, mutators, protocol }: Rogue,
  fates: Fates,
  forges: readonly FrameForge[],
  asked: number,
  growth: RestingMemory,
): CampaignOutcome {
  const made = forges.reduce((sum, forge) => sum + forge.made, 0);
  const malformed = forges.reduce((sum, forge) => sum + forge.malformed, 0);
  const used = new Set(forges.flatMap(({ uses }) => [...uses.keys()]));
  atLeast(asked, made, 'frames that were read');
  atLeast(asked * 0.75, malformed, 'malformed frames');
  atLeast(asked * 0.05, fates.of('correct'), 'polls with right frames only');
  atLeast(mutators.length, mutators.filter(({ name }) => used.has(name)).length, 'ways to break a frame');
  const codes = [...fates.codes].map(([code, count]) => `${code} ${count.toLocaleString('en')}`).join(', ');
  return {
    evidence: [
      none(ROW, `Malformed frames of a ${title} taken for a value`, 'polls', fates.of('accepted wrong')),
      none(ROW, `Polls of a rogue ${title} that never ended`, 'polls', fates.of('hang')),
      none(ROW, `Faults by a rogue ${title} that nobody caught`, 'faults', fates.of('uncaught')),
      none(ROW, `Right frames refused behind malformed ones of a ${title}`, 'polls', fates.of('right refused')),
      evidence(ROW, `Memory that a rogue ${title} leaves held`, 'MiB', Math.max(0, growth.held), GROWTH),
      evidence(
        ROW,
        `Resident memory that a rogue ${title} takes`,
        'MiB',
        Math.max(0, growth.resident),
        asked < SETTLED_FRAMES ? undefined : GROWTH,
      ),
    ],
    work: [
      `${title}: ${made.toLocaleString('en')} frames in ${forges.length} connections, ${malformed.toLocaleString('en')} of them malformed in ${mutators.length} ways, ${readCorpus(protocol).length} from the corpus; ${codes}`,
    ],
  };
}

/** Says of every poll that went wrong how it can be done again, and keeps its frames. */
function report({ protocol, title }: Rogue, { blamed }: Fates, { seed, say }: Pick<CampaignRun, 'seed' | 'say'>): void {
  for (const { fate, seen, frames } of blamed) {
    say(`${fate}: ${seen}`);
    for (const frame of frames) {
      const { lane, step, mutator, sent } = frame;
      say(`  lane ${lane}, frame ${step}, ${mutator ?? 'right'}: ${sent.toString('hex')}`);
      if (mutator === undefined || mutator.startsWith('corpus')) continue;
      const file = keepFrame(protocol, frame, `${title}: ${fate}`, seed ^ step);
      say(`  kept as ${file}; the run again: --seed ${seed}`);
    }
  }
}
