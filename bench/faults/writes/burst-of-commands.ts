import { systemClock } from '../../../src-main/kernel/clock.ts';
import { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { FaultProxy } from '../../../src-main/testing/fault-proxy.ts';
import { mosquittoMissing } from '../../../src-main/testing/mosquitto-process.ts';
import { atLeast } from '../../benchmark.ts';
import type { Answer } from '../../commands/command-sender.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, evidence, none } from '../campaign.ts';
import { type CommandPlant, startAndWait, startCommandPlant } from './command-plant.ts';
import { PolledBeside } from './polled-beside.ts';
import { bodyOf, idOf, nameOf, RegisterDevice } from './register-device.ts';

const COMMANDS = 1_500;
/** 50 run, 1,000 wait, the others are refused at once. */
const REFUSED = 450;
const TTL_MS = 30_000;
/** How fast a refusal has to come: the goal of the reliability reference, and what a busy machine may take. */
const REFUSAL_MS = { 1: 10_000, 2: 100 } as const;
const LATER_MS = 10;
const CALM_MS = { 1: 1_000, 2: 10_000 } as const;
const ROUNDS = { 1: 1, 2: 5 } as const;

interface Round {
  readonly answers: readonly Answer[];
  /** From the last byte that was sent until the last refusal came. */
  readonly refusalMs: number;
}

/** More commands at once than the gateway takes, while their device stands still. */
export const burstOfCommands: Campaign = {
  name: 'burst-of-commands',
  title: `${COMMANDS.toLocaleString('en')} commands at once for a device that stands still`,
  rows: [26],
  deadlineS: { 1: 120, 2: 300 },
  besideOthers: false,
  missing: mosquittoMissing,
  async run({ tier, say }: CampaignRun): Promise<CampaignOutcome> {
    const size = tier === 1 ? 1 : 2;
    const lifetime = new Lifetime('burst of commands');
    try {
      const device = lifetime.add(await RegisterDevice.start({ requestTimeout: '30s' }));
      const between = lifetime.add(await new FaultProxy({ host: device.host, port: device.port }).listen());
      const beside = lifetime.add(await PolledBeside.start());
      const plant = await startCommandPlant(lifetime, {
        devices: { [RegisterDevice.id]: device.file(between.port), ...beside.files() },
      });
      await startAndWait(plant, RegisterDevice.topic);
      plant.sender.take();
      const calm = await beside.during(() => systemClock.sleep(CALM_MS[size]));
      const rounds: Round[] = [];
      const bursts = await beside.during(async () => {
        for (let round = 0; round < ROUNDS[size]; round++) {
          say(`burst ${round + 1} of ${ROUNDS[size]}`);
          rounds.push(await burst(plant, between, round * COMMANDS));
        }
      });
      const [calmMs, burstMs] = [beside.lateP99Ms(calm), beside.lateP99Ms(bursts)];
      const all = rounds.flatMap(({ answers }) => answers);
      const refusalMs = Math.max(...rounds.map((round) => round.refusalMs));
      return {
        evidence: [
          ...counted(plant, device.executed, all, rounds.length),
          evidence(26, 'Last byte sent → last BUSY answer, the slowest burst', 'ms', refusalMs, {
            atMost: REFUSAL_MS[size],
          }),
          evidence(
            26,
            'Polls of other devices later by the burst, p99',
            'ms',
            burstMs - calmMs,
            size === 1 ? undefined : { atMost: LATER_MS },
          ),
        ],
        work: [
          `${rounds.length} bursts of ${COMMANDS.toLocaleString('en')} commands: ${device.executed.length.toLocaleString('en')} carried out, ${(REFUSED * rounds.length).toLocaleString('en')} BUSY`,
          `${beside.polls.toLocaleString('en')} polls of other devices; p99 ${calmMs.toFixed(1)} ms late in peace, ${burstMs.toFixed(1)} ms in the bursts`,
        ],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};

async function burst({ sender }: CommandPlant, between: FaultProxy, first: number): Promise<Round> {
  between.blackhole();
  try {
    for (let id = first; id < first + COMMANDS; id++) sender.send(RegisterDevice.topic, bodyOf(id, { ttl_ms: TTL_MS }));
    // The earliest moment at which the last byte may be on its way: whatever comes after it counts against us.
    const sentMs = performance.now();
    await sender.until(REFUSED);
    await between.restore();
    await sender.until(COMMANDS);
    const answers = sender.take();
    const refused = answers.filter(({ code }) => code === 'BUSY');
    return { answers, refusalMs: Math.max(...refused.map(({ atMs }) => atMs)) - sentMs };
  } finally {
    await between.restore();
  }
}

function counted(plant: CommandPlant, executed: readonly number[], answers: readonly Answer[], rounds: number) {
  const commands = Array.from({ length: rounds * COMMANDS }, (_, id) => nameOf(id));
  atLeast(
    rounds * REFUSED,
    answers.filter(({ code }) => code === 'BUSY').length,
    'commands that were refused as one too many',
  );
  const done = new Set(answers.filter(({ status }) => status.startsWith('DONE')).map(({ id }) => id));
  atLeast(rounds * (COMMANDS - REFUSED) * 0.9, done.size, 'commands that were carried out');
  const notOnce = (seen: readonly (string | undefined)[]): number => {
    const times = Map.groupBy(seen, (id) => id);
    return commands.filter((id) => times.get(id)?.length !== 1).length;
  };
  const audit = plant.audit().filter(({ action }) => action.startsWith('write.') && action !== 'write.requested');
  const wrong = executed.filter((id) => !done.has(nameOf(id))).length;
  return [
    none(26, 'Commands without exactly one answer', 'commands', notOnce(answers.map(({ id }) => id))),
    none(
      26,
      'Commands without exactly one end in the journal',
      'commands',
      notOnce(plant.journal().ends.map(({ receipt }) => receipt.request_id)),
    ),
    none(
      26,
      'Commands without exactly one end in the audit trail',
      'commands',
      notOnce(audit.map(({ requestId }) => requestId)),
    ),
    none(26, 'Carried out twice, or told otherwise', 'commands', executed.length - new Set(executed).size + wrong),
    none(
      26,
      'Told as done and not carried out',
      'commands',
      [...done].filter((id) => !executed.includes(idOf(id))).length,
    ),
  ];
}
