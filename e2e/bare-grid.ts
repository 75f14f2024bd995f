import type { Page } from '@playwright/test';

const PAGE = `<!doctype html><title>Bare grid</title><body style="margin:0">
<input role="combobox" aria-label="Filter tags" style="position:absolute;left:1000px;top:8px"></body>`;

/**
 * The yardstick of a live table: nothing but text nodes in absolute cells, as many rows as the product shows and as
 * often written, one sixth a frame (ux 5.2, the best technique measured there). No React, no formatting, no socket.
 * Its filter takes letters and filters nothing.
 */
export async function showBareGrid(page: Page, rows: number): Promise<void> {
  await page.setContent(PAGE);
  await page.evaluate((count) => {
    const WIDTHS = [140, 88, 70, 70, 70, 160, 46, 160, 62];
    const [VALUE, AGE] = [5, 8];
    const texts: { readonly value: Text; readonly age: Text }[] = [];
    for (let row = 0; row < count; row++) {
      const line = document.createElement('div');
      line.style.cssText = `position:absolute;left:0;top:${row * 28}px;width:900px;height:28px;contain:strict;font:13px sans-serif`;
      let left = 0;
      const cells = WIDTHS.map((width, at) => {
        const cell = document.createElement('div');
        cell.style.cssText = `position:absolute;left:${left}px;top:4px;width:${width}px;height:20px;contain:strict;white-space:nowrap`;
        left += width;
        const text = document.createTextNode(`cell ${row}.${at}`);
        cell.append(text);
        line.append(cell);
        return text;
      });
      document.body.append(line);
      texts.push({ value: cells[VALUE]!, age: cells[AGE]! });
    }
    let frame = 0;
    const turn = (): void => {
      frame++;
      const slice = frame % 6;
      for (let at = Math.floor((count * slice) / 6); at < Math.floor((count * (slice + 1)) / 6); at++) {
        texts[at]!.value.data = String(3_912_345_678 + frame * 17);
        // An age is written every half second.
        if (Math.floor(frame / 6) % 5 === 0) texts[at]!.age.data = `${(frame % 9) / 10} s`;
      }
      requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
  }, rows);
}
