import type { Page } from '@playwright/test';
import { BIG, expect, test } from './big-project.ts';
import { p95 } from './frame-cost.ts';
import { printFigure } from './print-figure.ts';

/* Check 18 of ux 6, on all tags of a project: a device has 20,000 at most. */
const KEYS = '0423 of line';
/** Rounds; the best of each key counts, as other work on the machine can only make it longer. */
const ROUNDS = 5;
const KEY_LIMIT_MS = 50;
const KEY_RATIO = 2.5;
const SORT_LIMIT_MS = 300;
const ALL = BIG.devices * BIG.tagsPerDevice;

test('check 18: each letter filters 50 000 tags in time, Esc goes back to where the list was, and a sort blocks nothing', async ({
  workstation,
}) => {
  test.setTimeout(120_000);
  const { page } = workstation;
  await workstation.open('/w/catalogue');
  await expect(page.locator('[data-count]')).toHaveText(`${groups(ALL)} of ${groups(ALL)}`, { timeout: 60_000 });
  await scrollTo(page, 300_000);
  const filter = page.getByRole('combobox', { name: 'Filter the catalogue' });
  const best = Array.from(KEYS, () => Number.POSITIVE_INFINITY);
  const bare = [...best];
  for (let round = 0; round < ROUNDS; round++) {
    await filter.focus();
    for (const [at, key] of Array.from(KEYS).entries()) {
      const took = await page.evaluateHandle(timeNextKey);
      await page.keyboard.press(key === ' ' ? 'Space' : key);
      const { ms } = await took.evaluate(({ done }) => done);
      best[at] = Math.min(best[at]!, ms);
      bare[at] = Math.min(bare[at]!, await page.evaluate(replaceRows));
    }
    await expect(page.locator('[data-count]')).toHaveText(`50 of ${groups(ALL)}`);
    await page.locator('.data-grid').evaluate((list) => list.scrollTo({ top: 200 }));
    await expect.poll(() => scrolled(page)).toBe(200);
    await filter.press('Escape');
    await expect.poll(() => scrolled(page)).toBe(300_000);
  }
  const keyMs = p95(best);
  const bareMs = p95(bare);
  await scrollTo(page, 0);
  const sorts: SortTime[] = [];
  for (let round = 0; round < ROUNDS; round++) sorts.push(await timeSort(page));
  const sortMs = Math.min(...sorts.map(({ sortedMs }) => sortedMs));
  const blockedMs = Math.min(...sorts.map(({ longestMs }) => longestMs));
  printFigure(
    `filter of ${groups(ALL)} tags: ${keyMs.toFixed(0)} ms a key to its rows and count, p95 of ${best.length} (≤ ${KEY_LIMIT_MS}) ` +
      `= ${(keyMs / bareMs).toFixed(2)} × the ${bareMs.toFixed(0)} ms of putting as many bare rows there (≤ ${KEY_RATIO}); ` +
      `sort ${sortMs.toFixed(0)} ms to its rows (≤ ${SORT_LIMIT_MS}), longest frame meanwhile ${blockedMs.toFixed(0)} ms`,
  );
  // In time, or at least near to what this browser takes for the rows alone: some machines take 30 ms for those.
  expect(keyMs).toBeLessThanOrEqual(Math.max(KEY_LIMIT_MS, KEY_RATIO * bareMs));
  expect(sortMs).toBeLessThanOrEqual(SORT_LIMIT_MS);
  expect(blockedMs).toBeLessThanOrEqual(SORT_LIMIT_MS);
});

const groups = (number: number): string => number.toLocaleString('en-US').replaceAll(',', '\u2009');

const scrolled = (page: Page): Promise<number> => page.locator('.data-grid').evaluate((list) => list.scrollTop);

async function scrollTo(page: Page, px: number): Promise<void> {
  await page.locator('.data-grid').evaluate((list, top) => list.scrollTo({ top }), px);
  await page.waitForTimeout(300);
}

/** Runs in the page. @returns ms from an empty list over this one to the frame with as many rows */
async function replaceRows(): Promise<number> {
  const grid = document.querySelector<HTMLElement>('.data-grid')!;
  const over = grid.cloneNode(false) as HTMLElement;
  over.style.cssText = 'position: fixed; inset: 0; z-index: 9';
  document.body.append(over);
  await new Promise((later) => setTimeout(later, 150));
  const startMs = performance.now();
  over.innerHTML = grid.innerHTML;
  await new Promise<void>((painted) => requestAnimationFrame(() => setTimeout(painted)));
  const tookMs = performance.now() - startMs;
  over.remove();
  return tookMs;
}

/** Runs in the page. @returns when the next key has its rows and its count: the frame after which neither changes. */
function timeNextKey(): { readonly done: Promise<{ readonly ms: number }> } {
  const done = new Promise<{ readonly ms: number }>((told) => {
    const onKey = (): void => {
      const startMs = performance.now();
      let ms = 0;
      const painted = (): unknown =>
        requestAnimationFrame(() =>
          setTimeout(() => {
            ms = performance.now() - startMs;
          }),
        );
      painted();
      const seen = new MutationObserver(painted);
      seen.observe(document.querySelector('.data-grid')!, { childList: true, subtree: true });
      seen.observe(document.querySelector('[data-count]')!, { childList: true, characterData: true, subtree: true });
      setTimeout(() => {
        seen.disconnect();
        told({ ms });
      }, 300);
    };
    window.addEventListener('keydown', onKey, { once: true, capture: true });
  });
  return { done };
}

interface SortTime {
  /** From the click to the frame that shows the rows in their new order. */
  readonly sortedMs: number;
  /** The longest time between two frames meanwhile. */
  readonly longestMs: number;
}

/** Sorts by name, the other way each time. */
async function timeSort(page: Page): Promise<SortTime> {
  return page.evaluate(async () => {
    const first = (): string | null | undefined => document.querySelector('.data-grid-row')?.textContent;
    const click = (): unknown => document.querySelector<HTMLElement>('[data-head="device"]')?.click();
    const frame = (): Promise<number> => new Promise((painted) => requestAnimationFrame(painted));
    // Falling differs from what is shown, whatever that is: rising is the order of the project.
    for (let clicks = 0; clicks < 3; clicks++) {
      const before = first();
      await frame();
      const startMs = performance.now();
      let [lastMs, longestMs] = [startMs, 0];
      click();
      while (performance.now() - startMs < 1_500) {
        await frame();
        const nowMs = performance.now();
        longestMs = Math.max(longestMs, nowMs - lastMs);
        lastMs = nowMs;
        if (first() !== before) return { sortedMs: nowMs - startMs, longestMs };
      }
    }
    throw new Error('the rows stayed as they were');
  });
}
