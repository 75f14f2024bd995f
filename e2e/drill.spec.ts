import { expectNoBreach, expectPlainWords } from './accessibility.ts';
import { expect, type PlantDevice, test } from './plant.ts';

const device: PlantDevice = {
  file: {
    id: 'rig',
    name: 'Rig',
    simulated: 'waves',
    poll_interval: '200ms',
    tags: [{ id: 'level', name: 'Level', address: '40001', data_type: 'int16' }],
  },
};

test.use({ plantDevices: [[device], { scope: 'test' }] });

test('an engineer cuts the historian on purpose, every window says so, and the page shows what was proved', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/drills');
  await page.getByRole('button', { name: 'Start a drill…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Start an outage drill' });
  await expect(dialog.getByRole('button', { name: 'Cut', exact: true })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'Historian' }).check();
  await dialog.getByRole('combobox', { name: 'For' }).selectOption('10');
  await expectNoBreach(page);
  await dialog.getByRole('button', { name: 'Cut for 10 s' }).click();

  const strip = page.getByRole('status').filter({ hasText: 'Outage drill by' });
  await expect(strip).toContainText('Historian is cut until', { timeout: 15_000 });
  await strip.getByRole('button', { name: 'End now' }).click();
  await expect(strip).toBeHidden();
  const row = page.getByRole('row').filter({ hasText: 'Ended early' });
  await expect(row).toBeVisible();
  await expectPlainWords(page);
  await row.dblclick();
  await expect(page.getByRole('heading', { name: 'Ended early' })).toBeVisible();
  await expect(page.getByText('everything that was cut is restored')).toBeVisible();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as PDF' }).click();
  expect((await saved).suggestedFilename()).toMatch(/^outage-drill-.*\.pdf$/);
});
