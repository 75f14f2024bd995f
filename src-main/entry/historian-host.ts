import { parentPort, workerData } from 'node:worker_threads';
import { checkInThread } from '../historian/check-thread.ts';
import { startHistorianHost } from '../historian/historian-host-work.ts';
import type { HistorianHostData } from '../historian/historian-messages.ts';
import { checkDatabase, type DatabaseCheck } from '../historian/sqlite/database-check.ts';
import { type EnginePort, runHost } from '../kernel/host-port.ts';
import { threadGate } from '../kernel/thread-gate.ts';

/** The host, or the thread that checks a copy for it. */
const task = workerData as HistorianHostData | DatabaseCheck;
if ('checkFile' in task) parentPort!.postMessage(checkDatabase(task));
else {
  const check = checkInThread(new URL(import.meta.url));
  threadGate.install();
  await runHost((data: HistorianHostData, engine: EnginePort) => startHistorianHost(data, engine, check));
}
