import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import type { Workstation } from './workstation.ts';

/** A pen's pixels in one column of the chart, canvas px from the top. */
export interface InkSpan {
  readonly top: number;
  readonly bottom: number;
  readonly mean: number;
}

export interface ExportedRow {
  readonly timeMs: number;
  readonly tag: string;
  readonly value: number;
  readonly quality: number;
}

/** A trend in the words of the person who reads it; its canvas as ink by columns. */
export class TrendPage {
  readonly page: Page;
  readonly #workstation: Workstation;

  constructor(workstation: Workstation) {
    this.page = workstation.page;
    this.#workstation = workstation;
  }

  /** Opens a trend of these tags, as this browser would have kept it. Pen 1 is the first. */
  async open(spanMs: number, tags: readonly (readonly [device: string, tag: string])[]): Promise<void> {
    const pens = tags.map(([device, tag], at) => ({ slot: at + 1, device, tag }));
    const kept = { trends: [{ id: '1', name: 'Test', spanMs, pens }] };
    // A reload finds what the page kept since.
    await this.page.addInitScript((text) => {
      if (localStorage.getItem('nexus.trends') === null) localStorage.setItem('nexus.trends', text);
    }, JSON.stringify(kept));
    await this.#workstation.open('/w/trend/1');
    await this.canvas.waitFor();
  }

  get canvas(): Locator {
    return this.page.locator('.chart-canvas canvas').first();
  }

  get chart(): Locator {
    return this.page.getByRole('application', { name: /^Trend/ });
  }

  async pictureHash(): Promise<string> {
    const picture = await this.canvas.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    return createHash('sha256').update(picture).digest('hex');
  }

  /**
   * Where a pen's colour stands in each column of the plot; undefined where it does not. The number at the end of a
   * line has another colour and does not count.
   */
  async ink(slot: number): Promise<readonly (InkSpan | undefined)[]> {
    return this.canvas.evaluate((element, token) => {
      const canvas = element as HTMLCanvasElement;
      const over = canvas.parentElement!.querySelector('.u-over')!.getBoundingClientRect();
      const box = canvas.getBoundingClientRect();
      const ratio = canvas.width / box.width;
      const [left, width, height] = [over.left - box.left, over.width, over.height].map((px) => Math.round(px * ratio));
      const top = Math.round((over.top - box.top) * ratio);
      const colour = getComputedStyle(canvas).getPropertyValue(token).trim();
      const wanted = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
      const { data } = canvas.getContext('2d')!.getImageData(left!, top, width!, height!);
      const columns: ({ top: number; bottom: number; mean: number } | undefined)[] = [];
      for (let x = 0; x < width!; x++) {
        let [first, last, sum, count] = [-1, -1, 0, 0];
        for (let y = 0; y < height!; y++) {
          const at = (y * width! + x) * 4;
          const far = wanted.reduce((most, part, of) => Math.max(most, Math.abs(data[at + of]! - part)), 0);
          if (far > 60) continue;
          if (first < 0) first = y;
          last = y;
          sum += y;
          count++;
        }
        columns.push(count > 0 ? { top: first, bottom: last, mean: sum / count } : undefined);
      }
      return columns;
    }, `--pen${slot}`);
  }

  async exported(): Promise<readonly ExportedRow[]> {
    const download = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: 'Export…' }).click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    const text = await readFile(await (await download).path(), 'utf8');
    return text
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => {
        const [time, , tag, value, , quality] = line.split(',');
        return {
          timeMs: Date.parse(time!),
          tag: tag!,
          value: value === '' ? Number.NaN : Number(value),
          quality: Number(quality),
        };
      });
  }
}
