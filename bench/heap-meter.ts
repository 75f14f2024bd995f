import { Session } from 'node:inspector/promises';
import { GCProfiler, getHeapStatistics } from 'node:v8';

/**
 * Bytes that were taken from the heap of this thread while `work` ran: what is there more after it, and what the collector
 * gave back meanwhile. Memory of typed arrays lies outside of the heap and is not in it. Some hundred bytes are those of
 * the looks at the heap: `heapTaken(() => {})` says how many.
 */
export function heapTaken(work: () => void): number {
  const collector = new GCProfiler();
  collector.start();
  const before = getHeapStatistics().used_heap_size;
  work();
  const after = getHeapStatistics().used_heap_size;
  let givenBack = 0;
  for (const { beforeGC, afterGC } of collector.stop().statistics) {
    givenBack += beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize;
  }
  return after - before + givenBack;
}

/** A function, with the bytes that it took from the heap. */
export interface HeapSite {
  /** `#close aggregate-windows.ts:202` */
  readonly name: string;
  readonly bytes: number;
}

/** The call frame of a node in a heap profile, and what was allocated in it. */
interface ProfileNode {
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly selfSize: number;
  readonly children: readonly ProfileNode[];
}

/** Where `work` takes its memory from the heap, by a sampling profile: the most first. What is collected counts too. */
export async function heapSites(work: () => void): Promise<readonly HeapSite[]> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.enable');
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: 256,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  work();
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  const bytes = new Map<string, number>();
  const add = ({ callFrame, selfSize, children }: ProfileNode): void => {
    const file = callFrame.url.split('/').at(-1);
    const name = `${callFrame.functionName} ${file}:${callFrame.lineNumber + 1}`;
    bytes.set(name, (bytes.get(name) ?? 0) + selfSize);
    for (const child of children) add(child);
  };
  add(profile.head);
  return [...bytes].map(([name, own]) => ({ name, bytes: own })).toSorted((a, b) => b.bytes - a.bytes);
}
