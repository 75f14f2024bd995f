import type { Random } from '../../../src-main/testing/random-from.ts';

/** Breaks a right reply in one way, so that it is a right reply to nothing any more. May change the buffer that it is given. */
export interface Mutator {
  readonly name: string;
  readonly change: (reply: Buffer, random: Random) => Buffer;
}

/** Any other byte than the one that is there. */
export const otherByte = (old: number, random: Random): number => old ^ (1 + random(255));

/** Replaces the byte at a place by any other. */
export function changing(name: string, at: number): Mutator {
  return {
    name,
    change: (reply, random) => {
      reply[at] = otherByte(reply[at]!, random);
      return reply;
    },
  };
}

/** Bytes that mean nothing. */
export function noise(random: Random, least: number, most: number): Buffer {
  return Buffer.from(Array.from({ length: least + random(most - least + 1) }, () => random(256)));
}
