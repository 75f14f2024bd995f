import { randomUUID } from 'node:crypto';
import { expectNoBreach, expectPlainWords, smallTargets } from './accessibility.ts';
import { expect, type PlantDevice, test } from './plant.ts';

const SECOND = 1e6;
const DAY_US = Date.UTC(2026, 1, 3) * 1_000;
const [levelUid, flowUid] = [randomUUID(), randomUUID()];
const range = { raw_low: 0, raw_high: 1_000, eu_low: 0, eu_high: 100 };
const device: PlantDevice = {
  file: {
    id: 'rig',
    name: 'Rig',
    tags: [
      { id: 'level', uid: levelUid, name: 'Level', address: '40001', data_type: 'int16', unit: 'm', ...range },
      { id: 'flow', uid: flowUid, name: 'Flow', address: '40002', data_type: 'int16', unit: 'm3/h', ...range },
    ],
  },
};
const hour = { fromUs: DAY_US, toUs: DAY_US + 3_600 * SECOND, stepUs: 10 * SECOND };
const stored = (us: number): number => Math.round(((us - DAY_US) / SECOND / 10) % 1_000) * 0.1;

test.use({
  plantDevices: [[device], { scope: 'test' }],
  plantConfig: [{ historian: { raw: '3650d', hourly: '3650d', daily: '3650d' } }, { scope: 'test' }],
  plantHistory: [
    [
      { ...hour, tagUid: levelUid, value: stored },
      { ...hour, tagUid: flowUid, value: stored },
    ],
    { scope: 'test' },
  ],
  timezoneId: 'UTC',
});

test('edits are replayed through history before they are applied, and the jobs panel shows what was found', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/rig/tags');
  await workstation.row('Level').locator('[data-column="euHigh"]').click();
  await page.keyboard.type('1000');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Review' }).click();
  await page
    .getByRole('dialog', { name: /Review edits/ })
    .getByRole('button', { name: 'Compare with history…' })
    .click();

  const form = page.getByRole('form', { name: 'Compare with history' });
  await expect(form.getByRole('combobox', { name: 'run through' })).toContainText(
    'Edits of Rig, not applied (1 edited)',
  );
  await form.getByRole('textbox', { name: 'Values from' }).fill('2026-02-03');
  await form.getByRole('textbox', { name: 'to', exact: true }).fill('2026-02-02');
  await form.getByRole('button', { name: 'Compare' }).click();
  await expect(form.getByRole('alert')).toContainText('is not after');
  await form.getByRole('textbox', { name: 'to', exact: true }).fill('2026-02-04');
  await form.getByRole('button', { name: 'Compare' }).click();

  await expect(page.getByText('1 of 2 tags differs: × 10.')).toBeVisible();
  const line = workstation.row('rig/level');
  await expect(line).toContainText('Differs');
  await expect(line.locator('[data-column="compared"]')).toHaveText('360');
  await line.click();
  const detail = page.getByRole('region', { name: 'Found of rig/level' });
  await expect(detail).toContainText('Most: 35.9 m → 359 m');
  await expectNoBreach(page);
  await expectPlainWords(page);
  expect(await smallTargets(page)).toEqual([]);

  await page.getByRole('tab', { name: /^Compare with history/ }).press('Delete');
  await page.keyboard.press('Control+j');
  await page.getByRole('tab', { name: 'Jobs' }).click();
  const job = page.getByRole('list', { name: 'Jobs' }).getByRole('listitem').first();
  await expect(job).toContainText(/Done.*Compare revision 1 \(running\) with the edits that are not applied/);
  await job.getByRole('button', { name: /^Show/ }).click();
  await expect(page.getByText('1 of 2 tags differs: × 10.').first()).toBeVisible();
  await workstation.row('rig/level').click();
  await detail.getByRole('button', { name: 'Show stored values' }).click();
  await expect(page.getByRole('list', { name: 'Lines' })).toContainText('Level');
});
