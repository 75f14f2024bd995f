import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expectNoBreach, expectPlainWords } from './accessibility.ts';
import { expect, type PlantDevice, test } from './plant.ts';

const SECOND = 1e6;
const HOUR = 3_600 * SECOND;
const [levelUid, flowUid] = [randomUUID(), randomUUID()];
/** A whole day that is long over, by the clocks of UTC. */
const DAY_US = Date.UTC(2026, 1, 3) * 1_000;
const device: PlantDevice = {
  file: {
    id: 'rig',
    name: 'Rig',
    tags: [
      { id: 'level', uid: levelUid, name: 'Level', address: '40001', data_type: 'float32', unit: 'm' },
      { id: 'flow', uid: flowUid, name: 'Flow', address: '40003', data_type: 'float32', unit: 'L/s' },
    ],
  },
};
const stored = { fromUs: DAY_US, toUs: DAY_US + 24 * HOUR, stepUs: 10 * SECOND };
/** Rises by one an hour. */
const level = (us: number): number => Math.floor((us - DAY_US) / HOUR);

test.use({
  plantDevices: [[device], { scope: 'test' }],
  plantHistory: [
    [
      { ...stored, tagUid: levelUid, value: level },
      { ...stored, tagUid: flowUid, value: (us) => 100 - 2 * level(us) },
    ],
    { scope: 'test' },
  ],
  timezoneId: 'UTC',
});

const field = (page: Page, name: string): Locator =>
  page.getByRole('textbox', { name, exact: true }).or(page.getByRole('combobox', { name, exact: true }));
async function typed(page: Page, name: string, text: string): Promise<void> {
  await field(page, name).fill(text);
  await field(page, name).press('Enter');
}

test('a question is built, asked by keyboard, and its answer looked at in every way', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/historian');
  await typed(page, 'Device/tag or topic, with +, # and *', 'rig/*');
  await typed(page, 'From', '2026-02-03');
  await typed(page, 'to', '2026-02-04 00:00');
  await typed(page, 'Interval', '1h');
  await expect(page.getByTestId('historian-estimate')).toHaveText(
    /17.280 points → 48 rows, from 1-hour averages, every 1h/,
  );
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('application', { name: /^Chart of the answer/ }).locator('canvas')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Data health' })).toContainText('Level100.0 % covered0 gaps · 0 % Bad');
  const views = {
    Chart: () => expect(page.getByRole('list', { name: 'Lines' })).toContainText('Level avg'),
    Table: () => expect(page.getByRole('row').filter({ hasText: '2026-02-03 13:00:00' })).toContainText('13'),
    Stats: () => expect(page.getByRole('row').filter({ hasText: 'rig · Level' })).toContainText('11.5'),
    XY: () =>
      expect(page.getByRole('img', { name: /Flow avg over Level avg: 24 pairs, correlation -1.000/ })).toBeVisible(),
    Histogram: () => expect(page.getByRole('img', { name: /Histogram of Level avg: 24 values/ })).toBeVisible(),
  };
  for (const [at, [name, isThere]] of Object.entries(views).entries()) {
    await page.getByRole('tab', { name, exact: true }).click();
    await isThere();
    const colorScheme = at % 2 === 0 ? 'light' : 'dark';
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    await expectNoBreach(page);
  }
  await page.getByRole('button', { name: 'SQL' }).click();
  await expect(page.getByRole('region', { name: 'SQL of the question' })).toContainText('FROM nexus.metrics_1hour');
  await expectNoBreach(page);
  await expectPlainWords(page);
  expect(workstation.complaints).toEqual([]);
});

test('a question is shared by its address, kept in the project, and its table saved as a file', async ({
  workstation,
}) => {
  const { page } = workstation;
  const question = {
    tags: ['rig/level'],
    from: '2026-02-03',
    to: '2026-02-03 06:00',
    interval: '1h',
    aggregates: ['avg', 'twa'],
  };
  await workstation.open(`/w/historian/${Buffer.from(JSON.stringify(question)).toString('base64url')}`);
  await expect(page.getByRole('list', { name: 'Lines' })).toContainText('Level time-weighted');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Night shift, tank 4');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/w\/query\/night-shift-tank-4$/);
  await page.goto(`${workstation.service.address}/w/query/night-shift-tank-4`);
  await expect(page.getByRole('list', { name: 'Lines' })).toContainText('Level time-weighted');
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'CSV of what is shown' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect(text.split('\r\n').slice(0, 3)).toEqual([
    'time,Level avg (m),Level time-weighted (m)',
    '2026-02-03T00:00:00.000Z,0,0',
    '2026-02-03T01:00:00.000Z,1,1',
  ]);
});

test('check 34: what cannot be asked is said at its field with what is allowed, and what is not there with what is near', async ({
  workstation,
}) => {
  const { page } = workstation;
  const question = { tags: ['rig/level', 'rig/gone'], from: '2026-02-06', to: '2026-02-07', interval: '1h' };
  await workstation.open(`/w/historian/${Buffer.from(JSON.stringify(question)).toString('base64url')}`);
  await expect(
    page.getByText(
      /No samples for Level between 2026-02-06 00:00:00 and 2026-02-07 00:00:00\. Nearest data: until 2026-02-03 23:59:50/,
    ),
  ).toBeVisible();
  await expect(page.getByText('No tag of this project matches “rig/gone”.')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'rig/gone' })).toContainText('no such tag');
  await page.getByRole('button', { name: 'Go to 2026-02-03 23:59:50' }).click();
  await expect(page.getByRole('list', { name: 'Lines' })).toContainText('Level avg');

  const message = (id: string): Locator => page.locator(`[data-msg="${id}"]`);
  await typed(page, 'From', 'yesterdy');
  await expect(message('time.parse')).toHaveText(
    '“yesterdy” is not a time. Try 14:05, 2026-02-03 08:00, now-6h or now/d.',
  );
  await typed(page, 'From', '2026-02-03');
  await expect(message('time.parse')).toHaveCount(0);
  await typed(page, 'to', '2026-02-02');
  await expect(message('time.order')).toHaveText('“To” 2026-02-02 is before “From” 2026-02-03.');
  await page.getByRole('button', { name: 'Swap' }).click();
  await expect(message('time.order')).toHaveCount(0);
  await typed(page, 'Only when', 'rig/flow = ');
  await expect(page.getByText('“rig/flow = ” has no value after “=”.')).toBeVisible();
  await typed(page, 'Only when', '');
  await typed(page, 'Interval', '10ms');
  await expect(message('hist.size')).toContainText('the limit is 2 million. Use averages of');
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeDisabled();
  await page.getByRole('button', { name: 'Use 1s' }).click();
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
  await expectPlainWords(page);
});
