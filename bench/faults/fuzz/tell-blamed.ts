import type { CampaignRun } from '../campaign.ts';
import { keepFrame } from './corpus.ts';
import type { Fates } from './fates.ts';
import type { Rogue } from './rogue.ts';

/** Says of every poll that went wrong how it can be done again, and keeps its frames. */
export function tellBlamed(
  { protocol, title }: Rogue,
  { blamed }: Fates,
  { seed, say }: Pick<CampaignRun, 'seed' | 'say'>,
): void {
  for (const { fate, seen, frames } of blamed) {
    say(`${fate}: ${seen}`);
    for (const frame of frames) {
      const { lane, step, mutator, sent } = frame;
      say(`  lane ${lane}, frame ${step}, ${mutator ?? 'right'}: ${sent.toString('hex')}`);
      // A greeting is made again by the seed, and stands for nothing by itself.
      if (mutator === undefined || /^(?:corpus|greeting)/.test(mutator)) continue;
      const file = keepFrame(protocol, frame, `${title}: ${fate}`, seed ^ step);
      say(`  kept as ${file}; the run again: --seed ${seed}`);
    }
  }
}
