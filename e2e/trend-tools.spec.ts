import { expectNoBreach } from './accessibility.ts';
import { expect, test } from './plant.ts';
import { TrendPage } from './trend-page.ts';
import { rig, rigHistory } from './trend-rig.ts';

test.use({
  plantDevices: [[rig], { scope: 'test' }],
  plantHistory: [rigHistory, { scope: 'test' }],
});

test('yesterday is drawn behind a pen, read and measured beside it, laid onto cursor A, and kept with the trend', async ({
  workstation,
}, info) => {
  const { page } = workstation;
  const trend = new TrendPage(workstation);
  await trend.open(30 * 60_000, [['rig', 'wave']]);
  await trend.chart.focus();
  await page.keyboard.press('o');
  const dialog = page.getByRole('dialog', { name: 'Compare with another time' });
  await expect(dialog.getByRole('radio', { name: 'The same time yesterday' })).toBeFocused();
  await page.keyboard.press('Enter');
  const pens = page.getByRole('region', { name: 'Pens' });
  await expect(pens).toContainText(/1′ 20 bar · \d{4}-\d\d-\d\d/);
  await page.screenshot({ path: info.outputPath('compare.png') });

  // What is measured of it are the samples of yesterday.
  await page.keyboard.press('s');
  const row = page.getByRole('region', { name: 'Measure' }).getByRole('row').filter({ hasText: 'Wave, yesterday' });
  await expect(row.getByRole('cell').last()).toHaveText(/^1799|180[01]$/);
  await expect(row.getByRole('cell').nth(3)).toHaveText('20');

  // A start that is no time is named; one that is lies at cursor A.
  await trend.chart.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('a');
  await page.keyboard.press('o');
  await dialog.getByRole('radio', { name: 'From a start of its own' }).check();
  await dialog.getByRole('textbox', { name: 'Start' }).fill('yesterdy');
  await dialog.getByRole('radio', { name: /at cursor A/ }).check();
  await page.keyboard.press('Enter');
  await expect(dialog.locator('[data-msg="time.parse"]')).toContainText('“yesterdy” is not a time.');
  await dialog.getByRole('textbox', { name: 'Start' }).fill('now-25h');
  await dialog.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByText(/Compared with another time/)).toBeVisible();
  await expect(row).toHaveCount(0);
  await expect(pens).toContainText(/1′ 20 bar/);
  await page.screenshot({ path: info.outputPath('aligned.png') });

  await page.reload();
  await trend.canvas.waitFor();
  await expect(page.getByText(/Compared with another time/)).toBeVisible();
  await page.getByRole('button', { name: 'Stop comparing' }).click();
  await expect(pens).not.toContainText('1′');
});

