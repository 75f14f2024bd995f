import { Worker } from 'node:worker_threads';
import { atLeast } from '../../../benchmark.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, evidence, none } from '../../campaign.ts';
import type { TargetResult } from './run-target.ts';
import type { TargetSet } from './target-sets.ts';
import type { ThreadMessage, ThreadOrder } from './thread-messages.ts';

/** One frame takes milliseconds; the machine may do much else. */
const HANG_MS = 45_000;
const LOOK_MS = 500;
const SLOW_MS = 3_000;
const MOST_GROWN_BYTES = 10 * 1024 * 1024;
const WEEKLY = { scale: 100, mostMs: 300_000 };
const MIB = 1024 * 1024;

/** Feeds decoders what nobody sound sends: each frame is read, or refused in the right words, soon. */
export function decoderCampaign(set: TargetSet, name: string, title: string): Campaign {
  return {
    ...{ name, title, rows: [21], besideOthers: true },
    deadlineS: { 0: 80, 3: 2 * 3600 },
    missing: () => undefined,
    run: async (run) => outcomeOf(set, await fed(set, run)),
  };
}

interface Fed {
  readonly results: readonly TargetResult[];
  /** The frame that never ended. */
  readonly hang: string | undefined;
}

function fed(set: TargetSet, { tier, seed }: CampaignRun): Promise<Fed> {
  const progress = new SharedArrayBuffer(8);
  const place = new Int32Array(progress);
  const order: ThreadOrder = { set, seed, progress, ...(tier === 3 ? WEEKLY : { scale: 1, mostMs: 60_000 }) };
  const thread = new Worker(new URL('./fuzz-thread.ts', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  const results: TargetResult[] = [];
  let names: readonly string[] = [];
  let seen = '';
  let sinceMs = performance.now();
  const at = (): string => `${names[place[0]!] ?? 'start'}, --seed ${seed}, step ${place[1]}`;
  return new Promise((resolve, reject) => {
    const look = setInterval(() => {
      if (at() !== seen) {
        seen = at();
        sinceMs = performance.now();
      } else if (performance.now() - sinceMs > HANG_MS) end(() => resolve({ results, hang: seen }));
    }, LOOK_MS);
    const end = (then: () => void): void => {
      clearInterval(look);
      void thread.terminate().then(then);
    };
    thread.on('message', (message: ThreadMessage) => {
      if ('names' in message) names = message.names;
      else if ('result' in message) results.push(message.result);
      else end(() => resolve({ results, hang: undefined }));
    });
    thread.on('error', (error) => end(() => reject(new Error(`${at()}: ${String(error)}`, { cause: error }))));
  });
}

function outcomeOf(set: TargetSet, { results, hang }: Fed): CampaignOutcome {
  const sum = (key: 'frames' | 'kept' | 'read' | 'refused' | 'wrong' | 'uncaught'): number =>
    results.reduce((total, result) => total + result[key], 0);
  const most = (key: 'slowestMs' | 'grownBytes'): number => Math.max(0, ...results.map((result) => result[key]));
  if (hang === undefined)
    for (const { name, frames, refused } of results) {
      atLeast(1_000, frames, `${name}, frames`);
      // A decoder of any message refuses none.
      if (!name.startsWith('any message')) atLeast(100, refused, `${name}, refused`);
    }
  const about = `${set}: ${sum('frames').toLocaleString('en')} changed frames in ${results.length} decoders`;
  return {
    evidence: [
      none(21, `${set}: exceptions that nobody awaits`, 'frames', sum('uncaught')),
      none(21, `${set}: accepted wrong`, 'frames', sum('wrong')),
      none(21, `${set}: without an end`, 'frames', hang === undefined ? 0 : 1),
      evidence(21, `${set}: slowest frame`, 'ms of the processor', Math.round(most('slowestMs')), { atMost: SLOW_MS }),
      evidence(21, `${set}: memory kept by a decoder`, 'MB', Math.round((10 * most('grownBytes')) / MIB) / 10, {
        atMost: MOST_GROWN_BYTES / MIB,
      }),
    ],
    work: [
      `${about}: ${sum('read').toLocaleString('en')} read, ${sum('refused').toLocaleString('en')} refused`,
      `decoders: ${results.map(({ name, frames, seconds, grownBytes }) => `${name} ${frames.toLocaleString('en')} (${seconds.toFixed(1)} s, ${(grownBytes / MIB).toFixed(1)} MB)`).join('; ')}`,
      ...(sum('kept') > 0 ? [`${sum('kept')} of the frames were found once and are kept`] : []),
      ...(hang === undefined ? [] : [`no end: ${hang}`]),
      ...results.flatMap(({ faults }) => faults),
    ],
  };
}
