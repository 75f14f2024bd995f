import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expectNoBreach } from './accessibility.ts';
import { expect, type PlantDevice, test } from './plant.ts';
import { TrendPage } from './trend-page.ts';

const SECOND = 1e6;
const waveUid = randomUUID();
const startUs = Math.floor(Date.now() / 1_000) * SECOND;
const wave = (timeUs: number): number => 50 + 30 * Math.sin((timeUs / SECOND / 1_800) * 2 * Math.PI);
const device: PlantDevice = {
  file: {
    id: 'rig',
    name: 'Rig',
    poll_interval: '500ms',
    tags: [
      { id: 'wave', uid: waveUid, name: 'Wave', address: '40001', data_type: 'float32', unit: 'bar' },
      { id: 'level', name: 'Level', address: '40003', data_type: 'float32', unit: '%' },
      { id: 'pump', name: 'Pump', address: 'coil:0', data_type: 'bool' },
    ],
  },
  value: (tag) => (tag === 'wave' ? wave(Date.now() * 1_000) : tag === 'level' ? 40 : 1),
};

test.use({
  plantDevices: [[device], { scope: 'test' }],
  plantHistory: [
    [{ fromUs: startUs - 3_600 * SECOND, toUs: startUs - SECOND, stepUs: SECOND, tagUid: waveUid, value: wave }],
    { scope: 'test' },
  ],
});

/** Ends of `14:05:10` of this day, µs. */
const clockUs = (text: string): number => Date.parse(`${new Date().toDateString()} ${text}`) * 1_000;

test('two cursors measure what is between them, by mouse and by keys, and the figures are those of the samples', async ({
  workstation,
}) => {
  const { page } = workstation;
  const trend = new TrendPage(workstation);
  await trend.open(30 * 60_000, [
    ['rig', 'wave'],
    ['rig', 'level'],
  ]);
  await page.getByRole('button', { name: 'Pause' }).click();
  const plot = (await page.locator('.u-over').boundingBox())!;
  await page.mouse.click(plot.x + plot.width * 0.3, plot.y + 60);
  await page.keyboard.down('Shift');
  await page.mouse.click(plot.x + plot.width * 0.7, plot.y + 60);
  await page.keyboard.up('Shift');
  const panel = page.getByRole('region', { name: 'Measure' });
  await expect(panel).toContainText('Statistics between A and B');
  const cells = panel.getByRole('row').filter({ hasText: 'Wave' }).getByRole('cell');
  await expect(cells.last()).toHaveText(/^\d{3,4}$/);
  const head = await panel.locator('.trend-measure-head').innerText();
  const [a, b] = ['A', 'B'].map((letter) => clockUs(new RegExp(`${letter} (\\d\\d:\\d\\d:\\d\\d)`).exec(head)![1]!));
  const count = Math.round((b! - a!) / SECOND);
  const values = Array.from({ length: count }, (_, i) => wave(a! + i * SECOND));
  const [, atA, atB, , min, max, mean, , , samples] = (await cells.allInnerTexts()).map((text) =>
    Number(text.replace('\u2212', '-').replace(/[^\d.+-].*$/, '')),
  );
  expect(Math.abs(samples! - count)).toBeLessThanOrEqual(2);
  expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / count, 0);
  expect(min).toBeCloseTo(Math.min(...values), 0);
  expect(max).toBeCloseTo(Math.max(...values), 0);
  // A bucket of the line is some seconds wide.
  expect(Math.abs(atA! - wave(a!))).toBeLessThan(2);
  expect(Math.abs(atB! - wave(b!))).toBeLessThan(2);
  await expectNoBreach(page);

  // The same by keys alone.
  await trend.chart.focus();
  await page.keyboard.press('c');
  await expect(panel).toContainText('Statistics of the range in sight');
  await page.keyboard.press('a');
  await expect(panel).toContainText(/A \d\d:\d\d:\d\d/);
  const before = await panel.locator('.trend-measure-head').innerText();
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(() => panel.locator('.trend-measure-head').innerText()).not.toBe(before);
  await page.keyboard.press('b');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(panel).toContainText('Statistics between A and B');
  await page.keyboard.press('s');
  await expect(panel).toHaveCount(0);
});

test('what is framed by dragging is zoomed to, with Shift the window is moved', async ({ workstation }) => {
  const { page } = workstation;
  const trend = new TrendPage(workstation);
  await trend.open(30 * 60_000, [['rig', 'wave']]);
  const plot = (await page.locator('.u-over').boundingBox())!;
  const drag = async (from: number, to: number): Promise<void> => {
    await page.mouse.move(plot.x + plot.width * from, plot.y + 80);
    await page.mouse.down();
    await page.mouse.move(plot.x + plot.width * to, plot.y + 120, { steps: 4 });
    await page.mouse.up();
  };
  await drag(0.25, 0.5);
  await expect(page.getByLabel('Span')).toHaveValue('other');
  await expect(page.getByText(/Paused at/)).toBeVisible();
  await trend.chart.focus();
  await page.keyboard.press('s');
  const samples = page.getByRole('region', { name: 'Measure' }).getByRole('row').filter({ hasText: 'Wave' });
  // A quarter of 1,800 samples of a second.
  await expect(samples.getByRole('cell').last()).toHaveText(/^4[45]\d$/);
  const picture = await trend.pictureHash();
  await page.keyboard.down('Shift');
  await drag(0.3, 0.6);
  await page.keyboard.up('Shift');
  await expect.poll(() => trend.pictureHash()).not.toBe(picture);
  await expect(samples.getByRole('cell').last()).toHaveText(/^4[45]\d$/);
});

