import { join } from 'node:path';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { HostSupervisor } from '../kernel/host-supervisor.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import { silentLogger } from '../kernel/logger.ts';
import { LogClient } from '../log/log-client.ts';
import type { LogHostData } from '../log/log-messages.ts';
import { HistorianClient } from './historian-client.ts';
import type { HistorianHostData } from './historian-messages.ts';

export const TEST_PROJECT = 'project 1';

export interface LogAndHistorian extends Disposable {
  readonly log: LogClient;
  readonly historian: HistorianClient;
  readonly historianHost: HostSupervisor;
}

/** For tests: both hosts as real threads on `folder`, joined as the engine joins them. */
export async function startLogAndHistorian(
  folder: string,
  settings: { readonly log?: Partial<LogHostData>; readonly historian?: Partial<HistorianHostData> } = {},
  clock: Clock = systemClock,
): Promise<LogAndHistorian> {
  const lifetime = new Lifetime('log and historian');
  const logFolder = join(folder, 'log');
  const host = (name: string, data: unknown): HostSupervisor => {
    const url = new URL(`../entry/${name}-host.ts`, import.meta.url);
    return new HostSupervisor({ name, url, data: () => data }, clock, silentLogger);
  };
  const logHost = host('log', { folder: logFolder, ...settings.log } satisfies LogHostData);
  const historianHost = host('historian', {
    logFolder,
    databasePath: join(folder, 'historian.db'),
    projectUid: TEST_PROJECT,
    ...settings.historian,
  } satisfies HistorianHostData);
  const log = lifetime.add(new LogClient(logHost));
  const historian = lifetime.add(new HistorianClient(historianHost));
  lifetime.add(log.advanced.on((head) => historian.head(head)));
  lifetime.add(historian.progressed.on(({ trimBelow }) => log.trim(trimBelow)));
  lifetime.add(historianHost);
  lifetime.add(logHost);
  await historianHost.start();
  await logHost.start();
  return { log, historian, historianHost, dispose: () => lifetime.dispose() };
}

/** Waits until everything that was appended is accepted and in the historian. */
export async function settled({ log, historian }: LogAndHistorian): Promise<void> {
  await until(() => log.counts.pending === 0 && historian.progress !== undefined && historian.counts.queued === 0);
}

/** Waits for a condition, for 20 s at most. */
export async function until(condition: () => boolean): Promise<void> {
  const endMs = systemClock.monoMs() + 20_000;
  while (!condition()) {
    if (systemClock.monoMs() > endMs) throw new RangeError('The condition did not come true within 20 s');
    await systemClock.sleep(5);
  }
}
