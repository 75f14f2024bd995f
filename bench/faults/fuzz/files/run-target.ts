import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomFrom } from '../../../../src-main/testing/random-from.ts';
import { AcceptedWrong, type FuzzTarget } from './fuzz-target.ts';
import { mutateBytes } from './mutate-bytes.ts';

export const CORPUS = fileURLToPath(new URL('../../../../src-main/testing/corpus/', import.meta.url));

/** What a decoder made of all that it was fed. */
export interface TargetResult {
  readonly name: string;
  frames: number;
  /** Of them: found once, and kept since. */
  kept: number;
  read: number;
  refused: number;
  wrong: number;
  uncaught: number;
  slowestMs: number;
  seconds: number;
  grownBytes: number;
  /** The first of them, each with what repeats it. */
  readonly faults: string[];
}

const MOST_FAULTS = 5;
const STEP_SEED = 7_919;
/** Code is compiled and caches are filled before memory is counted. */
const WARM_UP = 300;

interface TargetRun {
  readonly folder: 'mqtt' | 'http' | 'files';
  readonly seed: number;
  readonly frames: number;
  /** No more are begun after so long. */
  readonly mostMs: number;
  /** Told before each step, so that one that never ends has a number. */
  readonly step: (step: number) => void;
}

/** Feeds a decoder its samples, what was found before, and then changed samples, each of which its number repeats. */
export async function runTarget(target: FuzzTarget, run: TargetRun): Promise<TargetResult> {
  const { name, samples, judge } = target;
  const result: TargetResult = {
    ...{
      name,
      frames: 0,
      kept: 0,
      read: 0,
      refused: 0,
      wrong: 0,
      uncaught: 0,
      slowestMs: 0,
      seconds: 0,
      grownBytes: 0,
    },
    faults: [],
  };
  for (const sample of samples)
    if ((await judge(Buffer.from(sample))) !== 'read') throw new Error(`${name}: a sound sample is refused`);
  const feed = async (bytes: Buffer, about: string): Promise<void> => {
    const began = cpuMs();
    // What it keeps of the bytes, or writes into them, must not reach the next one.
    const given = Buffer.from(bytes);
    try {
      result[await judge(given)]++;
    } catch (error) {
      result[error instanceof AcceptedWrong ? 'wrong' : 'uncaught']++;
      const said = error instanceof AcceptedWrong ? error.message : String((error as Error)?.stack ?? error);
      if (result.faults.length < MOST_FAULTS)
        result.faults.push(`${name}, ${about}: ${said.slice(0, 900)}; ${bytes.toString('base64').slice(0, 4_000)}`);
    }
    result.frames++;
    result.slowestMs = Math.max(result.slowestMs, cpuMs() - began);
  };
  for (const [file, bytes] of keptOf(run.folder, name)) {
    await feed(bytes, file);
    result.kept++;
  }
  const began = performance.now();
  const until = began + run.mostMs;
  let before = 0;
  for (let step = 0; step < run.frames && performance.now() < until; step++) {
    if (step === WARM_UP) before = await usedBytes();
    run.step(step);
    const { bytes, how } = mutateBytes(samples, randomFrom((run.seed + step * STEP_SEED) | 0));
    await feed(bytes, `--seed ${run.seed}, step ${step} (${how.join(', ')})`);
  }
  result.seconds = (performance.now() - began) / 1_000;
  if (before > 0) result.grownBytes = (await usedBytes()) - before;
  return result;
}

function keptOf(folder: string, name: string): readonly (readonly [file: string, bytes: Buffer])[] {
  const place = join(CORPUS, folder, name.replaceAll(/\W+/g, '-'));
  if (!existsSync(place)) return [];
  return readdirSync(place).map((file) => [file, readFileSync(join(place, file))] as const);
}

/** Of this thread: a frame is not slow because the machine does much else. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** What is left once everything that can be collected is, in several rounds: shapes and texts of keys go late. */
async function usedBytes(): Promise<number> {
  for (let round = 0; round < 4; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
