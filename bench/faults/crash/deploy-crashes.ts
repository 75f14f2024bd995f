import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../../src-main/kernel/clock.ts';
import type { Lifetime } from '../../../src-main/kernel/lifetime.ts';
import { type DeployRig, deployRig, pendingOf } from '../../../src-main/testing/deploy-rig.ts';
import type { Random } from '../../../src-main/testing/random-from.ts';
import type { DeviceView } from '../../../src-shared/contract/devices.ts';
import { crashAt } from './crash-at.ts';
import type { CrashFindings } from './crash-findings.ts';

const CONNECT_MS = 30_000;
const LOOK_MS = 100;
/** What a start does on the way back from a trial: files are put back, and then that is noted. */
const ON_THE_WAY_BACK = ['file.afterTmpWrite', 'file.afterRename', 'config.afterNumber', 'start.afterRecover'] as const;

/**
 * Crashes of a gateway while a deploy is on trial: in its health gate, and when it has gone back. Whichever it is, the next
 * start runs what ran before, whole, and no trial is left.
 *
 * @param twice crashes again on the way back.
 */
export async function crashTrials(
  lifetime: Lifetime,
  { rounds, twice, random, findings }: { rounds: number; twice: boolean; random: Random; findings: CrashFindings },
): Promise<void> {
  const rig = await deployRig(lifetime);
  const first = await rig.deploy({ comment: 'First' });
  if (first.state !== 'done') throw new Error(`The first deploy did not come through: ${JSON.stringify(first)}`);
  for (let round = 0; round < rounds; round++) {
    await trial(rig, 'config.healthWindow', 1 + random(4), { poll_interval: `${300 + round}ms` }, findings);
    if (twice) await again(rig, random, findings);
    await look(rig, 'config.healthWindow', findings);
    const nowhere = { connection: { host: '127.0.0.1', port: 1, request_timeout: '300ms' } };
    await trial(rig, 'config.rollback', 1, nowhere, findings);
    if (twice) await again(rig, random, findings);
    await look(rig, 'config.rollback', findings);
    const back = { connection: { host: '127.0.0.1', port: rig.devicePort, request_timeout: '300ms' } };
    await rig.change('d1', back);
  }
}

/** What the gateway had before the trial that runs. */
const filesBefore = new WeakMap<DeployRig, ReadonlyMap<string, string>>();

async function trial(
  rig: DeployRig,
  point: 'config.healthWindow' | 'config.rollback',
  nth: number,
  patch: object,
  findings: CrashFindings,
): Promise<void> {
  filesBefore.set(rig, await filesOf(rig));
  await rig.change('d1', patch);
  await rig.gateway.service.kill();
  // The workstation may still look after the run before, and then takes none.
  const act = async (): Promise<void> => {
    await connected(rig);
    await rig.ended((await rig.start({ comment: point })).id);
  };
  await crashAt(rig.gateway.service, { point, nth, from: 'up', act });
  findings.crashes.push(point);
}

async function again(rig: DeployRig, random: Random, findings: CrashFindings): Promise<void> {
  const point = ON_THE_WAY_BACK[random(ON_THE_WAY_BACK.length)]!;
  // After a trial that had gone back there is nothing to write any more: then it ends a step later.
  const isReached = await crashAt(rig.gateway.service, {
    point,
    nth: 1,
    from: 'start',
    act: () => rig.gateway.service.kill(),
  }).then(
    () => true,
    () => false,
  );
  if (isReached) findings.crashes.push(point);
}

async function look(rig: DeployRig, point: string, findings: CrashFindings): Promise<void> {
  await rig.gateway.service.start({ deadlineMs: 90_000 });
  const [before, after] = [filesBefore.get(rig)!, await filesOf(rig)];
  const differ = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  if (differ.length > 0) findings.told('trials', [`${differ.join()} differ after ${point}`]);
  if ((await pendingOf(rig.gateway)) !== undefined) findings.told('trials', [`a trial is left after ${point}`]);
  await connected(rig).catch((error: unknown) => findings.told('trials', [`${String(error)} after ${point}`]));
  findings.trials++;
}

/** Resolves when the gateway reads all its devices. */
async function connected({ gateway }: DeployRig): Promise<void> {
  const endMs = systemClock.monoMs() + CONNECT_MS;
  for (;;) {
    const devices = await gateway.ask<DeviceView[]>('GET', '/devices');
    if (devices.every(({ health }) => health.status.kind === 'connected')) return;
    if (systemClock.monoMs() > endMs) throw new Error('devices did not connect');
    await systemClock.sleep(LOOK_MS);
  }
}

async function filesOf({ gateway }: DeployRig): Promise<ReadonlyMap<string, string>> {
  const folder = join(gateway.folder.path, 'devices');
  const names = await readdir(folder);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  );
}
