import { existsSync } from 'node:fs';
import type { DeviceJob } from '../../../src-main/acquisition/acquisition-messages.ts';
import { HostDevices } from '../../../src-main/acquisition/host-devices.ts';
import { modbusTcp } from '../../../src-main/drivers/all.ts';
import type { DriverManifest } from '../../../src-main/drivers/driver.ts';
import { systemClock } from '../../../src-main/kernel/clock.ts';
import { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { loggerTo } from '../../../src-main/kernel/logger.ts';
import { compileTagRule } from '../../../src-main/processing/tag-rule.ts';
import { FullBacklog } from '../../../src-main/testing/full-backlog.ts';
import { Tag } from '../../../src-shared/domain/tag.ts';
import { atLeast } from '../../benchmark.ts';
import { CompiledPrograms, compilerMissing } from '../../compile-c.ts';
import { plantLayout } from '../../modbus/plant-layout.ts';
import { PlantProcess } from '../../modbus/plant-process.ts';
import { type Campaign, type CampaignOutcome, type CampaignRun, evidence, none } from '../campaign.ts';
import { SocketWatch } from './socket-watch.ts';

interface Scale {
  readonly rounds: number;
  readonly awayMs: number;
}
const SCALE: Readonly<Record<number, Scale>> = {
  1: { rounds: 1, awayMs: 6_000 },
  2: { rounds: 5, awayMs: 15_000 },
};
const DEVICES = 8;
const INTERVAL_MS = 200;
const TIMEOUT_MS = 1_000;
/** Of the looks at the sockets that fit into the time, one every 20 ms. */
const LEAST_LOOKS = 0.2;
const CONNECT_MS = 15_000;
const BACK_MS = 40_000;
const ROW = 24;
/** What the interval, the looks and a busy machine may add. */
const BUSY_MS = 500;

/**
 * Peers that are there and say nothing: their process is stopped, so that connections stand and nothing is answered, and
 * one whose queue of connects is full, so that the system drops what asks.
 */
export const halfOpen: Campaign = {
  name: 'half-open',
  title: 'Connections whose other side is gone without a word, and a peer whose queue of connects is full',
  rows: [ROW],
  deadlineS: { 1: 80, 2: 400 },
  besideOthers: false,
  missing: () => compilerMissing() ?? (existsSync('/proc/net/tcp') ? undefined : 'there is no /proc/net/tcp'),
  async run({ tier, say }: CampaignRun): Promise<CampaignOutcome> {
    const { rounds, awayMs } = SCALE[Math.min(tier, 2)]!;
    const lifetime = new Lifetime('half-open campaign');
    try {
      const programs = lifetime.add(new CompiledPrograms());
      const order = { layout: plantLayout(1), devices: DEVICES, periodMs: 0, warmMs: 0 };
      const plant = await PlantProcess.start(programs, order);
      lifetime.defer(async () => {
        plant.goOn();
        await plant.stop();
      });
      const full = lifetime.add(await FullBacklog.start());
      const devices = lifetime.add(
        new HostDevices({
          clock: systemClock,
          logger: loggerTo(() => {}),
          random: Math.random,
          onBatch: () => {},
          onStatus: () => {},
          findDriver: () => manifest,
        }),
      );
      for (const [number, port] of plant.ports.entries()) void devices.add(jobAt(number, port));
      const watch = lifetime.add(new SocketWatch(new Set(plant.ports)));
      // Its own filling connections are not ours to count.
      void devices.add(jobAt(DEVICES, full.port));
      const living = (): readonly string[] =>
        [...devices.runners]
          .map((runner) => runner.health())
          .flatMap(({ device, status }) => (/connected|degraded/.test(status.kind) ? [device] : []));
      let fullLooked = 0;
      const fullDevice = `d${DEVICES}`;
      const all = (): boolean => {
        const ids = living();
        if (ids.includes(fullDevice)) fullLooked++;
        return ids.filter((id) => id !== fullDevice).length === DEVICES;
      };
      await until(all, CONNECT_MS, 'devices connected');
      const seenMs: number[] = [];
      for (let round = 1; round <= rounds; round++) {
        await systemClock.sleep(1_000);
        say(`round ${round}: the peers stop`);
        const gone = new Set<string>();
        const noteGone = (): boolean => {
          const ids = new Set(living());
          for (let n = 0; n < DEVICES; n++) if (!ids.has(`d${n}`)) gone.add(`d${n}`);
          return gone.size === DEVICES;
        };
        plant.pause();
        seenMs.push(await until(noteGone, 10 * TIMEOUT_MS, 'devices seen as gone'));
        await systemClock.sleep(awayMs);
        say('they go on');
        plant.goOn();
        await until(all, BACK_MS, 'devices connected again');
      }
      atLeast(Math.floor(((rounds * awayMs) / 20) * LEAST_LOOKS), watch.looks, 'looks at the sockets');
      return {
        evidence: [
          evidence(ROW, 'A peer that says nothing any more is seen after', 'ms', Math.max(...seenMs), {
            atMost: 2 * TIMEOUT_MS + BUSY_MS,
          }),
          evidence(ROW, 'Sockets of one device at once', 'sockets', watch.most, { atMost: 1 }),
          none(ROW, 'Looks at which a full queue of connects passed for a connection', 'looks', fullLooked),
        ],
        work: [
          `${rounds} times ${DEVICES} peers stopped for ${awayMs / 1_000} s at a request timeout of ${TIMEOUT_MS} ms, polled every ${INTERVAL_MS} ms, beside one with a full queue`,
          `${watch.looks.toLocaleString('en')} looks at the sockets of this machine; all were polled again each time`,
        ],
      };
    } finally {
      await lifetime.dispose();
    }
  },
};

const manifest = modbusTcp as DriverManifest;

/** The job of a device with one tag that the plant has, at this port. */
function jobAt(number: number, port: number): DeviceJob {
  const connection = manifest.connection.parse({ host: '127.0.0.1', port, request_timeout: `${TIMEOUT_MS}ms` });
  const driver = { address: plantLayout(1).tags[0]!.address };
  const rule = compileTagRule(Tag.parse({ id: 't0', ...driver }), number);
  return {
    id: `d${number}`,
    number,
    protocol: manifest.id,
    endpoint: manifest.endpointKey(connection),
    connection,
    pollIntervalMs: INTERVAL_MS,
    simulated: false,
    tags: [{ id: 't0', driver, rule }],
  };
}

/** @returns after how long it held, ms. @throws Error when it does not in time. */
async function until(holds: () => boolean, deadlineMs: number, what: string): Promise<number> {
  const startMs = performance.now();
  while (!holds()) {
    if (performance.now() - startMs > deadlineMs) throw new Error(`Not all ${what} within ${deadlineMs} ms`);
    await systemClock.sleep(10);
  }
  return performance.now() - startMs;
}
