import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from '../plant.ts';
import { printFigure } from '../print-figure.ts';
import { TrendPage } from '../trend-page.ts';
import { Journey } from './journey.ts';

const SECOND = 1e6;
const DAY = 86_400 * SECOND;
const nowUs = Math.floor(Date.now() / 1_000) * SECOND;
const SIGNALS = ['Steam', 'Feed', 'Drum', 'Flue', 'Air', 'Fuel', 'Oxygen', 'Load'];
const signals = SIGNALS.map((name) => ({ id: name.toLowerCase(), uid: randomUUID(), name }));
/** A start-up six hours ago, and another one the day before at the same hour. */
const startUs = nowUs - 6 * 3_600 * SECOND;
const runOf = (signal: number, timeUs: number): number => {
  const sinceS = (timeUs - (timeUs < nowUs - DAY / 2 ? startUs - DAY : startUs)) / SECOND;
  const rise = sinceS < 0 ? 0 : 1 - Math.exp(-sinceS / (600 + 60 * signal));
  return 10 * signal + 80 * rise;
};

test.use({
  plantDevices: [
    [
      {
        file: {
          id: 'boiler',
          name: 'Boiler',
          poll_interval: '1s',
          tags: signals.map(({ id, uid, name }, at) => ({
            ...{ id, uid, name, address: String(40_001 + 2 * at), data_type: 'float32', unit: 'bar' },
          })),
        },
        value: (tag) =>
          runOf(
            signals.findIndex(({ id }) => id === tag),
            Date.now() * 1_000,
          ),
      },
    ],
    { scope: 'test' },
  ],
  plantHistory: [
    signals.map(({ uid }, at) => ({
      tagUid: uid,
      fromUs: nowUs - 2 * DAY,
      toUs: nowUs - SECOND,
      stepUs: 10 * SECOND,
      value: (timeUs: number) => runOf(at, timeUs),
    })),
    { scope: 'test' },
  ],
});

test('journey 11: a start-up is measured, laid over that of yesterday, annotated and saved for the report', async ({
  workstation,
}) => {
  const { page } = workstation;
  const journey = await Journey.start(page, {
    number: 11,
    title: 'Trend of a start-up',
    replaces: 'UaExpert and Excel',
    theirs: [
      'UaExpert: add a History Trend View',
      ...SIGNALS.map((name) => `drag ${name} into it`),
      'set the start of the day',
      'set its end',
      'update',
      'frame the start-up',
      'export its values as CSV',
      'name the file',
      'Excel: open the file',
      'write the formulas of difference, least, largest, mean, deviation and slope',
      'fill them over the eight columns',
      'insert a chart of them',
      'UaExpert: set the start of yesterday',
      'set its end',
      'update',
      'export its values as CSV',
      'name the file',
      'Excel: open the file',
      'copy its columns beside the others',
      'write the formula that lays its times on those of today',
      'fill it down',
      'add the series to the chart',
      'insert a text box',
      'write the note',
      'save the chart as a picture',
      'name the file',
    ],
    limitS: 60,
  });
  const trend = new TrendPage(workstation);
  const isDrawn = async (slot: number): Promise<boolean> =>
    (await trend.ink(slot)).filter((column) => column !== undefined).length > 200;
  await workstation.open('/w/devices');
  await journey.step('see the signals live', async () => {
    await page.getByRole('treeitem', { name: 'Boiler' }).click();
    await expect(workstation.row('Steam').first()).toContainText('Good');
  });
  await journey.step('put them into a trend', async () => {
    await workstation.row('Steam').getByRole('gridcell', { name: 'Steam', exact: true }).click();
    await page.keyboard.press('Control+a');
    await page.getByRole('button', { name: /Add to trend/ }).click();
    await expect(page.getByRole('region', { name: 'Pens' }).getByRole('listitem')).toHaveCount(SIGNALS.length);
  });
  await journey.step('see the whole day', async () => {
    const askedMs = await page.evaluate(() => performance.now());
    await page.getByLabel('Span').selectOption('24 h');
    await expect.poll(() => isDrawn(1), { intervals: [20] }).toBe(true);
    const shownMs = (await page.evaluate(() => performance.now())) - askedMs;
    printFigure(
      `${SIGNALS.length} pens of 24 h are drawn ${shownMs.toFixed(0)} ms after they were asked for (300 on a machine of its own)`,
    );
  });
  const plot = (await page.locator('.u-over').boundingBox())!;
  const xOf = (timeUs: number): number => plot.x + plot.width * (1 - (Date.now() * 1_000 - timeUs) / DAY);
  await journey.step('frame the start-up', async () => {
    await page.mouse.move(xOf(startUs - 1_800 * SECOND), plot.y + 60);
    await page.mouse.down();
    await page.mouse.move(xOf(startUs + 7_200 * SECOND), plot.y + 160, { steps: 4 });
    await page.mouse.up();
    await expect(page.getByText(/Paused at/)).toBeVisible();
  });
  const measured = page.getByRole('region', { name: 'Measure' });
  await journey.step('measure between two cursors', async () => {
    await page.mouse.click(plot.x + plot.width * 0.25, plot.y + 40);
    await page.keyboard.down('Shift');
    await page.mouse.click(plot.x + plot.width * 0.75, plot.y + 40);
    await page.keyboard.up('Shift');
    await expect(measured).toContainText('Statistics between A and B');
    await expect(measured.getByRole('row').filter({ hasText: 'Steam' }).getByRole('cell').last()).toHaveText(/^4\d\d$/);
  });
  await journey.step('lay yesterday behind it', async () => {
    await page.getByRole('button', { name: 'Compare…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Compare' }).click();
    await expect(measured).toContainText('Steam, yesterday');
    // Yesterday's run was the same: so are its figures.
    const row = (at: number): Promise<readonly string[]> =>
      measured.getByRole('row').nth(at).getByRole('cell').allInnerTexts();
    await expect.poll(async () => (await row(2))[5]).toMatch(/\d/);
    const [own, other] = [await row(1), await row(2)];
    expect(other[0]).toContain('1′');
    const max = (cells: readonly string[]): number => Number.parseFloat(cells[5]!.replace(/[^\d.]/g, ''));
    expect(Math.abs(max(own) - max(other))).toBeLessThan(2);
  });
  await journey.step('write a note', async () => {
    await page.getByRole('button', { name: 'Note' }).click();
    await page.getByLabel('What happened there').fill('Burner 2 late');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'Pens' })).toContainText('Burner 2 late');
  });
  const saved = async (as?: string): Promise<Buffer> => {
    await page.getByRole('button', { name: 'Export…' }).click();
    if (as !== undefined) await page.getByLabel('As', { exact: true }).selectOption(as);
    const download = page.waitForEvent('download');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    return readFile(await (await download).path());
  };
  await journey.step('save its values', async () => {
    const rows = (await saved()).toString().trimEnd().split('\r\n');
    expect(rows.length).toBeGreaterThan(SIGNALS.length * 800);
  });
  await journey.step('save the picture', async () => {
    expect((await saved('PNG, a picture')).readUInt32BE(16)).toBe(1_600);
  });
  await journey.end();
});
