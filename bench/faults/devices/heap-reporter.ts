/*
 * Loaded into every thread of the service by `--import`: at SIGUSR2 each collects its garbage and says what its heap then
 * holds, and the main thread writes the sum, with the number of its handles, into the file that HEAP_REPORT names.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BroadcastChannel, isMainThread, threadId } from 'node:worker_threads';

/** Threads that are busy answer late. */
const GATHER_MS = 4_000;
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const channel = new BroadcastChannel('heap-report');
channel.unref();
const heaps = new Map<number, number>();

function measure(): number {
  collect();
  return getHeapStatistics().used_heap_size;
}

channel.onmessage = (event): void => {
  const { data } = event as { readonly data: 'measure' | { readonly thread: number; readonly bytes: number } };
  if (data === 'measure') channel.postMessage({ thread: threadId, bytes: measure() });
  else if (isMainThread) heaps.set(data.thread, data.bytes);
};

if (isMainThread) {
  process.on('SIGUSR2', () => {
    heaps.clear();
    channel.postMessage('measure');
    heaps.set(threadId, measure());
    const timer = setTimeout(() => {
      const bytes = [...heaps.values()].reduce((sum, each) => sum + each, 0);
      const handles = process.getActiveResourcesInfo().length;
      const file = process.env['HEAP_REPORT']!;
      writeFileSync(`${file}.new`, JSON.stringify({ threads: heaps.size, bytes, handles }));
      renameSync(`${file}.new`, file);
    }, GATHER_MS);
    timer.unref();
  });
}
