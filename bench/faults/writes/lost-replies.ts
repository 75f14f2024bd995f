import { modbusTcp, opcua, s7 } from '../../../src-main/drivers/all.ts';
import type { DriverManifest, Simulator } from '../../../src-main/drivers/driver.ts';
import { systemClock } from '../../../src-main/kernel/clock.ts';
import { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { FaultProxy } from '../../../src-main/testing/fault-proxy.ts';
import { mosquittoMissing } from '../../../src-main/testing/mosquitto-process.ts';
import { type Random, randomFrom } from '../../../src-main/testing/random-from.ts';
import { atLeast } from '../../benchmark.ts';
import type { CommandSender } from '../../commands/command-sender.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, none } from '../campaign.ts';
import { type CommandPlant, startCommandPlant } from './command-plant.ts';
import { IS_WRITE } from './write-frames.ts';

type Protocol = keyof typeof IS_WRITE;

interface Kind {
  readonly protocol: Protocol;
  readonly manifest: DriverManifest;
  /** Of the tag of device n: they share a simulator. */
  readonly address: (n: number) => string;
  readonly connection: (port: number) => Readonly<Record<string, unknown>>;
}

const KINDS: readonly Kind[] = [
  {
    ...{ protocol: 'modbus-tcp', manifest: modbusTcp as DriverManifest, address: (n: number) => `HR${n}` },
    connection: (port) => ({ host: '127.0.0.1', port }),
  },
  {
    ...{ protocol: 's7', manifest: s7 as DriverManifest, address: (n: number) => `DB1.DBW${n * 2}` },
    connection: (port) => ({ host: '127.0.0.1', port }),
  },
  {
    ...{ protocol: 'opcua', manifest: opcua as DriverManifest, address: (n: number) => `ns=1;s=setpoint-${n}` },
    connection: (port) => ({
      endpoint: `opc.tcp://127.0.0.1:${port}`,
      ...{ allow_writes_unsecured: true, mode: 'poll' },
    }),
  },
];
const DEVICES = { 1: 3, 2: 4 } as const;
const ROUNDS = { 1: 3, 2: 50 } as const;
/** Each cut leaves a session behind, which an OPC UA server keeps for minutes, and it has room for few. */
const ROUNDS_OF_SESSIONS = 3;
const GOOD = 192;
const LOOK_MS = 100;
/** Longer than two of the longest pauses between attempts. */
const DEADLINE_MS = 90_000;

/** One device behind a proxy that cuts the connection where the reply to a write comes back. */
interface Device {
  readonly id: string;
  readonly protocol: Protocol;
  readonly address: string;
  readonly proxy: FaultProxy;
  /** Requests to write that went through, whatever became of their replies. */
  writes: number;
  cuts: number;
}

/** What became of one command. */
interface Told {
  readonly device: Device;
  readonly status: string;
  /** Whether the device held the value afterwards. */
  readonly acted: boolean;
}

/** The device acts, and its reply is lost: nobody can say what happened, and that is what has to be told. */
export const lostReplies: Campaign = {
  name: 'lost-replies',
  title: 'Writes over Modbus, S7 and OPC UA whose reply is lost after the device acted',
  rows: [31],
  deadlineS: { 1: 150, 2: 900 },
  besideOthers: true,
  missing: mosquittoMissing,
  async run({ tier, seed, say }: CampaignRun): Promise<CampaignOutcome> {
    const size = tier === 1 ? 1 : 2;
    const lifetime = new Lifetime('lost replies');
    try {
      const devices: Device[] = [];
      const files: Record<string, string> = {};
      for (const kind of KINDS) {
        const simulator = await simulated(kind, DEVICES[size], lifetime);
        for (let n = 0; n < DEVICES[size]; n++) {
          const device = await behindProxy(kind, simulator, n, lifetime);
          devices.push(device);
          files[device.id] = JSON.stringify(fileOf(kind, device));
        }
      }
      const plant = await startCommandPlant(lifetime, { devices: files });
      await plant.service.start({ deadlineMs: DEADLINE_MS });
      const random = randomFrom(seed);
      const answers = new Answers(plant.sender);
      const told = (
        await Promise.all(
          devices.map((device) => rounds({ plant, answers, random, say }, device, roundsOf(device, size))),
        )
      ).flat();
      const expected = devices.reduce((sum, device) => sum + roundsOf(device, size), 0);
      atLeast(expected, told.length, 'commands whose reply was lost');
      const cuts = devices.reduce((sum, device) => sum + device.cuts, 0);
      atLeast(expected, cuts, 'replies that were lost');
      const again = devices.reduce((sum, device) => sum + Math.max(0, device.writes - roundsOf(device, size)), 0);
      return {
        evidence: [
          ...KINDS.map(({ protocol, manifest }) =>
            none(
              31,
              `${manifest.title}: reply lost and not told as UNKNOWN`,
              'commands',
              told.filter(({ device, status }) => device.protocol === protocol && !status.startsWith('UNKNOWN')).length,
            ),
          ),
          none(31, 'Sent again after the reply was lost', 'writes', again),
          none(31, 'Where the device had not acted', 'commands', told.filter(({ acted }) => !acted).length),
        ],
        work: KINDS.map(
          ({ protocol, manifest }) =>
            `${manifest.title}: ${told.filter(({ device }) => device.protocol === protocol).length} replies lost after the device acted`,
        ),
      };
    } finally {
      await lifetime.dispose();
    }
  },
};

const roundsOf = ({ protocol }: Device, size: 1 | 2): number =>
  protocol === 'opcua' ? ROUNDS_OF_SESSIONS : ROUNDS[size];

async function simulated(kind: Kind, devices: number, lifetime: Lifetime): Promise<Simulator> {
  const simulator = await kind.manifest.simulate({
    connection: kind.manifest.connection.parse(kind.connection(1)) as never,
    tags: Array.from({ length: devices }, (_, n) => ({ address: kind.address(n), dataType: 'int16' as const })),
    value: () => 0,
    clock: systemClock,
    port: 0,
  });
  lifetime.defer(() => simulator.close());
  return simulator;
}

async function behindProxy(kind: Kind, { port }: Simulator, n: number, lifetime: Lifetime): Promise<Device> {
  const proxy = lifetime.add(await new FaultProxy({ host: '127.0.0.1', port }).listen());
  const { protocol } = kind;
  const device: Device = { id: `${protocol}-${n}`, protocol, address: kind.address(n), proxy, writes: 0, cuts: 0 };
  let isAwaited = false;
  proxy.judge((chunk, direction) => {
    if (direction === 'to device') {
      if (!IS_WRITE[kind.protocol](chunk)) return 'pass';
      device.writes++;
      isAwaited = true;
      return 'pass';
    }
    if (!isAwaited) return 'pass';
    isAwaited = false;
    device.cuts++;
    return 'drop';
  });
  return device;
}

const fileOf = (kind: Kind, { id, protocol, address, proxy }: Device): object => ({
  ...{ id, protocol, uns_prefix: `acme/${id}`, poll_interval: '200ms' },
  connection: kind.connection(proxy.port),
  tags: [{ id: 'setpoint', address, data_type: 'int16', access: 'read_write' }],
});

interface Rounds {
  readonly plant: CommandPlant;
  readonly answers: Answers;
  readonly random: Random;
  readonly say: (text: string) => void;
}

/** The answers to commands of several devices, by the id of the command. */
class Answers {
  readonly #sender: CommandSender;
  readonly #statuses = new Map<string, string>();

  constructor(sender: CommandSender) {
    this.#sender = sender;
  }

  /** @throws Error when the command is not answered in time */
  async statusOf(id: string): Promise<string> {
    for (const endMs = systemClock.monoMs() + DEADLINE_MS; ; await systemClock.sleep(LOOK_MS)) {
      for (const answer of this.#sender.take())
        this.#statuses.set(answer.id, `${answer.status} ${answer.code ?? ''}`.trim());
      const status = this.#statuses.get(id);
      if (status !== undefined) return status;
      if (systemClock.monoMs() > endMs) throw new Error(`${id} was not answered within ${DEADLINE_MS} ms`);
    }
  }
}

/** Writes again and again, each a value that was never there before. */
async function rounds({ plant, answers, random, say }: Rounds, device: Device, count: number): Promise<Told[]> {
  const told: Told[] = [];
  let value = 0;
  for (let round = 0; round < count; round++) {
    value += 1 + random(20);
    await untilHeld(plant, device, () => true);
    const id = `${device.id}-${round}`;
    await plant.sender.handOver(`nexus/cmd/${device.id}/write`, { tag_id: 'setpoint', value, request_id: id });
    const status = await answers.statusOf(id);
    if (!status.startsWith('UNKNOWN')) say(`${id} (${value}) was told as ${status}`);
    const acted = await untilHeld(plant, device, (held) => held === value).then(
      () => true,
      () => false,
    );
    told.push({ device, status, acted });
  }
  return told;
}

/** Resolves when a fresh Good value of the device is as asked. @throws Error when it never is */
async function untilHeld(
  { service }: CommandPlant,
  { id }: Device,
  isAsked: (value: unknown) => boolean,
): Promise<void> {
  for (const endMs = systemClock.monoMs() + DEADLINE_MS; ; await systemClock.sleep(LOOK_MS)) {
    const [row] = await service.get<{ value: unknown; quality: number }[]>(`/api/v1/devices/${id}/values`);
    if (row?.quality === GOOD && isAsked(row.value)) return;
    if (systemClock.monoMs() > endMs) throw new Error(`${id} holds ${JSON.stringify(row)} after ${DEADLINE_MS} ms`);
  }
}
