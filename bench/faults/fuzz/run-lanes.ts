import { readCorpus } from './corpus.ts';
import { Fates } from './fates.ts';
import { FrameForge } from './frame-forge.ts';
import { GREETING_MUTATORS } from './greeting-mutators.ts';
import type { Mutator } from './mutator.ts';
import { type RestingMemory, restingMemory } from './resting-memory.ts';
import type { Rogue } from './rogue.ts';
import { RogueLane } from './rogue-lane.ts';

/** Most frames are broken; as many are right that it shows whether the next poll is. */
const RIGHT_ONE_IN = 6;
/** One greeting in so many is broken. */
const GREETING_ONE_IN = 40;
/** Clients that run at once, each with a rogue of its own. */
const LANES = 4;
/** Memory is looked at behind this part of the frames, when everything was done once. */
const WARM = 0.3;

export interface LanesOrder {
  readonly rogue: Rogue;
  /** For each lane, as some remember what was sent before. */
  readonly mutators: () => readonly Mutator[];
  readonly frames: number;
  readonly seed: number;
  /** Whether what broke something once is sent first. */
  readonly isCorpusFirst: boolean;
}

export interface LanesRun {
  readonly fates: Fates;
  readonly forges: readonly FrameForge[];
  /** What there is more of than when everything had been done once. */
  readonly growth: RestingMemory;
}

/** Reads a rogue until so many frames were made, and counts what became of each poll. */
export async function runLanes({ rogue, mutators, frames, seed, isCorpusFirst }: LanesOrder): Promise<LanesRun> {
  const uncaught: unknown[] = [];
  const onUncaught = (error: unknown): void => void uncaught.push(error);
  process.on('uncaughtException', onUncaught);
  process.on('unhandledRejection', onUncaught);
  const fates = new Fates();
  const corpus = isCorpusFirst ? readCorpus(rogue.protocol) : [];
  const greetings = { mutators: GREETING_MUTATORS, brokenOneIn: GREETING_ONE_IN };
  const running = await Promise.all(
    Array.from({ length: LANES }, async (_, lane) => {
      const forge = new FrameForge({
        seed,
        lane,
        mutators: mutators(),
        greetings,
        rightOneIn: RIGHT_ONE_IN,
        numbered: rogue.numbered,
        corpus: lane === 0 ? corpus : [],
      });
      return { forge, lane: await RogueLane.start({ rogue, forge, fates }) };
    }),
  );
  const share = Math.ceil(frames / LANES);
  const all = (part: number): Promise<unknown> =>
    Promise.all(running.map(({ lane }) => lane.until(Math.round(part * share))));
  await all(WARM);
  const before = restingMemory();
  await all(1);
  const after = restingMemory();
  await Promise.all(running.map(({ lane }) => lane.dispose()));
  process.off('uncaughtException', onUncaught);
  process.off('unhandledRejection', onUncaught);
  for (const error of uncaught) fates.add('uncaught', (error as Error).stack ?? 'no error at all', []);
  return {
    fates,
    forges: running.map(({ forge }) => forge),
    growth: { held: after.held - before.held, resident: after.resident - before.resident },
  };
}
