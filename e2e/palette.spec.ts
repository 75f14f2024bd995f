import AxeBuilder from '@axe-core/playwright';
import { BIG, bigDevice, bigTag, expect, test } from './big-project.ts';
import { printFigure } from './print-figure.ts';

/** Of one tag among 50,000. */
const FRAGMENT = '17_ft0423';
const TAG = bigTag(17, 423);
/** From a key to its results on the screen (ux 5.1), at the 95th of 100 keys. */
const PAINT_LIMIT_MS = 50;

test('check 3: one of 50,000 tags is found as its name is typed, each key painted within 50 ms, and opened by Enter', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/devices');
  await expect(workstation.row('Line 17')).toBeVisible();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Palette' });
  const box = palette.getByRole('combobox');
  await expect(box).toBeFocused();
  // The names of all tags are read once, at the first opening.
  await box.fill('ft');
  await expect(palette.getByRole('status')).toContainText(/30 of 50\s000 tags/);
  const paints: number[] = [];
  /** The yardstick of the same run: the first frame after the key, whatever it shows. */
  const frames: number[] = [];
  for (let round = 0; round < 5; round++) {
    await box.fill('');
    await page.waitForTimeout(200);
    for (const letter of FRAGMENT) {
      const painted = await page.evaluateHandle(listenForPaint);
      await page.keyboard.press(letter);
      paints.push(await painted.evaluate(({ ms }) => ms));
      frames.push(await painted.evaluate(({ frameMs }) => frameMs));
      await page.waitForTimeout(60);
    }
  }
  const p95 = shareOf(paints, 0.95);
  // A browser without a GPU takes longer than a sixtieth of a second for any frame: that much is not the search's.
  const limitMs = PAINT_LIMIT_MS + Math.max(0, shareOf(frames, 0.95) - 1_000 / 60);
  const count = BIG.devices * BIG.tagsPerDevice;
  printFigure(
    `palette, ${count} tags: ${paints.length} keys, results painted in ${figures(paints)} (p95 ≤ ${limitMs.toFixed(0)}); the first frame in ${figures(frames)}`,
  );
  const first = palette.getByRole('option').first();
  await expect(first).toContainText('Flow 0423 of line 17');
  await expect(first).toContainText(TAG);
  await expect(first).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  expect(new URL(page.url()).pathname).toBe(`/w/device/${bigDevice(17)}/tags`);
  await expect(page.getByRole('row', { selected: true })).toContainText('Flow 0423 of line 17');
  expect(workstation.complaints).toEqual([]);
  expect(p95).toBeLessThanOrEqual(limitMs);
});

const shareOf = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1]!;
const figures = (values: readonly number[]): string => {
  const [median, p95, most] = [0.5, 0.95, 1].map((share) => shareOf(values, share).toFixed(0));
  return `${median} ms median, ${p95} ms p95, ${most} ms at most`;
};

interface KeyPaint {
  /** From the key to the end of the frame that shows the results of the text with that key. */
  readonly ms: Promise<number>;
  /** To the end of the first frame after the key. */
  readonly frameMs: Promise<number>;
}

/** Listens for the next key. */
function listenForPaint(): KeyPaint {
  const frame = Promise.withResolvers<number>();
  const ms = new Promise<number>((resolve) => {
    addEventListener(
      'keydown',
      ({ timeStamp }) => {
        const look = (): void => {
          const text = document.querySelector<HTMLInputElement>('dialog.palette input')?.value;
          const of = document.querySelector<HTMLElement>('dialog.palette [role="listbox"]')?.dataset['of'];
          // This frame is painted after its callbacks; a task queued here runs once it is.
          if (text === of && text !== before) setTimeout(() => resolve(performance.now() - timeStamp));
          else requestAnimationFrame(look);
        };
        const before = document.querySelector<HTMLInputElement>('dialog.palette input')?.value;
        requestAnimationFrame(look);
        requestAnimationFrame(() => setTimeout(() => frame.resolve(performance.now() - timeStamp)));
      },
      { once: true, capture: true },
    );
  });
  return { ms, frameMs: frame.promise };
}

test('Esc closes the palette and gives the focus back to where it was', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open(`/w/device/${bigDevice(3)}/tags`);
  await page.getByRole('gridcell', { name: 'Flow 0002 of line 3', exact: true }).click();
  const grid = page.getByRole('grid', { name: /Tags of/ });
  await expect(grid).toBeFocused();
  for (const keys of ['Control+k', 'F1', 'Control+Shift+P', 'Control+p']) {
    await page.keyboard.press(keys);
    await expect(page.getByRole('dialog', { name: 'Palette' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: 'Palette' })).toBeHidden();
    await expect(grid).toBeFocused();
  }
});

test('prefixes search commands, rows of the tab, row numbers, topics, and say what they cannot do', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open(`/w/device/${bigDevice(3)}/tags`);
  await expect(workstation.row('Flow 0002 of line 3')).toBeVisible();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Palette' });
  const box = palette.getByRole('combobox');
  const option = palette.getByRole('option');
  await box.fill('> apply');
  const apply = option.filter({ hasText: 'Edit: Apply the edits of this tab' });
  await expect(apply).toHaveAttribute('aria-disabled', 'true');
  await expect(apply).toContainText('Nothing is waiting to be applied.');
  await expect(apply).toContainText('Ctrl+S');
  await box.fill('# acme/plant1/filling/+/line42_ft0007');
  await expect(option).toHaveCount(1);
  await expect(option).toContainText('acme/plant1/filling/line42/line42_ft0007');
  await box.fill('= line03 40108 float32 cdab');
  await expect(palette.getByRole('status')).toContainText('Addresses that no tag has cannot be read from here yet.');
  await box.fill('?');
  await expect(option.filter({ hasText: 'Topics' })).toBeVisible();
  await box.fill(':0');
  await expect(palette.getByRole('status')).toContainText(/Type a row from 1 to 1\s000/);
  await box.fill('@ ft0777');
  await expect(option).toHaveCount(1);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
  await box.fill(':778');
  await expect(option).toContainText('Flow 0777 of line 3');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row', { selected: true })).toContainText('Flow 0777 of line 3');
  await expect(page.getByRole('grid', { name: /Tags of/ })).toBeFocused();
  expect(workstation.complaints).toEqual([]);
});
