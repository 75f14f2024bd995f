import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expectNoBreach, expectPlainWords } from './accessibility.ts';
import { expect, type PlantDevice, test } from './plant.ts';

const SECOND = 1e6;
const DAY_US = Date.UTC(2026, 1, 3) * 1_000;
const levelUid = randomUUID();
const device: PlantDevice = {
  file: {
    id: 'rig',
    name: 'Rig',
    tags: [{ id: 'level', uid: levelUid, name: 'Level', address: '40001', data_type: 'float32', unit: 'm' }],
  },
};

test.use({
  plantDevices: [[device], { scope: 'test' }],
  plantHistory: [
    [
      {
        fromUs: DAY_US,
        toUs: DAY_US + 86_400 * SECOND,
        stepUs: 10 * SECOND,
        tagUid: levelUid,
        value: (us: number) => (us - DAY_US) / SECOND,
      },
    ],
    { scope: 'test' },
  ],
  timezoneId: 'UTC',
});

test('a whole range becomes a file by a job of the gateway, which the panel shows', async ({ workstation }) => {
  const { page } = workstation;
  const question = { tags: ['rig/level'], from: '2026-02-03', to: '2026-02-04', interval: '1h', timeZone: 'UTC' };
  await workstation.open(`/w/historian/${Buffer.from(JSON.stringify(question)).toString('base64url')}`);
  await expect(page.getByRole('list', { name: 'Lines' })).toContainText('Level avg');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /^Whole range/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Export history' });
  await expect(dialog.getByRole('status')).toContainText('About 24 rows of 1 tags');
  await dialog.getByRole('combobox', { name: 'Rows' }).selectOption('Every stored point');
  await expect(dialog.getByRole('status')).toContainText(/About 8.640 rows of 1 tags/);
  await expectNoBreach(page);
  await expectPlainWords(page);
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('history 2026-02-03T00-00 to 2026-02-04T00-00.csv');
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines.length).toBe(8_641);
  expect(lines[2]).toMatch(/^2026-02-03T00:00:10\.000Z,.*rig\/level,10,192,m,0,,$/);
  const job = page.getByRole('list', { name: 'Jobs' }).getByRole('listitem').first();
  await expect(job).toContainText(/Done.*Export .*8,640 rows of 1 tags/);
  const again = page.waitForEvent('download');
  await job.getByRole('button', { name: /^Save the file/ }).click();
  await again;
});
