import type { Driver } from '../drivers/driver.ts';
import type { MemoryMap } from '../drivers/memory.ts';
import type { Clock } from '../kernel/clock.ts';
import { type MemoryLook, type MemoryQuestion, MemoryReader } from './memory-reader.ts';
import type { Inquiry } from './probe-work.ts';

type MemoryInquiry = Extract<Inquiry, { readonly method: 'look' | 'memoryMap' }>;

/** Looks at the memory of a device over a connection of its own, and closes it. Rejects as `Driver.open` and `readMemory`. */
export async function askMemory(
  inquiry: MemoryInquiry,
  driver: Driver,
  clock: Clock,
  signal: AbortSignal,
): Promise<MemoryLook | MemoryMap | undefined> {
  try {
    await driver.open(signal);
    if (inquiry.method === 'memoryMap') return await driver.memoryMap?.(inquiry.named, signal);
    return await lookWith(driver, inquiry.question, clock, signal);
  } finally {
    await driver.close();
  }
}

const lookWith = (driver: Driver, question: MemoryQuestion, clock: Clock, signal: AbortSignal): Promise<MemoryLook> =>
  new MemoryReader(clock, (extent) => driver.readMemory!(extent, signal)).look(question);
