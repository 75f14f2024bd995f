import type { ServiceProcess } from '../../src-main/testing/service-process.ts';
import { treeCpuSeconds, treeMemory } from '../process-tree.ts';
import { untilAnswer } from './until-answer.ts';

/** One start of the real service, and what it needs once it runs. */
export interface Start {
  /** From spawn until `/health/ready` answers 200. */
  readonly readyMs: number;
  /** From spawn until a value of quality Good can be read; NaN without devices. */
  readonly firstValueMs: number;
  readonly rssMiB: number;
  readonly pssMiB: number;
  /** Of one core, over the time it was left alone. */
  readonly cpuPercent: number;
}

const MIB = 2 ** 20;

/** @param settleMs how long it runs by itself before its memory is read. */
export async function startService(service: ServiceProcess, hasDevices: boolean, settleMs: number): Promise<Start> {
  const base = `http://127.0.0.1:${service.port}`;
  const startedMs = performance.now();
  const running = service.start();
  const [readyAtMs, valueAtMs] = await Promise.all([
    untilAnswer(`${base}/health/ready`, (response) => response.status === 200),
    hasDevices ? untilAnswer(`${base}/api/v1/devices/d0/values`, isGood) : Number.NaN,
    running,
  ]);
  const pid = service.pid!;
  const cpuSeconds = treeCpuSeconds(pid);
  const aloneMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const cpuPercent = ((treeCpuSeconds(pid) - cpuSeconds) * 100_000) / (performance.now() - aloneMs);
  const { rss, pss } = treeMemory(pid);
  const code = await service.stop();
  if (code !== 0) throw new Error(`The service ended with ${code}`);
  return {
    readyMs: readyAtMs - startedMs,
    firstValueMs: valueAtMs - startedMs,
    rssMiB: rss / MIB,
    pssMiB: pss / MIB,
    cpuPercent,
  };
}

async function isGood(response: Response): Promise<boolean> {
  if (!response.ok) return false;
  const rows = (await response.json()) as readonly { readonly status: string }[];
  return rows.some(({ status }) => status === 'Good');
}
