import type { PointBatch } from '../../src-shared/domain/point-batch.ts';
import { Tag } from '../../src-shared/domain/tag.ts';
import { ConnectGate } from '../acquisition/connect-gate.ts';
import { DeviceRecord } from '../acquisition/device-record.ts';
import { DeviceRunner } from '../acquisition/device-runner.ts';
import { EndpointBudget } from '../acquisition/endpoint-budget.ts';
import { EndpointQueue } from '../acquisition/endpoint-queue.ts';
import { MemoryPlant } from '../acquisition/memory-device.ts';
import { deviceJob } from '../app/devices/device-job.ts';
import { type DeviceEntry, TagDirectory } from '../app/tags/tag-directory.ts';
import { silentLogger } from '../kernel/logger.ts';
import { seededRandom } from '../log/counter-frame.ts';
import type { CheckedDevice } from '../project/check/check-device.ts';
import { FakeClock } from './fake-clock.ts';

export const DAY_S = 86_400;

/** For tests: the tags of the day, with windows of every length. */
export const DAY_TAGS = [
  {
    id: 'level',
    aggregates: [
      { window: '1min', functions: ['min', 'max', 'avg', 'twa', 'count', 'std', 'first', 'last'] },
      { window: '10s', functions: ['avg', 'twa', 'count'] },
    ],
  },
  {
    id: 'flow',
    aggregates: [
      { window: '5min', functions: ['min', 'max', 'avg', 'twa', 'count', 'std', 'first', 'last'] },
      { window: '10s', functions: ['max'] },
    ],
  },
  { id: 'state', aggregates: [{ window: '1min', functions: ['twa', 'last'] }] },
] as const;

export interface Day {
  readonly entry: DeviceEntry;
  readonly directory: TagDirectory;
  /** In the order in which they came. */
  readonly batches: readonly PointBatch[];
}

/**
 * For tests: what a device gives in a day whose tags are read every second, by the job that its file makes and through
 * the runner that polls it. For two minutes it does not answer, and for one a tag alone cannot be read.
 * @param fromUs when the day begins.
 */
export async function dayOfValues(fromUs: number): Promise<Day> {
  const plant = new MemoryPlant();
  const memory = plant.device('d');
  const manifest = plant.manifest();
  const directory = new TagDirectory();
  const uid = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
  const device: CheckedDevice = {
    id: 'd',
    uid: uid(0),
    protocol: 'memory',
    enabled: true,
    simulated: 'off',
    uns_prefix: 'acme/d',
    poll_interval: '1s',
    tags: DAY_TAGS.map(({ id, aggregates }, n) => Tag.parse({ id, uid: uid(n + 1), address: id, aggregates })),
    connection: { device: 'd', endpoint: 'd' },
    manifest,
  } as CheckedDevice;
  directory.apply([device]);
  const entry = directory.device('d');
  const clock = new FakeClock();
  clock.stepWall(fromUs - clock.wallUs());
  const random = seededRandom(8);
  let level = 50;
  const move = (second: number): void => {
    level = Math.min(100, Math.max(0, level + (random() - 0.5) * 4));
    memory.isMute = second >= 30_000 && second < 30_120;
    memory.values.set('level', level);
    memory.values.set('flow', 1e6 + 30 * Math.sin(second / 700) + random());
    if (second >= 50_000 && second < 50_060) memory.values.delete('state');
    else memory.values.set('state', Math.floor(second / 97) % 3);
    memory.calls.length = 0;
  };
  const batches: PointBatch[] = [];
  move(0);
  const runner = new DeviceRunner(deviceJob(entry, undefined, directory), manifest, {
    clock,
    logger: silentLogger,
    random: () => 0.5,
    queue: new EndpointQueue(clock),
    budget: new EndpointBudget(),
    gate: new ConnectGate(1, clock),
    record: new DeviceRecord(clock),
    onBatch: (batch) => void batches.push(batch),
    onStatus: () => undefined,
  });
  for (let second = 0; second < DAY_S; second++) {
    move(second);
    await clock.advance(1_000);
  }
  await runner.dispose();
  return { entry, directory, batches };
}
