import { atLeast } from '../../../benchmark.ts';
import { type CampaignOutcome, evidence, none } from '../../campaign.ts';

const ROW = 21;
const MOST_FAULTS = 8;
const MEBIBYTE = 2 ** 20;

/** What came of a frame that nobody sound sends. */
export type FrameFate = 'refused' | 'taken as it may be' | 'waits for more';
const FAULTS = ['accepted wrong', 'uncaught', 'no answer'] as const;
type FrameFault = (typeof FAULTS)[number];

/** Counts what became of frames, and keeps of what went wrong how it can be done again. */
export class FrameTally {
  readonly #counts = new Map<FrameFate | FrameFault, number>();
  readonly #ways = new Set<string>();
  readonly #faults: string[] = [];
  /** What is sent at this moment. */
  #present = 'nothing yet';
  frames = 0;

  /** What is thrown from now on, by whom ever, counts as uncaught. @returns undoes it. */
  watch(): () => void {
    const onUncaught = (error: unknown): void => this.fault('uncaught', String((error as Error)?.stack ?? error));
    process.on('uncaughtException', onUncaught);
    process.on('unhandledRejection', onUncaught);
    return () => {
      process.off('uncaughtException', onUncaught);
      process.off('unhandledRejection', onUncaught);
    };
  }

  /** @param about repeats it: seed, step and way. */
  begin(way: string, about: string, frame: Buffer): string {
    this.frames++;
    this.#ways.add(way);
    this.#present = `${way}, ${about}: ${frame.subarray(0, 300).toString('hex')}`;
    return this.#present;
  }

  end(fate: FrameFate): void {
    this.#counts.set(fate, this.of(fate) + 1);
  }

  fault(fault: FrameFault, seen: string, about = this.#present): void {
    this.#counts.set(fault, this.of(fault) + 1);
    if (this.#faults.length < MOST_FAULTS) this.#faults.push(`${fault}: ${seen.slice(0, 900)}; ${about}`);
  }

  of(fate: FrameFate | FrameFault): number {
    return this.#counts.get(fate) ?? 0;
  }

  /** @param grown bytes that are held more than before. */
  outcome(who: string, { frames, ways, grown }: { frames: number; ways: number; grown: number }): CampaignOutcome {
    atLeast(frames, this.frames, `${who}, frames`);
    atLeast(ways, this.#ways.size, `${who}, ways to break them`);
    atLeast(frames / 5, this.of('refused'), `${who}, refused`);
    const counts = [...this.#counts].map(([fate, count]) => `${fate} ${count.toLocaleString('en')}`).join(', ');
    return {
      evidence: [
        none(ROW, `${who}: accepted wrong`, 'frames', this.of('accepted wrong')),
        none(ROW, `${who}: exceptions that nobody awaits`, 'frames', this.of('uncaught')),
        none(ROW, `${who}: does not answer a sound peer behind it`, 'frames', this.of('no answer')),
        evidence(ROW, `${who}: memory kept`, 'MB', Math.max(0, Math.round((10 * grown) / MEBIBYTE) / 10), {
          atMost: 10,
        }),
      ],
      work: [
        `${who}: ${this.frames.toLocaleString('en')} frames in ${this.#ways.size} ways: ${counts}`,
        ...this.#faults,
      ],
    };
  }
}
