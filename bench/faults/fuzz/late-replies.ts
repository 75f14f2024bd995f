import { atLeast } from '../../benchmark.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, none } from '../campaign.ts';
import type { Tier } from '../tier.ts';
import { modbusTcpRogue } from './modbus/modbus-tcp-rogue.ts';
import type { Mutator } from './mutator.ts';
import { opcuaRogue } from './opcua/opcua-rogue.ts';
import type { Rogue } from './rogue.ts';
import { runLanes } from './run-lanes.ts';
import { s7Rogue } from './s7/s7-rogue.ts';
import { tellBlamed } from './tell-blamed.ts';

const ROW = 22;
const FRAMES: Partial<Readonly<Record<Tier, number>>> = { 1: 1_000, 2: 10_000 };

/** Replies that come when their request is over, right in every byte but for the request that they belong to. */
function lateMutators(): readonly Mutator[] {
  let before: Buffer | undefined;
  const older = (reply: Buffer): Buffer => {
    const late = before;
    before = Buffer.from(reply);
    return late ?? Buffer.alloc(0);
  };
  return [
    { name: 'no reply in time', change: (reply) => older(reply).subarray(0, 0) },
    { name: 'the late reply in its place', change: older },
    { name: 'the late reply, then its own', change: (reply) => Buffer.concat([older(reply), reply]) },
    { name: 'the late reply in two pieces', change: (reply) => Buffer.concat([older(reply).subarray(0, 9), reply]) },
    {
      name: 'the end of the late reply, then its own',
      change: (reply) => Buffer.concat([older(reply).subarray(5), reply]),
    },
    { name: 'a part of its own, and no more', change: (reply) => (older(reply), reply.subarray(0, reply.length - 1)) },
  ];
}

/**
 * Replies that are late, over a connection of their own too: gateways deliver them so. A serial line numbers nothing, and keeps
 * quiet instead until none can come any more (src-main/drivers/modbus/rtu/rtu-guard.test.ts).
 */
export const lateReplies: Campaign = {
  name: 'late-replies',
  title: 'Replies come when their request is over, before and behind those that are due',
  rows: [ROW],
  deadlineS: { 1: 120, 2: 600 },
  besideOthers: true,
  missing: () => opcuaRogue.missing?.(),
  async run(run) {
    const outcomes = [];
    for (const rogue of [modbusTcpRogue, s7Rogue, opcuaRogue]) outcomes.push(await late(rogue, run));
    return { evidence: outcomes.flatMap((each) => each.evidence), work: outcomes.flatMap(({ work }) => work) };
  },
};

async function late(rogue: Rogue, { tier, seed, say }: CampaignRun): Promise<CampaignOutcome> {
  const { title } = rogue;
  const frames = FRAMES[tier]!;
  const { fates, forges } = await runLanes({ rogue, mutators: lateMutators, frames, seed, isCorpusFirst: false });
  tellBlamed(rogue, fates, { seed, say });
  const mixed = forges.reduce((all, { malformed }) => all + malformed, 0);
  atLeast(frames * 0.5, mixed, 'requests whose reply was late or mixed up');
  atLeast(frames * 0.05, fates.of('correct'), 'polls whose replies were right');
  const wrong = fates.of('hang') + fates.of('uncaught') + fates.of('right refused');
  return {
    evidence: [
      none(ROW, `Late replies of ${title}s taken for the next ones`, 'polls', fates.of('accepted wrong')),
      none(ROW, `Connections used again behind a late reply of ${title}s`, 'polls', fates.of('used again')),
      none(ROW, `Polls behind late replies of ${title}s that failed or never ended`, 'polls', wrong),
    ],
    work: [`${title}: ${mixed.toLocaleString('en')} replies late or mixed up; ${fates.told}`],
  };
}
