import { MOST_PLACES_READ } from '../../../../src-shared/contract/places.ts';
import { toNexusError } from '../../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../../rpc/connect.ts';
import type { BlockValue } from './block-values.ts';
import { blocksChanged, blocksOf } from './blocks-store.ts';

/** Looks that may pass until a device has told which of its cells it refuses. */
const MOST_ROUNDS = 6;

const running = new Map<string, AbortController>();

/** Ends what is read of a device; what was found out stays. */
export function readingEnded(device: string): void {
  running.get(device)?.abort();
  running.delete(device);
  if (blocksOf(device).reading > 0) blocksChanged(device, { reading: 0 });
}

/** Reads values as they are on the device now, so that each has its verdict. */
export async function valuesRead(device: string, values: readonly BlockValue[]): Promise<void> {
  readingEnded(device);
  const stop = new AbortController();
  running.set(device, stop);
  let left: readonly BlockValue[] = values.filter(({ place }) => place !== null);
  blocksChanged(device, { reading: left.length, said: null });
  try {
    for (let round = 0; round < MOST_ROUNDS && left.length > 0; round++)
      left = await lookedAt(device, left, stop.signal);
  } catch (error) {
    if (stop.signal.aborted) return;
    const { code, text } = toNexusError(error);
    blocksChanged(device, { said: { tone: 'error', code, text } });
  } finally {
    if (running.get(device) === stop) {
      running.delete(device);
      blocksChanged(device, { reading: 0 });
    }
  }
}

/** @returns those of which the device has not said yet whether it gives them */
async function lookedAt(
  device: string,
  values: readonly BlockValue[],
  signal: AbortSignal,
): Promise<readonly BlockValue[]> {
  const pending: BlockValue[] = [];
  for (let at = 0; at < values.length; at += MOST_PLACES_READ) {
    const chunk = values.slice(at, at + MOST_PLACES_READ);
    const tags = chunk.map(({ place }) => ({ address: place!.canonical }));
    const read = await rpc().places.read({ device, tags }, { signal });
    if (signal.aborted) return [];
    const readings = new Map(blocksOf(device).readings);
    chunk.forEach((value, i) => {
      readings.set(value.key, read[i]!);
      if (read[i]!.isPending) pending.push(value);
    });
    blocksChanged(device, { readings, reading: Math.max(0, values.length - at - chunk.length) });
  }
  return pending;
}

/** So many values, each as likely as another. */
export function atRandom(values: readonly BlockValue[], count: number): readonly BlockValue[] {
  const left = values.filter(({ place }) => place !== null);
  const picked: BlockValue[] = [];
  while (picked.length < count && left.length > 0)
    picked.push(...left.splice(Math.floor(Math.random() * left.length), 1));
  return picked;
}
