import { randomUUID } from 'node:crypto';
import { expect, type PlantDevice, test } from './plant.ts';
import { printFigure } from './print-figure.ts';
import { TrendPage } from './trend-page.ts';

const SECOND = 1e6;
const [waveUid, levelUid, spikeUid] = [randomUUID(), randomUUID(), randomUUID()];
const startUs = Math.floor(Date.now() / 1_000) * SECOND;
/** One wave, of the wall clock, whoever asks: stored before the service ran and read by it after. */
const wave = (timeUs: number): number => 50 + 30 * Math.sin((timeUs / SECOND / 1_800) * 2 * Math.PI);
const spikeAtUs = startUs - 13 * 3_600 * SECOND;
const SPIKE = 100;

/** Times at which the simulator was asked for the wave, ms. */
const asked: number[] = [];
const device: PlantDevice = {
  file: {
    id: 'rig',
    name: 'Rig',
    poll_interval: '500ms',
    tags: [
      { id: 'wave', uid: waveUid, name: 'Wave', address: '40001', data_type: 'float32', unit: 'bar' },
      { id: 'spike', uid: spikeUid, name: 'Spike', address: '40003', data_type: 'float32', unit: 'bar' },
      { id: 'level', uid: levelUid, name: 'Level', address: '40005', data_type: 'float32', unit: 'bar' },
    ],
  },
  value: (tag) => {
    if (tag === 'level') return SPIKE;
    if (tag === 'spike') return 20;
    asked.push(Date.now());
    return wave(Date.now() * 1_000);
  },
};
/** Three of its periods are the 5 s after which a device is lost. */
const SLOW_MS = 2_000;
const slow: PlantDevice = {
  file: {
    id: 'slow',
    name: 'Slow',
    poll_interval: `${SLOW_MS}ms`,
    tags: [{ id: 'wave', name: 'Slow wave', address: '40001', data_type: 'float32', unit: 'bar' }],
  },
  value: () => wave(Date.now() * 1_000),
};
const stored = { fromUs: startUs - 24 * 3_600 * SECOND, toUs: startUs - SECOND, stepUs: SECOND };

test.use({
  plantDevices: [[device, slow], { scope: 'test' }],
  plantHistory: [
    [
      { ...stored, tagUid: waveUid, fromUs: startUs - 3_600 * SECOND, value: wave },
      { ...stored, tagUid: spikeUid, value: (timeUs) => (timeUs === spikeAtUs ? SPIKE : 20) },
      { ...stored, tagUid: levelUid, value: () => SPIKE },
    ],
    { scope: 'test' },
  ],
});

test('check 29: history runs into live without a step, a hole or a sample twice', async ({ workstation }) => {
  const { page } = workstation;
  const trend = new TrendPage(workstation);
  await page.waitForTimeout(4_000);
  await trend.open(30 * 60_000, [['rig', 'wave']]);
  const openedMs = Date.now();
  await page.waitForTimeout(12_000);
  const ink = await trend.ink(1);
  const drawn = ink.flatMap((column) => column ?? []);
  // The line is there from the left edge to now, and moves on by no more than a pixel a column, also at the seam.
  expect(drawn.length).toBeGreaterThan(ink.length * 0.97);
  const steps = drawn.slice(1).map((column, at) => Math.abs(column.mean - drawn[at]!.mean));
  const slopePx = Math.max(...steps.slice(0, steps.length >> 1));
  expect(Math.max(...steps)).toBeLessThanOrEqual(slopePx + 1);

  const rows = await trend.exported();
  const times = rows.map((row) => row.timeMs);
  expect(times.every((time, at) => at === 0 || time > times[at - 1]!)).toBe(true);
  expect(times[0]).toBeLessThan(openedMs - 29 * 60_000);
  for (const row of rows) expect(Math.abs(row.value - wave(row.timeMs * 1_000))).toBeLessThan(0.2);
  // As many live samples as the device was asked for, on both sides of the moment the page came.
  const [fromMs, toMs] = [asked[2]! - 100, times.at(-1)! - 600];
  const answered = asked.filter((time) => time >= fromMs && time < toMs).length;
  const exported = times.filter((time) => time >= fromMs && time < toMs).length;
  expect(answered).toBeGreaterThan(20);
  expect(Math.abs(exported - answered)).toBeLessThanOrEqual(1);
});

