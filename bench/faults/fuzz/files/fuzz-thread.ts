/* Runs the decoders of one set, told by workerData; a decoder that never ends is ended with this thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { runTarget } from './run-target.ts';
import { targetSet } from './target-sets.ts';
import type { ThreadMessage, ThreadOrder } from './thread-messages.ts';

const { set, seed, scale, mostMs, progress } = workerData as ThreadOrder;
const place = new Int32Array(progress);
const tell = (message: ThreadMessage): void => parentPort!.postMessage(message);

const { folder, targets } = await targetSet(set);
tell({ names: targets.map(({ name }) => name) });
for (const [at, target] of targets.entries()) {
  Atomics.store(place, 0, at);
  const step = (number: number): void => void Atomics.store(place, 1, number);
  tell({ result: await runTarget(target, { folder, seed, frames: target.frames * scale, mostMs, step }) });
}
tell({ done: true });
