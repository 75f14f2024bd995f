import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../../src-main/kernel/clock.ts';
import type { CrashPoint } from '../../../src-main/kernel/crash-points.ts';
import type { ServiceProcess } from '../../../src-main/testing/service-process.ts';

/** One life that ends at a crash point. */
export interface CrashLife {
  readonly point: CrashPoint;
  /** The hit that counts. */
  readonly nth: number;
  /** `start`: it counts from the first moment on, also while the life before is recovered from; `up`: from `up` on. */
  readonly from: 'start' | 'up';
  /** What brings the service to the point, again and again until it is there; nothing where it comes there by itself. */
  readonly act?: (() => Promise<unknown>) | undefined;
  /** Called when the service serves, before hits count. */
  readonly up?: () => Promise<void>;
}

const START_MS = 90_000;
const REACH_MS = 60_000;
const ACT_AGAIN_MS = 100;

/**
 * Starts the service and waits until it ended itself at the point. @throws Error when it came there not, or ended in another
 * way.
 */
export async function crashAt(service: ServiceProcess, life: CrashLife): Promise<void> {
  const { point, nth, from, act, up } = life;
  const armed = join(service.folder, '.nexus-armed');
  await rm(armed, { force: true });
  const began = service.output.length;
  const isHit = (): boolean => service.output.slice(began).includes(`crash point ${point}\n`);
  const env = { NEXUS_CRASH: `${point}:${nth}${from === 'up' ? `@${armed}` : ''}` };
  try {
    await service.start({ env, deadlineMs: START_MS });
    await up?.();
    if (from === 'up') await writeFile(armed, '');
    await reach(service, act);
  } catch (error) {
    // The rest of its output comes with the end of the process, or a moment later.
    await systemClock.sleep(20);
    if (!isHit()) throw error;
    await service.gone();
  }
  if (service.isRunning) throw new Error(`${point}:${nth} was not reached within ${REACH_MS / 1_000} s`);
  if (!isHit()) throw new Error(`The service ended, but not at ${point}:\n${service.output.slice(began)}`);
}

async function reach(service: ServiceProcess, act: CrashLife['act']): Promise<void> {
  const endMs = systemClock.monoMs() + REACH_MS;
  let isGone = false;
  const gone = service.gone().then(() => {
    isGone = true;
  });
  while (!isGone && systemClock.monoMs() < endMs) {
    // What was asked when the process ended has no answer, or a late one.
    await Promise.race([act?.().catch(() => undefined), gone]);
    await systemClock.sleep(ACT_AGAIN_MS);
  }
}