test('check 30: one sample among 86,400 reaches its value at full zoom', async ({ workstation }) => {
  const trend = new TrendPage(workstation);
  await trend.open(24 * 3_600_000, [
    ['rig', 'spike'],
    ['rig', 'level'],
  ]);
  const peak = async (): Promise<number> => Math.min(...(await trend.ink(1)).flatMap((column) => column?.top ?? []));
  // The line of pen 2 lies over the tip where one of its dashes is: the tip is inside it, or at its edge.
  const beyond = async (): Promise<number> => {
    const level = (await trend.ink(2)).flatMap((column) => column ?? []);
    const middle = (rows: readonly number[]): number => rows.toSorted((a, b) => a - b)[rows.length >> 1] ?? Number.NaN;
    const [top, bottom, tip] = [
      middle(level.map((column) => column.top)),
      middle(level.map((column) => column.bottom)),
      await peak(),
    ];
    // The row where the two meet has a colour of both.
    return Math.max(top - tip, tip - bottom - 1);
  };
  await expect.poll(beyond, { timeout: 20_000 }).toBeLessThanOrEqual(1);
  const high = (await trend.ink(1)).flatMap((column, at) => (column && column.top <= column.bottom - 40 ? [at] : []));
  expect(high.length).toBeGreaterThan(0);
  expect(high.length).toBeLessThan(5);
});

test('check 31: an unplugged device leaves a hatch with its reason, no line across, and comes back by itself', async ({
  workstation,
  plant,
}) => {
  const { page } = workstation;
  const trend = new TrendPage(workstation);
  await trend.open(60_000, [['slow', 'wave']]);
  await page.waitForTimeout(14_000);
  await plant.simulator('slow').setFault('unplug');
  const unpluggedMs = Date.now();
  const pen = page.getByRole('region', { name: 'Pens' });
  await expect(pen).toContainText(/⟨\d+\.\d+⟩/, { timeout: 3.1 * SLOW_MS + 500 });
  await expect(pen.getByRole('img', { name: 'Bad' })).toBeVisible();
  printFigure(
    `bracketed ${Date.now() - unpluggedMs} ms after the plug was pulled; three periods are ${3 * SLOW_MS} ms`,
  );
  await expect(workstation.status).toContainText('Dev 1/2');
  await page.waitForTimeout(14_000);
  const other = await page.context().newPage();
  await other.goto(`${workstation.service.address}/w/devices`);
  await expect(other.getByRole('grid').getByText(/^Breaker \d+ s$/)).toBeVisible();
  await other.close();
  await plant.simulator('slow').setFault('none');
  await expect(pen).not.toContainText('⟨', { timeout: 45_000 });
  await page.waitForTimeout(5_000);
  const ink = await trend.ink(1);
  const first = ink.findIndex((column) => column !== undefined);
  const last = ink.findLastIndex((column) => column !== undefined);
  const holes = ink.slice(first, last).flatMap((column, at) => (column ? [] : [at + first]));
  // 20 s of 60 s is a third of the plot; the hole is one.
  expect(holes.length).toBeGreaterThan(ink.length * 0.25);
  expect(holes.at(-1)! - holes[0]! + 1 - holes.length).toBeLessThanOrEqual(2);
  const rows = await trend.exported();
  expect(rows.some((row) => Number.isNaN(row.value) && row.quality < 64)).toBe(true);
  await trend.chart.focus();
  await page.screenshot({ path: test.info().outputPath('gap.png') });
});

test('check 32: paused, the picture stands still, the samples are counted, and none is lost', async ({
  workstation,
}) => {
  const { page } = workstation;
  const trend = new TrendPage(workstation);
  await trend.open(60_000, [['rig', 'wave']]);
  await page.waitForTimeout(5_000);
  await trend.chart.focus();
  await page.keyboard.press('Space');
  await expect(page.getByText(/Paused at/)).toBeVisible();
  await page.waitForTimeout(400);
  const before = await trend.pictureHash();
  await page.waitForTimeout(5_000);
  expect(await trend.pictureHash()).toBe(before);
  await expect(page.getByText(/([6-9]|1\d) new samples/)).toBeVisible();
  await page.keyboard.press('End');
  await expect(page.getByText(/Paused at/)).toBeHidden();
  await expect.poll(() => trend.pictureHash()).not.toBe(before);
  const times = (await trend.exported()).map((row) => row.timeMs).filter((time) => time > asked.at(-1)! - 9_000);
  const steps = times.slice(1).map((time, at) => time - times[at]!);
  expect(times.length).toBeGreaterThan(14);
  expect(Math.max(...steps)).toBeLessThan(1_000);
});
