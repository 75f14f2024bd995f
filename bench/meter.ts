/** What a stretch of work took. */
export interface Taken {
  readonly seconds: number;
  /** CPU of the whole process, all of its threads, user and system. */
  readonly cpuSeconds: number;
  /** Of that, what ran outside of the kernel: over loopback the kernel's part also holds the work of the peer's side. */
  readonly userSeconds: number;
}

/** Starts to measure this process. @returns reads what was taken since. */
export function startMeter(): () => Taken {
  const startedMs = performance.now();
  const cpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return {
      seconds: (performance.now() - startedMs) / 1_000,
      cpuSeconds: (user + system) / 1e6,
      userSeconds: user / 1e6,
    };
  };
}

/** CPU-seconds for a million values. */
export const perMillion = (cpuSeconds: number, values: number): number => (cpuSeconds * 1e6) / values;
