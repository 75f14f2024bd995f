import { systemClock } from '../../../src-main/kernel/clock.ts';
import { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { mosquittoMissing } from '../../../src-main/testing/mosquitto-process.ts';
import { type Random, randomFrom } from '../../../src-main/testing/random-from.ts';
import { atLeast } from '../../benchmark.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, none } from '../campaign.ts';
import type { Tier } from '../tier.ts';
import { type CommandPlant, startAndWait, startCommandPlant, untilQuiet } from './command-plant.ts';
import { bodyOf, idOf, nameOf, RegisterDevice } from './register-device.ts';

const SIZE: Partial<Readonly<Record<Tier, { readonly commands: number; readonly kills: number }>>> = {
  1: { commands: 500, kills: 2 },
  2: { commands: 10_000, kills: 25 },
  3: { commands: 40_000, kills: 150 },
};
/** Of all commands, those that carry an id that came before. */
const REPEATED = 0.3;
/** Sent at once; the next ones when most of them are answered, as a device is no faster. */
const PORTION = 25;
const UNANSWERED = 10;
/** How long the device takes for an answer: so that some commands are always under way. */
const DEVICE_MS = 2;

/** The gateway is killed between intent and outcome while ids come again: each is executed once at most. */
export const doubles: Campaign = {
  name: 'doubles',
  title: 'Commands of which 30 % carry an id that came before, and kills between intent and outcome',
  rows: [27, 36],
  deadlineS: { 1: 150, 2: 900, 3: 3_600 },
  besideOthers: true,
  missing: mosquittoMissing,
  async run({ tier, seed, say }: CampaignRun): Promise<CampaignOutcome> {
    const { commands, kills } = SIZE[tier]!;
    const lifetime = new Lifetime('doubles');
    try {
      const device = lifetime.add(await RegisterDevice.start({ answerMs: DEVICE_MS }));
      const plant = await startCommandPlant(lifetime, { devices: { [RegisterDevice.id]: device.file() } });
      const random = randomFrom(seed);
      const order = orderOf(commands, random);
      await startAndWait(plant, RegisterDevice.topic);
      const killAfter = new Set(Array.from({ length: kills }, (_, n) => portionOf(n, kills, commands, random)));
      /** Ids that were under way at a kill, and how many writes the device had seen by then. */
      const cutOff = new Map<number, number>();
      let hits = 0;
      /** Answers that come unless the gateway is killed. */
      let awaited = plant.sender.count;
      for (let sent = 0; sent < commands; sent += PORTION) {
        const portion = order.slice(sent, sent + PORTION);
        const before = device.executed.length;
        await Promise.all(portion.map((id) => plant.sender.handOver(RegisterDevice.topic, bodyOf(id))));
        if (!killAfter.has(sent / PORTION)) {
          awaited += portion.length;
          await plant.sender.until(awaited - UNANSWERED);
          continue;
        }
        await untilOneIsSeen(device, before);
        await systemClock.sleep(random(20));
        await plant.service.kill();
        say(`killed after ${sent + PORTION} commands`);
        const open = openIds(plant);
        if (open.length > 0) hits++;
        for (const id of open) cutOff.set(id, device.executed.length);
        await startAndWait(plant, RegisterDevice.topic);
        // Those that were cut off come again: their end is told, and nothing is sent.
        awaited = plant.sender.count + open.length;
        await Promise.all(open.map((id) => plant.sender.handOver(RegisterDevice.topic, bodyOf(id))));
      }
      await untilQuiet(plant);
      return await judged(plant, device.executed, { commands, kills, hits, cutOff });
    } finally {
      await lifetime.dispose();
    }
  },
};

interface Done {
  readonly commands: number;
  readonly kills: number;
  readonly hits: number;
  readonly cutOff: ReadonlyMap<number, number>;
}

async function judged(plant: CommandPlant, executed: readonly number[], done: Done): Promise<CampaignOutcome> {
  const { commands, kills, hits, cutOff } = done;
  const { intents, ends } = plant.journal();
  const answers = plant.sender.take();
  const intended = new Set(intents.map(({ id }) => id));
  const unique = new Set(executed);
  const doneIds = new Set(answers.filter(({ status }) => status.startsWith('DONE')).map(({ id }) => id));
  const unknown = new Set(ends.filter(({ receipt }) => receipt.status === 'UNKNOWN').map(idOfEnd));
  const audited = new Set(
    plant
      .audit()
      .filter(({ action }) => action === 'write.unknown')
      .map(({ requestId }) => requestId),
  );
  const ended = new Set(ends.map(idOfEnd));
  const cut = [...cutOff.keys()].map(nameOf);
  atLeast(Math.ceil(kills * 0.8), hits, 'kills that hit commands between intent and outcome');
  atLeast(commands * 0.3, unique.size, 'ids that were executed');
  const again = [...cutOff].filter(([id, before]) => executed.indexOf(id, before) >= 0);
  return {
    evidence: [
      none(27, 'Ids that were executed twice', 'ids', executed.length - unique.size),
      none(
        27,
        'Executed without an intent on the disk',
        'ids',
        [...unique].filter((id) => !intended.has(nameOf(id))).length,
      ),
      none(27, 'Told as done and never executed', 'ids', [...doneIds].filter((id) => !unique.has(idOf(id))).length),
      none(27, 'Cut off by a kill and sent when they came again', 'ids', again.length),
      none(27, 'Cut off by a kill and not told as UNKNOWN', 'ids', cut.filter((id) => !unknown.has(id)).length),
      none(
        27,
        'Cut off by a kill and not in the audit trail as unknown',
        'ids',
        cut.filter((id) => !audited.has(id)).length,
      ),
      none(27, 'Intents without an end', 'ids', [...intended].filter((id) => !ended.has(id)).length),
      none(36, 'Broken places in the audit trail after the kills', 'places', await plant.brokenAudit()),
    ],
    work: [
      `${commands.toLocaleString('en')} commands of ${(commands * (1 - REPEATED)).toLocaleString('en')} ids, ${hits} kills that cut off ${cut.length} commands`,
      `${unique.size.toLocaleString('en')} ids executed, ${answers.length.toLocaleString('en')} answers`,
    ],
  };
}

const idOfEnd = ({ receipt }: { readonly receipt: { readonly request_id: string } }): string => receipt.request_id;

/** Every id once and some again, right after or long after. */
function orderOf(commands: number, random: Random): number[] {
  const ids = Math.round(commands * (1 - REPEATED));
  const order: number[] = [];
  for (let id = 0, repeats = commands - ids; order.length < commands; ) {
    const isRepeat = id === ids || (id > 0 && random(commands - order.length) < repeats);
    if (isRepeat) repeats--;
    order.push(isRepeat ? Math.max(0, id - 1 - random(random(2) === 0 ? 3 : 2_000)) : id++);
  }
  return order;
}

/** One portion of each stretch of the run. */
function portionOf(n: number, kills: number, commands: number, random: Random): number {
  const stretch = Math.floor(commands / PORTION / kills);
  return n * stretch + random(stretch);
}

const openIds = (plant: CommandPlant): number[] => {
  const { intents, ends } = plant.journal();
  const ended = new Set(ends.map(idOfEnd));
  return intents.filter(({ id }) => !ended.has(id)).map(({ id }) => idOf(id));
};

/** Resolves when the device has seen one more write, or after a second: then this kill hits none. */
async function untilOneIsSeen(device: RegisterDevice, before: number): Promise<void> {
  for (const endMs = systemClock.monoMs() + 1_000; systemClock.monoMs() < endMs; await systemClock.sleep(2))
    if (device.executed.length > before) return;
}
