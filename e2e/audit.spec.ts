import { readFile } from 'node:fs/promises';
import { expectNoBreach } from './accessibility.ts';
import { expect, test } from './workstation.ts';

test('the audit trail says who did what, shows what changed, and whether its chain holds', async ({ workstation }) => {
  const { page } = workstation;
  const api = `${workstation.service.address}/api/v1`;
  const changed = await page.request.patch(`${api}/devices/boiler-1`, {
    headers: { 'if-match': '1' },
    data: { patch: { poll_interval: '250ms' }, comment: 'Faster boiler' },
  });
  expect(changed.status(), await changed.text()).toBe(200);
  const write = { device_id: 'boiler-1', tag_id: 'setpoint', value: 50, reason: 'Trial' };
  expect((await page.request.post(`${api}/writes`, { data: write })).status()).toBe(200);
  await workstation.open('/w/users/audit');
  await expect(page.getByTestId('chain')).toContainText(/Verified to .*entr/);
  const rows = page.getByRole('grid', { name: 'Audit trail' }).getByRole('row');
  await expect(rows.filter({ hasText: 'config.applied' })).toContainText('Faster boiler');
  await expect(rows.filter({ hasText: 'write.refused' })).toContainText('NOT_ARMED');
  await expect(rows.filter({ hasText: 'system.started' })).toBeVisible();
  await expectNoBreach(page);

  // Verified before the list looked again by itself: the entry that came meanwhile is not passed over.
  expect((await page.request.post(`${api}/writes`, { data: write })).status()).toBe(200);
  await page.getByRole('button', { name: 'Verify now' }).click();
  await expect(rows.filter({ hasText: 'write.refused' })).toHaveCount(2, { timeout: 10_000 });

  await page.getByRole('combobox', { name: /^Filter/ }).fill('action:config dev:boiler* is:ok');
  await expect(rows.filter({ hasText: 'system.started' })).toHaveCount(0);
  await rows.filter({ hasText: 'config.changeDevice' }).getByRole('gridcell').first().click();
  const entry = page.getByRole('complementary', { name: 'Entry' });
  await expect(entry).toContainText('device boiler-1');
  await expect(entry.getByRole('table')).toContainText('250ms');

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'JSON, signed' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/^audit .*\.zip$/);
  expect((await readFile(await file.path())).subarray(0, 2).toString()).toBe('PK');

  await page.getByRole('button', { name: 'Clear filter (Esc)' }).click();
  await page.getByRole('button', { name: 'Verify now' }).click();
  await expect(rows.filter({ hasText: 'audit.exported' })).toBeVisible({ timeout: 10_000 });
  await page.getByRole('combobox', { name: 'Time' }).selectOption('From … to …');
  await page.getByRole('textbox', { name: 'To' }).fill('now-1h');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByText('No entry passes that was read so far.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filter and time' }).click();
  await expect(rows.filter({ hasText: 'system.started' })).toBeVisible();
});
