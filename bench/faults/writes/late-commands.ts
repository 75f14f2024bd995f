import { systemClock } from '../../../src-main/kernel/clock.ts';
import { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { FaultProxy } from '../../../src-main/testing/fault-proxy.ts';
import { mosquittoMissing } from '../../../src-main/testing/mosquitto-process.ts';
import { type Random, randomFrom } from '../../../src-main/testing/random-from.ts';
import { atLeast } from '../../benchmark.ts';
import type { Answer } from '../../commands/command-sender.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, none } from '../campaign.ts';
import { type CommandPlant, startAndWait, startCommandPlant, untilQuiet } from './command-plant.ts';
import { bodyOf, idOf, nameOf, RegisterDevice, targetOf } from './register-device.ts';

const COMMANDS = 100;
/** A command is good for five seconds unless it says otherwise. */
const HELD_MS = 6_000;
const BACK_MS = 1_000;

interface Life {
  /** MQTT 5 has the broker keep retained messages to itself; with 3.1.1 they come, and are refused. */
  readonly version: '5' | '3.1.1';
  /** How the gateway went away. */
  readonly end: 'kill' | 'stop';
  readonly isHeldUp: boolean;
}
const SHORT: readonly Life[] = [
  { version: '3.1.1', end: 'stop', isHeldUp: false },
  { version: '5', end: 'kill', isHeldUp: true },
];
const LONG: readonly Life[] = [
  ...SHORT,
  { version: '3.1.1', end: 'kill', isHeldUp: true },
  { version: '5', end: 'stop', isHeldUp: true },
];

/** What became of the commands of one gateway. */
interface Seen {
  readonly executed: number;
  readonly refusedTwice: number;
  readonly retainedRefused: number;
  readonly counted: number;
  readonly expired: number;
  readonly expiredExecuted: number;
  /** Commands that came in time, so that it is known that the way is open. */
  readonly done: number;
}

/** Commands that a broker kept while the gateway was away, and commands that were six seconds on their way. */
export const lateCommands: Campaign = {
  name: 'late-commands',
  title: `${COMMANDS} commands for a gateway that is away (QoS 1 and 2, retained and not), and ${COMMANDS} that are held up for ${HELD_MS / 1_000} s`,
  rows: [28, 29],
  deadlineS: { 1: 180, 2: 400 },
  besideOthers: true,
  missing: mosquittoMissing,
  async run({ tier, seed, say }: CampaignRun): Promise<CampaignOutcome> {
    const random = randomFrom(seed);
    const lives: Seen[] = [];
    const asked = tier === 1 ? SHORT : LONG;
    for (const life of asked) {
      say(`MQTT ${life.version}, ${life.end}`);
      lives.push(await oneGateway(life, random));
    }
    const sum = (of: (seen: Seen) => number): number => lives.reduce((total, seen) => total + of(seen), 0);
    atLeast(
      lives.length,
      sum(({ done }) => done),
      'commands that were carried out in time',
    );
    atLeast(
      10,
      sum(({ retainedRefused }) => retainedRefused),
      'retained commands that came in',
    );
    const uncounted = sum(({ retainedRefused, counted }) => Math.abs(retainedRefused - counted));
    const held = asked.filter(({ isHeldUp }) => isHeldUp).length * COMMANDS;
    return {
      evidence: [
        none(
          28,
          'Sent while the gateway was away and carried out',
          'commands',
          sum(({ executed }) => executed),
        ),
        none(
          28,
          'Retained commands answered more than once',
          'commands',
          sum(({ refusedTwice }) => refusedTwice),
        ),
        none(28, 'RETAINED_REFUSED and not counted', 'commands', uncounted),
        none(
          29,
          'Held up for 6 s and carried out',
          'commands',
          sum(({ expiredExecuted }) => expiredExecuted),
        ),
        none(29, 'Held up for 6 s and not answered EXPIRED', 'commands', held - sum(({ expired }) => expired)),
      ],
      work: [
        `${lives.length} gateways, away for ${lives.length * COMMANDS} commands, of which ${sum(({ retainedRefused }) => retainedRefused)} retained ones were refused`,
        `${held} commands held up`,
      ],
    };
  },
};

async function oneGateway({ version, end, isHeldUp }: Life, random: Random): Promise<Seen> {
  const lifetime = new Lifetime('late commands');
  try {
    const device = lifetime.add(await RegisterDevice.start());
    let between: FaultProxy | undefined;
    const plant = await startCommandPlant(lifetime, {
      devices: { [RegisterDevice.id]: device.file() },
      mqtt: [`version: "${version}"`],
      brokerFor: async (port) => {
        between = lifetime.add(await new FaultProxy({ host: '127.0.0.1', port }).listen());
        return `mqtt://127.0.0.1:${between.port}`;
      },
    });
    const { service, sender } = plant;
    await startAndWait(plant, RegisterDevice.topic);
    await service[end]();
    sender.take();
    for (let id = 0; id < COMMANDS; id++) {
      const qos = random(2) === 0 ? 1 : 2;
      const { tag_id: tag, value } = targetOf(id);
      // A topic keeps one retained message: those of single tags are kept side by side.
      if (id % 4 < 2) await sender.handOver(`nexus/cmd/plc-1/${tag}/set`, String(value), { qos, retain: true });
      else await sender.handOver(RegisterDevice.topic, bodyOf(id), { qos });
    }
    await startAndWait(plant, RegisterDevice.topic);
    await untilQuiet(plant);
    // Another connect: the broker hands over what it retains once more.
    between!.rst();
    await systemClock.sleep(BACK_MS);
    await untilQuiet(plant);
    const away = sender.take();
    const executed = device.executed.length;
    const retained = away.filter(({ code }) => code === 'RETAINED_REFUSED');
    const counted = await refusedRetained(plant);
    const late = isHeldUp ? await heldUp(plant, between!) : [];
    const done = await inTime(plant);
    return {
      executed,
      refusedTwice: retained.length - new Set(retained.map(({ tag }) => tag)).size,
      retainedRefused: retained.length,
      counted,
      expired: late.filter(({ code }) => code === 'EXPIRED').length,
      expiredExecuted: device.executed.filter((id) => id >= HELD && id < IN_TIME).length,
      done,
    };
  } finally {
    await lifetime.dispose();
  }
}

/** Ids of what is held up, and of what comes in time. */
const HELD = 1_000;
const IN_TIME = 2_000;

async function heldUp({ sender }: CommandPlant, between: FaultProxy): Promise<readonly Answer[]> {
  between.blackhole();
  for (let id = HELD; id < HELD + COMMANDS; id++)
    await sender.handOver(RegisterDevice.topic, bodyOf(id, { ts: new Date().toISOString() }), {
      qos: id % 2 === 0 ? 1 : 2,
    });
  await systemClock.sleep(HELD_MS);
  await between.restore();
  await sender.until(COMMANDS);
  return sender.take().filter(({ id }) => id.startsWith('id-') && idOf(id) >= HELD);
}

/** @returns how many were carried out of one. */
async function inTime({ sender }: CommandPlant): Promise<number> {
  await sender.handOver(RegisterDevice.topic, bodyOf(IN_TIME, { ts: new Date().toISOString() }));
  await sender.until(1);
  return sender.take().filter(({ id, status }) => id === nameOf(IN_TIME) && status.startsWith('DONE')).length;
}

async function refusedRetained({ service }: CommandPlant): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${service.port}/metrics`)).text();
  return Number(/^nexus_mqtt_commands_refused_total\{code="RETAINED_REFUSED"\} (\d+)$/m.exec(text)?.[1] ?? 0);
}