test('an axis is zoomed, moved, typed and fitted by mouse and by keys, pens have a look of their own, and the trend keeps it', async ({
  workstation,
}, info) => {
  const { page } = workstation;
  const trend = new TrendPage(workstation);
  await trend.open(5 * 60_000, [
    ['rig', 'wave'],
    ['rig', 'level'],
    ['rig', 'pump'],
  ]);
  const form = page.getByRole('dialog', { name: 'Pens and axes' });
  const ends = async (): Promise<readonly string[]> => {
    await page.getByRole('button', { name: 'Look and scale of pen 1, Wave' }).click();
    const found = [await form.getByLabel('Minimum').inputValue(), await form.getByLabel('Maximum').inputValue()];
    await page.keyboard.press('Escape');
    return found;
  };
  expect(await ends()).toEqual(['', '']);

  // Typed; what cannot be is told.
  await trend.chart.focus();
  await page.keyboard.press('e');
  await form.getByLabel('Minimum').fill('10');
  await form.getByLabel('Maximum').fill('5');
  await page.keyboard.press('Enter');
  await expect(form.locator('[data-msg="axis.order"]')).toHaveText('Axis minimum 10 is not below maximum 5.');
  await form.getByLabel('Minimum').fill('0');
  await form.getByLabel('Maximum').fill('200');
  await form.getByLabel('Drawn as').selectOption('points');
  await form.getByLabel('Colour').selectOption('violet');
  await expectNoBreach(page);
  await form.getByRole('button', { name: 'Set' }).click();
  expect(await ends()).toEqual(['0', '200']);
  await expect.poll(async () => (await trend.ink(5)).some((column) => column !== undefined)).toBe(true);

  // By keys: of the first axis a tenth up, then closer.
  await trend.chart.focus();
  await page.keyboard.press('y');
  const said = page.locator('.chart-said');
  await expect(said).toHaveText('The axis of bar: 0 to 200.');
  await page.keyboard.press('ArrowUp');
  await expect(said).toHaveText('The axis of bar: 20 to 220.');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(said).toHaveText('The axis of bar: 40 to 200.');
  await expect.poll(ends).toEqual(['40', '200']);

  // By mouse: the wheel zooms about the pointer, dragging moves, double-click fits.
  const plot = (await page.locator('.u-over').boundingBox())!;
  const [x, y] = [plot.x - 20, plot.y + plot.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, 300);
  await expect.poll(async () => Number((await ends())[1])).toBeGreaterThan(210);
  const before = Number((await ends())[0]);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 80, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Number((await ends())[0])).toBeGreaterThan(before + 5);
  await page.screenshot({ path: info.outputPath('axes.png') });
  await page.reload();
  await trend.canvas.waitFor();
  expect(Number((await ends())[0])).toBeGreaterThan(before + 5);
  await page.mouse.dblclick(x, y);
  await expect.poll(ends).toEqual(['', '']);
});

test('what happened beside the values stands in lanes, is listed, and leads to its page', async ({
  plant,
  workstation,
}, info) => {
  const { page } = workstation;
  const api = `${workstation.service.address}/api/v1`;
  const trend = new TrendPage(workstation);
  await trend.open(60_000, [['rig', 'wave']]);
  const { etag } = (await page.request.get(`${api}/devices/rig/config`)).headers();
  const named = await page.request.patch(`${api}/devices/rig`, {
    headers: { 'if-match': etag! },
    data: { patch: { description: 'Test rig' }, comment: 'Named' },
  });
  expect(named.status(), await named.text()).toBe(200);
  for (const lane of ['Show writes', 'Show outages', 'Show revisions']) {
    await page.getByRole('button', { name: 'Events' }).click();
    await page.getByRole('menuitem', { name: lane }).click();
  }
  await plant.simulator('rig').setFault('unplug');
  const pens = page.getByRole('region', { name: 'Pens' });
  const outage = pens.getByRole('button', { name: /Outages.*rig was away/ });
  await expect(outage).toBeVisible({ timeout: 20_000 });
  await plant.simulator('rig').setFault('none');
  const revision = pens.getByRole('button', { name: /Revision \d+ by .*: Named/ });
  await expect(revision).toBeVisible();
  await page.screenshot({ path: info.outputPath('events.png') });
  // The tick in the lowest lane is the revision; pressing it shows what was changed.
  await revision.click();
  const changes = page.getByRole('dialog', { name: /^Revision \d+/ });
  await expect(changes).toContainText('Description');
  await page.keyboard.press('Escape');
  const scale = (await page.request.get(`${api}/trend-events?fromUs=0&toUs=${Date.now() * 1_000 + 1e9}`)).json();
  const { events } = (await scale) as { events: { kind: string; atUs: number; text: string }[] };
  const { atUs } = events.findLast(({ text }) => text.endsWith(': Named'))!;
  await page.getByRole('button', { name: 'Pause' }).click();
  const pausedUs = Date.now() * 1_000;
  // The strip that says so takes its place from the chart, which has its new size with the next frame.
  await expect(page.getByText(/Paused at/)).toBeVisible();
  await page.waitForTimeout(100);
  const plot = (await page.locator('.u-over').boundingBox())!;
  const x = plot.x + plot.width * (1 - (pausedUs - atUs) / 60e6);
  await page.mouse.click(x, plot.y + plot.height - 6);
  await expect(changes).toBeVisible();
  await expectNoBreach(page);
  await page.keyboard.press('Escape');
  await outage.click();
  await expect(page).toHaveURL(/device\/rig\/breaker$/);
});
