import { atLeast } from '../../benchmark.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, evidence, none } from '../campaign.ts';
import type { Tier } from '../tier.ts';
import { keepFrame, readCorpus } from './corpus.ts';
import { Fates } from './fates.ts';
import { FrameForge } from './frame-forge.ts';
import { GREETING_MUTATORS } from './greeting-mutators.ts';
import { type RestingMemory, restingMemory } from './resting-memory.ts';
import type { Rogue } from './rogue.ts';
import { RogueLane } from './rogue-lane.ts';

const ROW = 21;
/** Most frames are broken; as many are right that it shows whether the next poll is. */
const RIGHT_ONE_IN = 6;
/** Memory is looked at behind this part of the frames, when everything was done once. */
const WARM = 0.3;
/** One greeting in so many is broken. */
const GREETING_ONE_IN = 40;
/** With so many frames what V8 takes from the system, and keeps, has settled. */
const SETTLED_FRAMES = 1_000_000;
const GROWTH = { atMost: 10 };

/** Row 21 of the reliability reference: 10,000 for each change, a million in a week. */
const FRAMES: Partial<Readonly<Record<Tier, number>>> = { 1: 10_000, 2: 100_000, 3: 1_000_000 };
const DEADLINE_S: Campaign['deadlineS'] = { 1: 300, 2: 1_800, 3: 4 * 3_600 };
/** Clients that run at once, each with a rogue of its own. */
const LANES = 4;

/** A campaign that reads a rogue: whatever it sends, it is rejected, and what is right is read. */
export function liveFuzz(name: string, rogue: Rogue): Campaign {
  return {
    name,
    title: `Rogue ${rogue.title}s answer with malformed frames`,
    rows: [ROW],
    deadlineS: DEADLINE_S,
    besideOthers: true,
    missing: () => rogue.missing?.(),
    run: (run) => fuzz(rogue, FRAMES[run.tier]!, run),
  };
}

async function fuzz(rogue: Rogue, frames: number, { seed, say }: CampaignRun): Promise<CampaignOutcome> {
  const uncaught: unknown[] = [];
  const onUncaught = (error: unknown): void => void uncaught.push(error);
  process.on('uncaughtException', onUncaught);
  process.on('unhandledRejection', onUncaught);
  const fates = new Fates();
  const corpus = readCorpus(rogue.protocol);
  const { mutators, numbered } = rogue;
  const greetings = { mutators: GREETING_MUTATORS, brokenOneIn: GREETING_ONE_IN };
  const running = await Promise.all(
    Array.from({ length: LANES }, async (_, lane) => {
      const order = {
        seed,
        lane,
        mutators,
        greetings,
        rightOneIn: RIGHT_ONE_IN,
        numbered,
        corpus: lane === 0 ? corpus : [],
      };
      const forge = new FrameForge(order);
      return { forge, lane: await RogueLane.start({ rogue, forge, fates }) };
    }),
  );
  const share = Math.ceil(frames / LANES);
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
  const greetings = forges.reduce((sum, forge) => sum + forge.brokenGreetings, 0);
  const used = new Set(forges.flatMap(({ uses }) => [...uses.keys()]));
  atLeast(asked, made, 'frames that were read');
  atLeast(asked * 0.75, malformed, 'malformed frames');
  atLeast(asked * 0.05, fates.of('correct'), 'polls with right frames only');
  atLeast(mutators.length, mutators.filter(({ name }) => used.has(name)).length, 'ways to break a frame');
  const codes = [...fates.codes].map(([code, count]) => `${code} ${count.toLocaleString('en')}`).join(', ');
  return {
    evidence: [
      none(ROW, `Malformed frames of ${title}s taken for a value`, 'polls', fates.of('accepted wrong')),
      none(ROW, `Polls of rogue ${title}s that never ended`, 'polls', fates.of('hang')),
      none(ROW, `Faults by rogue ${title}s that nobody caught`, 'faults', fates.of('uncaught')),
      none(ROW, `Right frames refused behind malformed ones of ${title}s`, 'polls', fates.of('right refused')),
      evidence(ROW, `Memory that rogue ${title}s leave held`, 'MiB', Math.max(0, growth.held), GROWTH),
      evidence(
        ROW,
        `Resident memory that rogue ${title}s take`,
        'MiB',
        Math.max(0, growth.resident),
        asked < SETTLED_FRAMES ? undefined : GROWTH,
      ),
    ],
    work: [
      `${title}: ${made.toLocaleString('en')} frames in ${forges.length} connections, ${malformed.toLocaleString('en')} of them malformed in ${mutators.length} ways, and ${greetings.toLocaleString('en')} malformed greetings, ${readCorpus(protocol).length} from the corpus; ${codes}`,
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
      // A greeting is made again by the seed: it stands for nothing by itself.
      if (mutator === undefined || /^(?:corpus|greeting)/.test(mutator)) continue;
      const file = keepFrame(protocol, frame, `${title}: ${fate}`, seed ^ step);
      say(`  kept as ${file}; the run again: --seed ${seed}`);
    }
  }
}
