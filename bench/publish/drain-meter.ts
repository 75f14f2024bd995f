import type { DrainWork } from './drain-order.ts';

interface Look {
  readonly points: number;
  readonly atMs: number;
  readonly cpuUs: number;
}

/**
 * Measures a drain between its first and its last look, both while points are on their way: what it takes to connect,
 * and how late the end is noticed, count for nobody.
 */
export class DrainMeter {
  readonly #looks: Look[] = [];

  /** @param points acknowledged so far; looks before the first one are passed over. */
  look(points: number): void {
    if (points === 0) return;
    const { user, system } = process.cpuUsage();
    this.#looks.push({ points, atMs: performance.now(), cpuUs: user + system });
  }

  /** @throws RangeError when it was looked at less than twice. */
  result(): DrainWork {
    const [first, last] = [this.#looks[0], this.#looks.at(-1)];
    if (!first || !last || first === last) throw new RangeError('The drain was over before it could be measured');
    return {
      points: last.points - first.points,
      seconds: (last.atMs - first.atMs) / 1_000,
      cpuSeconds: (last.cpuUs - first.cpuUs) / 1e6,
    };
  }
}
