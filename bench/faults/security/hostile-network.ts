import { compilerMissing } from '../../compile-c.ts';
import { hostile } from '../../hostile/hostile.ts';
import type { Campaign, CampaignOutcome, CampaignRun } from '../campaign.ts';

const ROW = 35;
const SHORT_MINUTES = 4 / 60;
const LONG_MINUTES = 2;
/** On a machine that does other things at the same time a limit of milliseconds says nothing: what may never be. */
const SHORT_GATES: Readonly<Record<string, { readonly atMost: number }>> = {
  'More late by the attack': { atMost: 1_000 },
  'More memory by the attack': { atMost: 120 },
};

/** Connections that never end their headers and senseless requests, while a plant is polled. */
export const hostileNetwork: Campaign = {
  name: 'hostile-network',
  title: hostile.title,
  rows: [ROW],
  deadlineS: { 1: 120, 2: 600 },
  besideOthers: false,
  missing: compilerMissing,
  async run({ tier, say }: CampaignRun): Promise<CampaignOutcome> {
    const isShort = tier === 1;
    const { figures, work } = await hostile.run({
      size: isShort ? 'tiny' : 'long',
      minutes: isShort ? SHORT_MINUTES : LONG_MINUTES,
      say,
    });
    return {
      evidence: figures.map(({ gate: full, ...figure }) => {
        const gate = isShort ? SHORT_GATES[figure.name] : full;
        return { row: ROW, ...figure, ...(gate && { gate }) };
      }),
      work,
    };
  },
};
