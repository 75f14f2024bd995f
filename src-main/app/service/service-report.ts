import { systemClock } from '../../kernel/clock.ts';
import type { Disposable } from '../../kernel/lifetime.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { RunningEngine } from '../engine.ts';
import { Heartbeat } from './heartbeat.ts';
import { SystemdNotifier } from './systemd-notifier.ts';

/** What tells the service manager that started this process how the service is. */
export interface ServiceReport extends Disposable {
  ready(engine: Pick<RunningEngine, 'stuckHosts' | 'summary' | 'logger'>): Promise<void>;
  stopping(): Promise<void>;
}

const STATUS_MS = 30_000;
const SILENT: ServiceReport = { ready: async () => {}, stopping: async () => {}, dispose: () => {} };

/** Says that the service starts. Where nobody asked to be told, nothing is said. */
export function serviceReport(tellError: (text: string) => void): ServiceReport {
  let logger: Logger | undefined;
  const notifier = SystemdNotifier.of(process.env, process.pid, (error) => {
    const text = `systemd could not be told how the service is: ${error.message}`;
    if (logger) logger.warn(text);
    else tellError(text);
  });
  if (!notifier) return SILENT;
  void notifier.starting('Starting: reading the project and the log');
  const running: Disposable[] = [];
  const end = (): void => {
    for (const each of running.splice(0)) void each.dispose();
  };
  return {
    async ready(engine) {
      logger = engine.logger;
      await notifier.ready(engine.summary());
      let told = engine.summary();
      running.push(
        systemClock.every(STATUS_MS, () => {
          const summary = engine.summary();
          if (summary !== told) void notifier.status(summary);
          told = summary;
        }),
      );
      if (notifier.watchdogMs === undefined) return;
      const { watchdogMs } = notifier;
      running.push(
        new Heartbeat(
          {
            watchdogMs,
            stuck: (deadlineMs) => engine.stuckHosts(deadlineMs),
            beat: () => notifier.alive(),
            told: (stuck) => {
              if (stuck.length === 0) logger!.info('every thread answers again');
              else
                logger!.error('threads do not answer; the service manager will start the service again', {
                  hosts: stuck.join(', '),
                  afterMs: watchdogMs,
                });
            },
          },
          systemClock,
        ),
      );
    },
    async stopping() {
      end();
      await notifier.stopping('Stopping: the log and its sinks take what is on its way');
    },
    dispose: end,
  };
}
