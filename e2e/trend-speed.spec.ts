import { randomUUID } from 'node:crypto';
import { expect, type PlantDevice, test } from './plant.ts';
import { printFigure } from './print-figure.ts';
import { TrendPage } from './trend-page.ts';

/* Budgets of ux 5.1 with the limits of build machines: two cores, no GPU. The figures are printed either way. */
const PENS = 20;
const POINTS = 100_000;
const MOVING_MS = 10_000;
const SECOND = 1e6;
const startUs = Math.floor(Date.now() / 1_000) * SECOND;
const pens = Array.from({ length: PENS }, (_, at) => ({ id: `pen-${at + 1}`, uid: randomUUID() }));
const wave = (pen: number, timeUs: number): number =>
  pen * 10 + 4 * Math.sin(timeUs / SECOND / (600 + 97 * pen)) + 2 * Math.sin(timeUs / SECOND / 7);
const device: PlantDevice = {
  file: {
    id: 'rig',
    name: 'Rig',
    poll_interval: '1s',
    tags: pens.map(({ id, uid }, at) => ({
      id,
      uid,
      name: `Pen ${at + 1}`,
      address: String(40_001 + 2 * at),
      data_type: 'float32',
      unit: at % 2 === 0 ? 'bar' : '°C',
    })),
  },
  value: (tag) => wave(Number(tag.slice(4)), Date.now() * 1_000),
};

test.use({
  plantDevices: [[device], { scope: 'test' }],
  plantHistory: [
    pens.map(({ uid }, at) => ({
      tagUid: uid,
      fromUs: startUs - POINTS * SECOND,
      toUs: startUs - SECOND,
      stepUs: SECOND,
      value: (timeUs: number) => wave(at + 1, timeUs),
    })),
    { scope: 'test' },
  ],
});

test(`check 33: ${PENS} pens of ${POINTS} points pan and zoom`, async ({ workstation }) => {
  const { page } = workstation;
  const trend = new TrendPage(workstation);
  await trend.open(
    POINTS * 1_000,
    pens.map(({ id }) => ['rig', id] as const),
  );
  await expect.poll(async () => (await trend.ink(1)).filter(Boolean).length, { timeout: 30_000 }).toBeGreaterThan(300);
  await page.waitForTimeout(2_000);
  const box = (await trend.chart.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.evaluate(() => {
    const seen = { frames: 0, longest: 0, tasks: [] as number[], startMs: performance.now() };
    const turn = (): void => {
      seen.frames++;
      requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.tasks.push(entry.duration);
    }).observe({ entryTypes: ['longtask'] });
    Object.assign(window, { seen });
  });
  const endMs = Date.now() + MOVING_MS;
  for (let at = 0; Date.now() < endMs; at++) {
    // Zooms in and out, and pans with Shift, as one does with a wheel: some thirty notches a second.
    if (at % 8 < 4) await page.mouse.wheel(0, at % 16 < 8 ? -60 : 60);
    else {
      await page.keyboard.down('Shift');
      await page.mouse.wheel(0, at % 16 < 8 ? -80 : 60);
      await page.keyboard.up('Shift');
    }
    await page.waitForTimeout(25);
  }
  await expect(page.getByRole('combobox', { name: 'Span' })).toHaveValue('other');
  const { fps, longest } = await page.evaluate(() => {
    const { seen } = window as unknown as { seen: { frames: number; tasks: number[]; startMs: number } };
    return { fps: (seen.frames * 1_000) / (performance.now() - seen.startMs), longest: Math.max(0, ...seen.tasks) };
  });
  const readoutMs = await page.evaluate(async () => {
    const over = document.querySelector('.u-over')!;
    const { left, top, width } = over.getBoundingClientRect();
    const took: number[] = [];
    for (let at = 0; at < 60; at++) {
      const startMs = performance.now();
      over.dispatchEvent(
        new MouseEvent('mousemove', { clientX: left + (width * at) / 60, clientY: top + 50, bubbles: true }),
      );
      took.push(performance.now() - startMs);
      await new Promise((done) => requestAnimationFrame(done));
    }
    return took.sort((a, b) => a - b)[Math.floor(took.length * 0.95)]!;
  });
  printFigure(
    `trend, ${PENS} pens × ${POINTS} points: ${fps.toFixed(0)} frames/s (≥ 30), longest task ${longest.toFixed(0)} ms (≤ 100), ` +
      `read-out p95 ${readoutMs.toFixed(1)} ms (≤ 16)`,
  );
  expect(fps).toBeGreaterThanOrEqual(30);
  expect(longest).toBeLessThanOrEqual(100);
  expect(readoutMs).toBeLessThanOrEqual(16);
});
