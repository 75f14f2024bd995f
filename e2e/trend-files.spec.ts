import { readFile, writeFile } from 'node:fs/promises';
import { expectNoBreach } from './accessibility.ts';
import { expect, test } from './plant.ts';
import { TrendPage } from './trend-page.ts';
import { rig, rigHistory, wave } from './trend-rig.ts';

test.use({
  plantDevices: [[rig], { scope: 'test' }],
  plantHistory: [rigHistory, { scope: 'test' }],
});

test('a trend is saved as SVG and as PNG that show the same, and as CSV at even steps whose rows are told before', async ({
  workstation,
}, info) => {
  const { page } = workstation;
  const trend = new TrendPage(workstation);
  await trend.open(10 * 60_000, [
    ['rig', 'wave'],
    ['rig', 'pump'],
  ]);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.waitForTimeout(1_000);
  const dialog = page.getByRole('dialog', { name: 'Export what is in sight' });
  const saved = async (as: string, more: () => Promise<unknown> = () => Promise.resolve()): Promise<Buffer> => {
    await page.getByRole('button', { name: 'Export…' }).click();
    await dialog.getByLabel('As', { exact: true }).selectOption(as);
    await more();
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save' }).click();
    return readFile(await (await download).path());
  };
  const svg = await saved('SVG, a drawing');
  const png = await saved('PNG, a picture');
  await writeFile(info.outputPath('trend.svg'), svg);
  await writeFile(info.outputPath('trend.png'), png);
  const large = await saved('PNG, a picture', () => dialog.getByLabel('Size').selectOption('2×, 3200 × 1800 px'));
  expect([large.readUInt32BE(16), large.readUInt32BE(20)]).toEqual([3_200, 1_800]);

  // In a page without rules of its own: the browser draws both, and the line runs the same way.
  const plain = await page.context().newPage();
  const parts = await plain.evaluate(
    async ([drawing, picture]) => {
      const inkOf = async (source: string): Promise<Uint8ClampedArray> => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const ctx = new OffscreenCanvas(1_600, 900).getContext('2d')!;
        ctx.drawImage(image, 0, 0);
        return ctx.getImageData(0, 0, 1_600, 900).data;
      };
      // Letters differ: a picture of its own has not the fonts of the page. The line does not.
      const pixels = await Promise.all([inkOf(drawing!), inkOf(picture!)]);
      const lines = pixels.map((data) =>
        Array.from({ length: 1_200 }, (_, column) => {
          const found: number[] = [];
          for (let y = 60; y < 840; y++) {
            const at = (y * 1_600 + column + 200) * 4;
            const far = [0x00, 0x96, 0xf2].map((part, of) => Math.abs(data[at + of]! - part));
            if (Math.max(...far) < 60) found.push(y);
          }
          return found.length > 0 ? found.reduce((sum, y) => sum + y, 0) / found.length : -1;
        }),
      );
      const seen = lines[1]!.filter((y) => y >= 0).length;
      return { seen, apart: Math.max(...lines[0]!.map((y, at) => Math.abs(y - lines[1]![at]!))) };
    },
    [`data:image/svg+xml;base64,${svg.toString('base64')}`, `data:image/png;base64,${png.toString('base64')}`],
  );
  await plain.close();
  expect(parts.seen).toBeGreaterThan(1_100);
  expect(parts.apart).toBeLessThanOrEqual(1.5);
  // Where the history of the one reaches up to what is live, the words are of the other alone.
  for (const words of [/>Test<\/text>/, />Wave, bar<\/text>/, />(2: )?No data<\/text>/])
    expect(svg.toString()).toMatch(words);

  const grid = await saved('CSV, all pens at even steps', async () => {
    await dialog.getByLabel('Step').selectOption('10 s');
    await dialog.getByLabel('Decimals').selectOption({ index: 1 });
    await dialog.getByLabel(/BOM/).check();
    await expect(dialog.getByRole('status')).toContainText(/ 6[01] rows\./);
    await expectNoBreach(page);
  });
  const [header, ...rows] = grid.toString().trimEnd().split('\r\n');
  expect(header).toBe('\ufefftime;rig/wave (bar);rig/pump');
  expect(rows.length === 60 || rows.length === 61).toBe(true);
  const [time, value] = rows[30]!.split(';');
  expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d0\.000(Z|[+-]\d\d:\d\d)$/);
  expect(Math.abs(Number(value!.replace(',', '.')) - wave(Date.parse(time!) * 1_000))).toBeLessThan(0.2);
});

test('what is around a trigger is kept, live and from the history, and shown again', async ({ workstation }) => {
  const { page } = workstation;
  const trend = new TrendPage(workstation);
  await trend.open(30 * 60_000, [
    ['rig', 'wave'],
    ['rig', 'pump'],
  ]);
  const captures = page.getByRole('region', { name: 'Captures' });
  const dialog = page.getByRole('dialog', { name: 'Keep stretches by a trigger' });
  await trend.chart.focus();
  await page.keyboard.press('k');
  await dialog.getByLabel('Keep before, s').fill('soon');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('Before “soon” is not a number.');
  await dialog.getByLabel('Keep before, s').fill('2');
  await dialog.getByLabel('Keep after, s').fill('1');
  await expectNoBreach(page);
  await dialog.getByRole('button', { name: 'Watch' }).click();
  await expect(captures).toContainText('● Watching: Pump becomes 1');
  await expect(captures.getByRole('button', { name: /Pump becomes 1$/ }).first()).toBeVisible({ timeout: 12_000 });
  await captures
    .getByRole('button', { name: /Pump becomes 1$/ })
    .first()
    .click();
  await expect(page.getByText(/Paused at/)).toBeVisible();
  await expect(page.getByLabel('Span')).toHaveValue('other');
  await page.getByRole('button', { name: 'Live' }).click();

  // The wave passes 50 upwards once in its half an hour: it is found in what was stored before.
  await captures.getByRole('button', { name: 'Change…' }).click();
  await dialog.getByLabel('Pen').selectOption('1 Wave');
  await dialog.getByLabel('When it').selectOption('rises above');
  await dialog.getByLabel('Value').fill('50');
  await dialog.getByRole('button', { name: 'Watch' }).click();
  await captures.getByRole('button', { name: 'Find in sight' }).click();
  await expect(captures).toContainText(/Wave above 50 bar\. [01] found in sight\./);
});
