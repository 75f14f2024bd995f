import { encodeBatch } from '../../src-shared/domain/batch-frame.ts';
import { STATUS } from '../../src-shared/domain/quality.ts';

/** For tests: each value names the tag and the number of the reading, so that a lost, doubled or mixed-up one shows. */
export function counterValue(tag: number, n: number): number {
  return n * 10_000 + tag;
}

/** For tests: the frame of reading `n` of a device whose tags have the numbers `tags`. */
export function counterFrame(device: number, tags: readonly number[], n: number, timeUs: number): ArrayBuffer {
  return encodeBatch({
    count: tags.length,
    device,
    origin: 'local',
    receivedUs: timeUs,
    tag: Uint32Array.from(tags),
    timeUs: new Float64Array(tags.length).fill(timeUs),
    value: Float64Array.from(tags, (tag) => counterValue(tag, n)),
    status: new Uint32Array(tags.length).fill(STATUS.Good),
  });
}

/** For tests: a generator of numbers in [0, 1) that a seed repeats (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
