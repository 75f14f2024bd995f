import { expectNoBreach } from './accessibility.ts';
import { expect, test } from './plant.ts';
import { BOILER, Watch } from './watch-page.ts';

test.use({ plantDevices: [BOILER] });

test('an address is looked at without a tag, in any form, read at once with all rows, and made a tag', async ({
  plant,
  workstation,
}) => {
  const watch = await Watch.open(plant, workstation);
  const { page } = workstation;
  const box = page.getByRole('combobox', { name: 'Tag or address to add' });
  await box.fill('=boi');
  await expect(page.getByRole('option', { name: /^=boiler-1/ })).toBeVisible();
  await box.press('Enter');
  await expect(box).toHaveValue('=boiler-1 ');
  await box.fill('=boiler-1 40005 uint16');
  await box.press('Enter');
  const rowOf = (text: string) => page.getByRole('grid').getByRole('row').filter({ hasText: text });
  const row = rowOf('40005 uint16 boiler-1');
  await expect(row).toContainText('no tag');
  await expect(row).toContainText('30');
  await expect(row).toContainText('Good');
  await box.fill('=boiler-1 99999999');
  await box.press('Enter');
  await expect(rowOf('99999999 boiler-1')).toContainText('99999999');
  await expect(rowOf('99999999 boiler-1').locator('[data-state="bad"]')).toBeVisible();
  // The same form by the menu, which keys open as well.
  await page.getByRole('gridcell', { name: /^40005 uint16/ }).click();
  await page.getByRole('grid').focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Show as hexadecimal' }).click();
  await expect(row).toContainText('0x001E');
  await page.getByRole('button', { name: 'Columns ▾' }).click();
  for (const title of ['Raw', 'Min', 'Max', 'Changes', 'Last 30 s', 'Gateway time'])
    await page.getByRole('checkbox', { name: title, exact: true }).check();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader', { name: 'Changes' })).toBeVisible();
  await expect(watch.row('Steam pressure').getByRole('img', { name: 'Last 30 s of Steam pressure' })).toBeVisible();
  await expect(watch.row('Zone 1 setpoint')).toContainText('42.0');
  await page.getByRole('grid').focus();
  await page.keyboard.press('F9');
  await expect(page.getByText(/^Read once .*: 5 of 6 rows$/)).toBeVisible();
  await expect(rowOf('99999999 boiler-1')).toContainText(/Not read once: /);
  await expectNoBreach(page);
  await page.getByRole('gridcell', { name: /^40005 uint16/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Make tag…' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Fan speed again');
  await page.keyboard.press('Enter');
  await expect(watch.row('Fan speed again')).toContainText('30');
  await expect(watch.row('Fan speed again')).not.toContainText('no tag');
  await page.getByRole('button', { name: 'Report', exact: true }).click();
  const report = page.getByRole('article', { name: 'Report of Boiler SAT' });
  await expect(report.getByRole('row').filter({ hasText: 'Fan speed again' })).toContainText(/30.*Good.*UTC/);
  await expect(report.getByRole('row').filter({ hasText: '99999999' })).toContainText('Not read');
  await expectNoBreach(page);
  expect(plant.writeFrames()).toEqual([]);
  expect(workstation.complaints).toEqual([]);
});
