import type { ReadingColumns } from '../../../src-main/drivers/driver.ts';
import { FaultProxy } from '../../../src-main/testing/fault-proxy.ts';
import { type Random, randomFrom } from '../../../src-main/testing/random-from.ts';
import { isGood } from '../../../src-shared/domain/quality.ts';
import { atLeast } from '../../benchmark.ts';
import { type Campaign, type CampaignOutcome, none } from '../campaign.ts';
import type { Tier } from '../tier.ts';
import { modbusRtuRogue } from './modbus/modbus-rtu-rogue.ts';
import { modbusTcpRogue } from './modbus/modbus-tcp-rogue.ts';
import { opcuaRogue } from './opcua/opcua-rogue.ts';
import { PeerClock } from './peer-clock.ts';
import type { Rogue } from './rogue.ts';
import { s7Rogue } from './s7/s7-rogue.ts';

const ROW = 25;
/** Of each protocol; 1,000 in all with each change. */
const RESETS: Partial<Readonly<Record<Tier, number>>> = { 1: 250, 2: 1_000 };
/** Bytes of replies behind the greetings among which a connection may be reset. */
const REPLIES = 3;
/** No connect and no poll takes this long: what is reset tells so at once. */
const HANG_MS = 20_000;
/** Polls after which a connection has had its reset. */
const POLLS = 12;
const CODES: ReadonlySet<string> = new Set(['NX_NET_REFUSED', 'NX_DRIVER_DISCONNECTED', 'NX_DRIVER_PROTOCOL']);
const never = new AbortController().signal;

interface Seen {
  resets: number;
  readings: number;
  hangs: number;
  /** Values that are not true, codes that say something else. */
  readonly odd: string[];
}

/** One client behind a proxy that resets its connection at any byte of the greeting and of the replies. */
async function reset(rogue: Rogue, count: number, random: Random): Promise<Seen> {
  const honest = (right: Buffer): { lane: number; step: number; mutator: undefined; right: Buffer; sent: Buffer } => ({
    lane: 0,
    step: 0,
    mutator: undefined,
    right,
    sent: right,
  });
  let greeted = 0;
  let replied = 0;
  const server = await rogue.serve(
    (reply) => {
      const right = reply(true);
      replied = right.length;
      return honest(right);
    },
    (right) => {
      greeted += right.length;
      return honest(right);
    },
  );
  const proxy = await new FaultProxy(server.place, random(2 ** 31)).listen();
  const driver = rogue.driver(proxy, new PeerClock());
  const rows = rogue.tags.length;
  const into: ReadingColumns = {
    timeUs: new Float64Array(rows),
    value: new Float64Array(rows),
    status: new Uint32Array(rows),
    cells: [],
  };
  const seen: Seen = { resets: 0, readings: 0, hangs: 0, odd: [] };
  const poll = async (): Promise<void> => {
    await driver.read(driver.plan(rogue.tags), into, never);
    seen.readings++;
    const isTrue = into.value.every((value, row) => isGood(into.status[row]!) && value === rogue.truth);
    if (!isTrue) seen.odd.push(`${rogue.title}: values ${into.value.join(' ')}`);
  };
  await driver.open(never);
  const greeting = greeted;
  await poll();
  for (let round = 0; round < count; round++) {
    await driver.close();
    const isOfRequest = random(4) === 0;
    proxy.rst(random(greeting + REPLIES * replied), isOfRequest ? 'to device' : 'from device');
    const end = await withinReason(async () => {
      await driver.open(never);
      for (let times = 0; times < POLLS; times++) await poll();
    });
    if (end === 'hang') seen.hangs++;
    else if (end !== undefined && !CODES.has(end)) seen.odd.push(`${rogue.title}: ${end}`);
    await proxy.restore();
  }
  await driver.open(never);
  await poll();
  await driver.close();
  seen.resets = proxy.cuts;
  await proxy.dispose();
  await server.dispose();
  return seen;
}

/** @returns with which code the work was rejected */
async function withinReason(work: () => Promise<void>): Promise<string | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hang = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, HANG_MS, 'hang');
  });
  const code = work().then(
    () => undefined,
    (error: { readonly code?: string; readonly stack?: string }) => error.code ?? error.stack ?? 'no error at all',
  );
  try {
    return await Promise.race([code, hang]);
  } finally {
    clearTimeout(timer);
  }
}

export const resets: Campaign = {
  name: 'resets',
  title: 'Connections are reset at any byte of the greeting, of a request and of a reply',
  rows: [ROW],
  deadlineS: { 1: 180, 2: 600 },
  besideOthers: true,
  missing: () => opcuaRogue.missing?.(),
  async run({ tier, seed, say }): Promise<CampaignOutcome> {
    const uncaught: unknown[] = [];
    const onUncaught = (error: unknown): void => void uncaught.push(error);
    process.on('uncaughtException', onUncaught);
    process.on('unhandledRejection', onUncaught);
    const count = RESETS[tier]!;
    const rogues = [modbusTcpRogue, modbusRtuRogue, s7Rogue, opcuaRogue];
    const all = await Promise.all(rogues.map((rogue, index) => reset(rogue, count, randomFrom(seed ^ (index + 1)))));
    for (const error of uncaught) say(`uncaught, seed ${seed}: ${(error as Error).stack}`);
    for (const text of all.flatMap(({ odd }) => odd).slice(0, 20)) say(`seed ${seed}: ${text}`);
    for (const { resets: done } of all) atLeast(count * 0.8, done, 'resets of one protocol');
    const sum = (of: (seen: Seen) => number): number => all.reduce((total, seen) => total + of(seen), 0);
    return {
      evidence: [
        none(ROW, 'Faults by resets that nobody caught', 'faults', uncaught.length),
        none(
          ROW,
          'Connects and polls that never ended behind a reset',
          'polls',
          sum(({ hangs }) => hangs),
        ),
        none(
          ROW,
          'Values and reasons that were not true behind a reset',
          'polls',
          sum(({ odd }) => odd.length),
        ),
      ],
      work: rogues.map(
        ({ title }, index) =>
          `${title}: ${all[index]!.resets.toLocaleString('en')} resets, ${all[index]!.readings.toLocaleString('en')} readings between them`,
      ),
    };
  },
};