test('pens have a lane each, one axis, or 0 to 100 %, are hidden and drawn into a file, and the trend keeps it', async ({
  workstation,
}, info) => {
  const { page } = workstation;
  const trend = new TrendPage(workstation);
  await trend.open(5 * 60_000, [
    ['rig', 'wave'],
    ['rig', 'level'],
    ['rig', 'pump'],
  ]);
  const layout = page.getByLabel('Layout');
  const middle = async (slot: number): Promise<number> => {
    const ink = (await trend.ink(slot)).filter((column) => column !== undefined);
    return ink.reduce((sum, { mean }) => sum + mean, 0) / ink.length;
  };
  const drawn = async (slot: number): Promise<boolean> =>
    (await trend.ink(slot)).some((column) => column !== undefined);
  await layout.selectOption('lanes');
  await expect.poll(() => drawn(2)).toBe(true);
  await expect.poll(async () => (await middle(1)) < (await middle(2))).toBe(true);
  const height = (await page.locator('.u-over').boundingBox())!.height;
  expect(await middle(2)).toBeGreaterThan(height * 0.4);
  await page.reload();
  await trend.canvas.waitFor();
  await expect(layout).toHaveValue('lanes');
  await layout.selectOption('shared');
  await expect.poll(() => drawn(2)).toBe(true);
  // A level that does not move and has no range of its own lies in the middle of its 0 to 100 %.
  await layout.selectOption('percent');
  await expect.poll(() => drawn(2)).toBe(true);
  const plotHeight = height * (await page.evaluate(() => devicePixelRatio));
  const band = 26;
  await expect.poll(async () => Math.abs((await middle(2)) - (plotHeight - band) / 2)).toBeLessThan(12);

  // A pen is hidden by its number, and the list of the pens by its letter.
  await trend.chart.focus();
  await page.keyboard.press('2');
  await expect.poll(() => drawn(2)).toBe(false);
  await expect(page.getByRole('button', { name: 'Hide pen 2, Level' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('2');
  await expect.poll(() => drawn(2)).toBe(true);
  await page.keyboard.press('h');
  await expect(page.getByRole('region', { name: 'Pens' })).toHaveCount(0);
  await page.keyboard.press('h');

  // For a report: on white, with a legend, whatever the theme.
  await page.emulateMedia({ colorScheme: 'dark' });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export…' }).click();
  const exported = page.getByRole('dialog', { name: 'Export what is in sight' });
  await exported.getByLabel('As', { exact: true }).selectOption('PNG, a picture');
  await exported.getByRole('button', { name: 'Save' }).click();
  const png = await readFile(await (await download).path());
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1_600, 900]);
  await info.attach('trend.png', { body: png, contentType: 'image/png' });
  const [corner, heights] = await page.evaluate(async (base64) => {
    const picture = await createImageBitmap(
      new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]),
    );
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const ctx = canvas.getContext('2d')!;
    ctx.drawImage(picture, 0, 0);
    // The first pen in the light theme, as a part of the picture that has no legend shows it.
    const probe = document.createElement('div');
    probe.dataset['theme'] = 'light';
    document.body.append(probe);
    const colour = getComputedStyle(probe).getPropertyValue('--pen1').trim();
    probe.remove();
    const wanted = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
    const { data, width, height } = ctx.getImageData(0, 60, picture.width, picture.height - 160);
    const tops = new Set<number>();
    for (let x = 0; x < width; x++) {
      for (let y = 0; y < height; y++) {
        const at = (y * width + x) * 4;
        if (wanted.some((part, of) => Math.abs(data[at + of]! - part) > 40)) continue;
        tops.add(y);
        break;
      }
    }
    return [[...ctx.getImageData(2, 2, 1, 1).data], tops.size] as const;
  }, png.toString('base64'));
  expect(corner).toEqual([255, 255, 255, 255]);
  // The wave is drawn sample by sample, and not as one step.
  expect(heights).toBeGreaterThan(60);
  await expectNoBreach(page);
});

test('a trend is kept in the project with its notes, opened by another browser, and a later save of theirs is not lost', async ({
  workstation,
  browser,
}) => {
  const { page } = workstation;
  const trend = new TrendPage(workstation);
  await trend.open(5 * 60_000, [['rig', 'wave']]);
  await trend.chart.focus();
  await page.keyboard.press('n');
  await page.getByLabel('What happened there').fill('Valve opened');
  await page.keyboard.press('Enter');
  const pens = page.getByRole('region', { name: 'Pens' });
  await expect(pens.getByRole('button', { name: /Valve opened$/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Save…' }).click();
  await page.getByLabel('Name').fill('Start-up, line 4');
  await expect(page.getByRole('dialog')).toContainText('trends/start-up-line-4.yaml');
  await expectNoBreach(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main').getByRole('tab', { name: /Start-up, line 4/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();

  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(page.url().replace(/\/w\/.*$/, '/w/system'));
  await other.getByRole('navigation', { name: 'Areas' }).getByRole('button', { name: 'Trends' }).click();
  await other.getByRole('button', { name: /Start-up, line 4/ }).dblclick();
  await expect(other.getByRole('region', { name: 'Pens' })).toContainText('Valve opened');
  await other.getByLabel('Layout').selectOption('lanes');
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(other.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();

  // What was not edited here follows; what was edited is not written over theirs.
  await expect(page.getByLabel('Layout')).toHaveValue('lanes');
  await page.getByLabel('Layout').selectOption('shared');
  await other.getByLabel('Layout').selectOption('percent');
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(other.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/The trend was not saved\./)).toBeVisible();
  await context.close();

  await page.getByRole('button', { name: 'Delete this trend' }).click();
  await expect(page.getByRole('dialog')).toContainText('It leaves the project');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('button', { name: /Start-up, line 4/ })).toHaveCount(0);
});
