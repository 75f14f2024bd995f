import type { Driver, DriverTag } from '../../../src-main/drivers/driver.ts';
import type { Clock } from '../../../src-main/kernel/clock.ts';
import type { Disposable } from '../../../src-main/kernel/lifetime.ts';
import type { ForgedFrame } from './frame-forge.ts';
import type { Mutator } from './mutator.ts';

/** Makes what one request is answered with. @param reply the right answer; with values that are not true where it is false */
export type Answer = (reply: (isTrue: boolean) => Buffer) => ForgedFrame;
/** The same for a message by which a connection comes about. */
export type Greet = (right: Buffer) => ForgedFrame;

export interface Place {
  readonly host: string;
  readonly port: number;
}

/** A peer that answers reads as it is told, and else does what is right. */
export interface RogueServer extends Disposable {
  readonly place: Place;
}

/** A protocol whose client is read against a rogue. */
export interface Rogue {
  /** The folder of its corpus. */
  readonly protocol: string;
  readonly title: string;
  readonly tags: readonly DriverTag[];
  /** What every tag holds. Whatever else is read as Good was believed and is wrong. */
  readonly truth: number;
  readonly mutators: readonly Mutator[];
  readonly numbered: readonly [from: number, to: number];
  /** Codes with which a driver may reject what a rogue sends. */
  readonly rejections: ReadonlySet<string>;
  readonly missing?: () => string | undefined;
  serve(answer: Answer, greet: Greet): Promise<RogueServer>;
  /** Makes a driver that reads what listens there. */
  driver(place: Place, clock: Clock): Driver;
}
