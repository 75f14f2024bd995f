import type { RawSeries } from '../../../src-shared/domain/series.ts';
import type { TimeRange } from '../../historian/query.ts';
import type { QueryTurn } from '../../historian/query-turn.ts';
import { PointPairs } from './point-pairs.ts';
import type { TagFindings, Told } from './tag-findings.ts';
import type { TagReplay } from './tag-replay.ts';

/** Points between two looks at the clock: some 200 µs of work. */
const ROWS_A_LOOK = 256;

/** Replays the stored points of a tag that is read, as they come out of the history. */
export class ReadTagReplay {
  readonly #replay: TagReplay;
  readonly #findings: TagFindings;
  readonly #pairs: PointPairs;

  constructor(replay: TagReplay, findings: TagFindings) {
    this.#replay = replay;
    this.#findings = findings;
    this.#pairs = new PointPairs(findings);
  }

  /** @param turn lets others on the thread have theirs; throws NX_CANCELLED when it was called off */
  async take(series: RawSeries, turn: QueryTurn): Promise<void> {
    const { timeUs, value, status, cells = [] } = series;
    let next = 0;
    for (let row = 0; row < timeUs.length; row++) {
      if (row % ROWS_A_LOOK === 0 && turn.isOver) await turn.rest();
      while (next < cells.length && cells[next]!.row < row) next++;
      const cell = cells[next]?.row === row ? cells[next] : undefined;
      if (!this.#replay.take(timeUs[row]!, value[row]!, status[row]!, cell)) continue;
      if (!cell && this.#replay.judge()) {
        const { value: fresh, status: judged } = this.#replay.judged;
        this.#findings.pair(timeUs[row]!, value[row]!, status[row]!, fresh[0]!, judged[0]!);
        continue;
      }
      const batch = this.#replay.run(cell);
      const told: Told = cell?.kind === 'string' ? cell.value : value[row]!;
      if (this.#replay.holdsBack) {
        this.#pairs.before(timeUs[row]!, told, status[row]!);
        for (let at = 0; at < (batch?.count ?? 0); at++) {
          this.#pairs.after(batch!.timeUs[at]!, batch!.value[at]!, batch!.status[at]!);
        }
        if (batch) this.#pairs.settle(batch.timeUs.at(-1)!);
      } else if (!batch) this.#findings.fewer++;
      else {
        const own = batch.cells?.[0];
        const after = own?.kind === 'string' ? own.value : batch.value[0]!;
        this.#findings.pair(timeUs[row]!, told, status[row]!, after, batch.status[0]!);
      }
    }
  }

  end(): void {
    this.#pairs.settle(Number.POSITIVE_INFINITY);
  }
}

/** The whole range of one tag. @param took is told how far it is, µs */
export async function replayReadTag(
  pieces: AsyncIterable<RawSeries>,
  replay: TagReplay,
  findings: TagFindings,
  turn: QueryTurn,
  took: (points: number, toUs: number) => void,
): Promise<void> {
  const run = new ReadTagReplay(replay, findings);
  for await (const piece of pieces) {
    turn.check();
    await run.take(piece, turn);
    took(piece.timeUs.length, piece.timeUs.at(-1) ?? 0);
  }
  run.end();
}

/** All of time. */
export const ALWAYS: readonly TimeRange[] = [{ fromUs: Number.NEGATIVE_INFINITY, toUs: Number.POSITIVE_INFINITY }];
