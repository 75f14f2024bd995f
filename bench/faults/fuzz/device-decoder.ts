import type { Random } from '../../../src-main/testing/random-from.ts';

/** What reads the bytes of one protocol, without a peer and without a socket. */
export interface DeviceDecoder {
  readonly title: string;
  /** Loads what it needs. */
  prepare?(): Promise<void>;
  /**
   * Does one random thing to a random frame: breaks it, splits it, has other bytes around it.
   * @throws Error where a broken frame was believed, a right one refused, or where anything else than a verdict came.
   */
  tryOne(random: Random): void;
}
