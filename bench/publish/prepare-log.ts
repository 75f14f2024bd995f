import { join } from 'node:path';
import { systemClock } from '../../src-main/kernel/clock.ts';
import { HostSupervisor } from '../../src-main/kernel/host-supervisor.ts';
import { Lifetime } from '../../src-main/kernel/lifetime.ts';
import { silentLogger } from '../../src-main/kernel/logger.ts';
import { counterFrame } from '../../src-main/log/counter-frame.ts';
import { LogClient } from '../../src-main/log/log-client.ts';
import type { LogHostData } from '../../src-main/log/log-messages.ts';
import { START_US, STEP_US } from './drain-order.ts';

const PENDING = 100_000;
const LOOK_MS = 2;
const DEVICE = 1;

export const tagNumbers = (tags: number): number[] => Array.from({ length: tags }, (_, tag) => tag + 1);

/** Names what `appendReading` uses. */
export function nameTags(log: LogClient, tags: readonly number[]): void {
  log.names(
    [[DEVICE, 'device 1']],
    tags.map((tag) => [tag, `tag ${tag}`] as const),
  );
}

/** One reading of all tags, as one batch. */
export function appendReading(log: LogClient, tags: readonly number[], n: number): void {
  log.append(counterFrame(DEVICE, tags, n, START_US + n * STEP_US), tags.length);
}

/** Writes a backlog into the log of a folder, with no sink running. @returns the number of the next reading. */
export async function prepareLog(folder: string, tags: readonly number[], points: number): Promise<number> {
  const lifetime = new Lifetime('prepare log');
  const url = new URL('../../src-main/entry/log-host.ts', import.meta.url);
  const data: LogHostData = { folder: join(folder, 'log') };
  const host = new HostSupervisor({ name: 'log', url, data: () => data }, systemClock, silentLogger);
  const log = lifetime.add(new LogClient(host));
  lifetime.add(host);
  try {
    await host.start();
    nameTags(log, tags);
    const readings = Math.ceil(points / tags.length);
    for (let n = 0; n < readings; n++) {
      appendReading(log, tags, n);
      while (log.counts.pending > PENDING) await systemClock.sleep(LOOK_MS);
    }
    while (log.counts.pending > 0) await systemClock.sleep(LOOK_MS);
    if (log.counts.rejected > 0) throw new Error(`The log rejected ${log.counts.rejected} points`);
    return readings;
  } finally {
    await lifetime.dispose();
  }
}
