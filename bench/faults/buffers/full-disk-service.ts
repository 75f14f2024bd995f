/*
 * The service on a small disk that another program fills and leaves again. Prints what happened as one line of JSON.
 *
 * node full-disk-service.ts <folder on a file system of its own> <seconds that the disk is full>
 */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { CountingPlant } from '../../../src-main/testing/counting-plant.ts';
import { freePort } from '../../../src-main/testing/free-port.ts';
import { givenProjectFolder } from '../../../src-main/testing/project-folder.ts';
import { ServiceProcess } from '../../../src-main/testing/service-process.ts';
import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import { serviceFigures, settledBalance } from '../../service-figures.ts';
import { GreedyNeighbour } from './greedy-neighbour.ts';
import { WritingHand } from './writing-hand.ts';

/** What the campaign judges. */
export interface FullDiskService {
  /** From the filling of the disk until the service says that its log is full. */
  readonly msToFull: number;
  /** From the freeing of the disk until it says that all is well. */
  readonly msToNormal: number;
  /** Polls that failed, and the least that any device had while the disk was full. */
  readonly pollsFailed: number;
  readonly leastPolls: number;
  readonly slowestAnswerMs: number;
  /** Writes while the disk was full: done from the reserve, refused when that was gone too. */
  readonly writesDone: number;
  readonly writesRefused: readonly string[];
  /** Writes that were refused and reached the device all the same. */
  readonly wrongWrites: number;
  /** Of all that were done, also before and after. */
  readonly allDone: number;
  readonly auditedWrites: number;
  readonly isTrailSound: boolean;
  readonly storageEvents: readonly string[];
  readonly accepted: number;
  readonly rejected: number;
  readonly stored: number;
  /** Samples that are missing outside of every gap, doubled or foreign. */
  readonly faults: readonly string[];
  readonly hasReservesAgain: boolean;
}

const DEVICES = 4;
const TAGS = 50;
const INTERVAL_MS = 100;
const ANSWER_MS = 30_000;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** @returns how long it took. */
async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<number> {
  const began = performance.now();
  while (!(await isSo())) {
    if (performance.now() - began > ANSWER_MS) throw new Error(`not within ${ANSWER_MS / 1_000} s: ${what}`);
    await sleep(20);
  }
  return performance.now() - began;
}

async function main(folder: string, seconds: number): Promise<FullDiskService> {
  const lifetime = new Lifetime('full disk');
  try {
    const plant = lifetime.add(await CountingPlant.start({ devices: DEVICES, tags: TAGS, intervalMs: INTERVAL_MS }));
    const hand = lifetime.add(await WritingHand.start());
    const project = await givenProjectFolder({
      'nexus.yaml': 'project: { name: Full disk }\naccess: { login: off }\nlog: { level: error }\n',
      ...plant.files(),
      ...hand.files(),
    });
    await cp(project.path, folder, { recursive: true });
    await project.remove();
    const service = new ServiceProcess(folder, await freePort());
    lifetime.defer(async () => void (await service.kill()));
    await service.start();
    const kind = async (): Promise<string> => (await service.get<{ log: { kind: string } }>('/status')).log.kind;
    const isFull = async (): Promise<boolean> => /full|fault/.test(await kind());
    await until('points are accepted', async () => (await service.balance()).accepted > 5_000);
    await hand.arm(service);
    await hand.write(service);
    const before = await service.get<DeviceView[]>('/api/v1/devices');

    const neighbour = lifetime.add(new GreedyNeighbour(join(folder, 'neighbour')));
    neighbour.fill();
    const msToFull = await until('the log says that the disk is full', isFull);
    let slowestAnswerMs = 0;
    const answered = async (): Promise<void> => {
      const began = performance.now();
      await service.get('/api/v1/devices');
      slowestAnswerMs = Math.max(slowestAnswerMs, performance.now() - began);
    };
    const endFirst = performance.now() + (seconds * 1_000) / 2;
    while (performance.now() < endFirst) {
      await hand.write(service);
      await answered();
      await sleep(100);
    }
    const writesDone = hand.done;
    neighbour.keepFilling();
    const endSecond = performance.now() + (seconds * 1_000) / 2;
    while (performance.now() < endSecond || hand.refused.length === 0) {
      await hand.write(service);
      await answered();
      await sleep(100);
      if (performance.now() > endSecond + ANSWER_MS) break;
    }
    const after = await service.get<DeviceView[]>('/api/v1/devices');
    neighbour.dispose();
    const msToNormal = await until('the log says that all is well', async () => !(await isFull()));
    await until('writes are taken again', async () => await hand.write(service));
    const { accepted } = await service.balance();
    await until('points are accepted again', async () => (await service.balance()).accepted > accepted + 2_000);
    const hasReservesAgain = await hand.hasReserves(folder, service);
    await sleep(1_000);
    const balance = await settledBalance(service);
    const { stored, faults } = await plant.check(service);
    const { pollsFailed } = await serviceFigures(service);
    const audit = await hand.audit(service);
    const polls = after.map(({ id, health }) => health.polls - before.find((view) => view.id === id)!.health.polls);
    await service.stop();
    return {
      ...{ msToFull, msToNormal, pollsFailed, leastPolls: Math.min(...polls), slowestAnswerMs, writesDone },
      ...{ writesRefused: hand.refused, wrongWrites: hand.wrongWrites, allDone: hand.done, ...audit },
      ...{ accepted: balance.accepted, rejected: balance.rejected, stored, faults, hasReservesAgain },
    };
  } finally {
    await lifetime.dispose();
  }
}

const [folder, seconds] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await main(folder!, Number(seconds)))}\n`);
