import { encodeBatch } from '../../src-shared/domain/batch-frame.ts';
import type { PointBatch, TypedCell } from '../../src-shared/domain/point-batch.ts';

/** Which tags a host is to be given, and batches without the rows of all others. */
export class FedTags {
  readonly #isWanted: Uint8Array;

  constructor(tags: readonly number[]) {
    let most = -1;
    for (const tag of tags) most = Math.max(most, tag);
    this.#isWanted = new Uint8Array(most + 1);
    for (const tag of tags) this.#isWanted[tag] = 1;
  }

  /** A frame of the rows that are wanted, in their order; undefined when there is none. */
  frameOf(batch: PointBatch): ArrayBuffer | undefined {
    const isWanted = this.#isWanted;
    const { count, tag } = batch;
    let wanted = 0;
    for (let row = 0; row < count; row++) if (isWanted[tag[row]!] === 1) wanted++;
    if (wanted === 0) return undefined;
    if (wanted === count) return encodeBatch(batch);
    const out = {
      count: wanted,
      device: batch.device,
      origin: batch.origin,
      receivedUs: batch.receivedUs,
      tag: new Uint32Array(wanted),
      timeUs: new Float64Array(wanted),
      value: new Float64Array(wanted),
      status: new Uint32Array(wanted),
    };
    const cells: TypedCell[] = [];
    let at = 0;
    for (let row = 0, cell = 0; row < count; row++) {
      if (isWanted[tag[row]!] !== 1) continue;
      out.tag[at] = tag[row]!;
      out.timeUs[at] = batch.timeUs[row]!;
      out.value[at] = batch.value[row]!;
      out.status[at] = batch.status[row]!;
      if (batch.cells) {
        while (cell < batch.cells.length && batch.cells[cell]!.row < row) cell++;
        const found = batch.cells[cell];
        if (found?.row === row) cells.push({ ...found, row: at });
      }
      at++;
    }
    return encodeBatch({ ...out, ...(cells.length > 0 && { cells }) });
  }
}
