import { BucketAccumulator } from '../../../../src-shared/domain/decimate.ts';
import type { BucketSeries } from '../../../../src-shared/domain/series.ts';
import type { BucketGrid } from '../../bucket-grid.ts';
import { type BucketStep, planBuckets, planWithin } from '../../bucket-plan.ts';
import type { TimeRange } from '../../query.ts';
import { ROLLUP_UNITS } from '../rollups/rollup-units.ts';
import type { Asker } from './asker.ts';
import { type PointSource, readPage } from './point-pages.ts';
import { readCells, type StoredCell } from './read-cells.ts';
import type { TagView } from './tag-view.ts';

/** Points that are read at once, some 1.5 MB. */
export const PAGE_ROWS = 50_000;

const UNITS_US = ROLLUP_UNITS.map(({ us }) => us);

/** The points of a range in the buckets of the grid, each part of it from the cheapest source that tells it whole. */
export class BucketAnswer {
  readonly #client: Asker;
  readonly #source: PointSource;
  readonly #view: TagView;
  readonly #into: BucketAccumulator;

  constructor(client: Asker, source: PointSource, view: TagView, { fromUs, widthUs, buckets }: BucketGrid) {
    this.#client = client;
    this.#source = source;
    this.#view = view;
    this.#into = new BucketAccumulator(fromUs, fromUs + widthUs * buckets, buckets);
  }

  async read(range: TimeRange, grid: BucketGrid): Promise<BucketSeries> {
    const units = UNITS_US.filter((unit) => grid.widthUs % unit === 0 && grid.fromUs % unit === 0);
    for (const step of planBuckets(range, grid, this.#view, UNITS_US)) await this.#add(step, units);
    return this.#into.finish();
  }

  async #add({ unitUs, ...part }: BucketStep, units: readonly number[]): Promise<void> {
    if (unitUs === 0) return this.#addPoints(part);
    const unit = ROLLUP_UNITS.find(({ us }) => us === unitUs)!;
    const finer = units.filter((us) => us < unitUs);
    const cells = await readCells(this.#client, this.#source, unit, part);
    for (let start = 0, end = 0; start < cells.length; start = end) {
      const { startUs } = cells[start]!;
      while (end < cells.length && cells[end]!.startUs === startUs) end++;
      if (end - start === 1 || startUs < this.#view.rawFromUs) this.#addCells(cells.slice(start, end));
      else await this.#addFiner({ fromUs: startUs, toUs: startUs + unitUs }, finer);
    }
  }

  /** A cell of two epochs does not tell which of its points are hidden by the later one. */
  async #addFiner(range: TimeRange, finer: readonly number[]): Promise<void> {
    for (const step of planWithin(range, finer, this.#view)) await this.#add(step, finer);
  }

  #addCells(cells: readonly StoredCell[]): void {
    for (const cell of cells) this.#into.addBlock(cell.startUs, cell);
  }

  async #addPoints({ fromUs, toUs }: TimeRange): Promise<void> {
    for (let at = fromUs; at < toUs; ) {
      const page = await readPage(this.#client, this.#source, { fromUs: at, toUs }, PAGE_ROWS, 'latest');
      const { timeUs, value, status } = page.columns;
      this.#into.addRows(timeUs, value, status);
      at = page.nextUs;
    }
  }
}
