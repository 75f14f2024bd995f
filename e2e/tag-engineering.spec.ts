import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { axe, bar, cell, grid, paste, texts } from './tag-table.ts';
import { expect, test, type Workstation } from './workstation.ts';

const fileOf = ({ service }: Workstation): string =>
  readFileSync(join(service.folder, 'devices/boiler-1.yaml'), 'utf8');

/** New rows at the end, from the name on; the first of them is selected down to the last. */
async function addRows(workstation: Workstation, lines: readonly string[]): Promise<void> {
  await workstation.page.getByRole('button', { name: /^Tag$/ }).click();
  await expect(grid(workstation)).toBeFocused();
  await paste(workstation, lines.join('\n'));
  await expect(bar(workstation)).toContainText(`${lines.length} new`);
  for (let at = 1; at < lines.length; at++) await workstation.page.keyboard.press('Shift+ArrowDown');
}

test('many tags are changed in one step: by properties and formulas, and by find and replace; each is one undo', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  await expect(workstation.row('Steam pressure')).toContainText('Good');
  await addRows(workstation, ['Pump_01\t40301', 'Pump_02\t40303', 'Pump_03\t40305']);
  await page.keyboard.press('Control+Shift+E');
  const dialog = page.getByRole('dialog', { name: 'Edit 3 tags' });
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveAttribute('placeholder', '(mixed)');
  await dialog.getByLabel('Name', { exact: true }).fill('= concat("L1_", nam)');
  await expect(dialog.getByText(/“nam” is neither a column nor a function/)).toBeVisible();
  await dialog.getByLabel('Name', { exact: true }).fill('= concat("L1_", name)');
  await dialog.getByLabel('Type', { exact: true }).selectOption('FLOAT32');
  await dialog.getByLabel('EU hi', { exact: true }).fill('= n * 10');
  const preview = dialog.getByRole('table', { name: 'First cells that change' });
  await expect(preview.getByRole('row', { name: 'Pump_02 Name Pump_02 L1_Pump_02' })).toBeVisible();
  await expect(dialog.getByRole('status').last()).toContainText('9 cells change');
  expect(await axe(workstation)).toEqual([]);
  await dialog.getByRole('button', { name: 'Use' }).click();
  await expect(cell(workstation, 'L1_Pump_03', 'euHigh')).toHaveText('30');
  await expect(cell(workstation, 'L1_Pump_01', 'type')).toHaveText('FLOAT32');
  await page.keyboard.press('Control+z');
  await expect(cell(workstation, 'Pump_01', 'type')).toHaveText('');
  await page.keyboard.press('Control+y');

  await page.keyboard.press('Control+h');
  const find = page.getByRole('region', { name: 'Find and replace' });
  await find.getByLabel('Find', { exact: true }).fill('pump_0');
  await expect(find).toContainText('3 matches');
  await page.keyboard.press('Enter');
  await expect(find).toContainText('1 of 3');
  await find.getByLabel('Replace by').fill('Motor ');
  await find.getByRole('button', { name: 'Replace', exact: true }).click();
  await expect(cell(workstation, 'L1_Motor 1', 'name')).toBeVisible();
  await expect(find).toContainText('2 matches');
  await find.getByLabel('Regular expression').check();
  await find.getByLabel('Find', { exact: true }).fill('L1_(\\w+?)[_ ]0?(\\d)');
  await find.getByLabel('Replace by').fill('$1-$2');
  await expect(find).toContainText('3 matches');
  await find.getByText('Preview').click();
  await expect(find.getByRole('row', { name: 'L1_Pump_02 Name L1_Pump_02 Pump-2' })).toBeVisible();
  await find.getByText('Preview').click();
  await find.getByRole('button', { name: 'Replace all' }).click();
  await expect(page.getByRole('main')).toContainText('3 cells were changed.');
  await expect(cell(workstation, 'Motor-1', 'name')).toBeVisible();
  expect(await axe(workstation)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(find).toBeHidden();
  await expect(grid(workstation)).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(cell(workstation, 'L1_Pump_02', 'name')).toBeVisible();
  expect(workstation.complaints).toEqual([]);
});

test('check 19: addresses that are off by one are shifted with what they read before and after, and taken back', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  await expect(workstation.row('Steam pressure')).toContainText('Good');
  const before = await texts(workstation, 'address');
  // As a list has them that counts from the other end: each points one register too far.
  await grid(workstation).focus();
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('menuitem', { name: /Shift addresses/ }).click();
  const dialog = page.getByRole('dialog', { name: /^Shift the addresses of/ });
  await dialog.getByLabel('By', { exact: true }).fill('1');
  await dialog.getByRole('button', { name: 'Use' }).click();
  await expect(bar(workstation)).toContainText(`${before.length} edited`);
  await expect(cell(workstation, 'Steam pressure', 'address')).toHaveText('40109');

  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.getByRole('menuitem', { name: /Shift addresses/ }).click();
  await expect(dialog.getByLabel('By', { exact: true })).toHaveValue('-1');
  const values = dialog.getByRole('table', { name: 'Values before and after' });
  const rows = values.locator('tbody tr');
  await expect(rows.nth(4)).toBeVisible();
  // Both are read from the device: what stood at the right address is a number again.
  await expect
    .poll(async () => {
      const shown = await rows.evaluateAll((all) => all.map((row) => row.querySelectorAll('td')[3]?.textContent ?? ''));
      return shown.filter((text) => /\d|True|False/.test(text)).length;
    })
    .toBeGreaterThanOrEqual(5);
  await expect(rows.first().locator('td').nth(1)).not.toHaveText('…');
  expect(await axe(workstation)).toEqual([]);
  await dialog.getByRole('button', { name: 'Use' }).click();
  await expect(bar(workstation)).toBeHidden();
  expect(await texts(workstation, 'address')).toEqual(before);
  await page.keyboard.press('Control+z');
  await expect(cell(workstation, 'Steam pressure', 'address')).toHaveText('40109');
  await page.keyboard.press('Control+z');
  await expect(bar(workstation)).toBeHidden();
  expect(workstation.complaints).toEqual([]);
});

test('check 20: rows are moved by drag and by keys to the same order, which the file keeps with its comments', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  await expect(workstation.row('Steam pressure')).toContainText('Good');
  const before = await texts(workstation, 'name');
  const [first = '', second = '', third = ''] = before;
  await cell(workstation, first, 'name').click();
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('Alt+ArrowDown');
  const moved = [second, third, first, ...before.slice(3)];
  await expect.poll(() => texts(workstation, 'name')).toEqual(moved);
  await expect(bar(workstation)).toContainText('1 moved');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(bar(workstation)).toBeHidden();

  await cell(workstation, first, 'state').click();
  const from = (await cell(workstation, first, 'state').boundingBox())!;
  const to = (await cell(workstation, third, 'state').boundingBox())!;
  await page.mouse.move(from.x + 8, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, from.y + 24, { steps: 3 });
  await page.mouse.move(to.x + 8, to.y + to.height - 3, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => texts(workstation, 'name')).toEqual(moved);
  await page.keyboard.press('Control+s');
  await expect(bar(workstation)).toBeHidden();
  expect(await texts(workstation, 'name')).toEqual(moved);
  const file = fileOf(workstation);
  expect(file.indexOf(`name: ${third}`)).toBeLessThan(file.indexOf(`name: ${first}`));
  await page.reload();
  await expect(workstation.row('Steam pressure')).toContainText('Good');
  expect(await texts(workstation, 'name')).toEqual(moved);
  await page.keyboard.press('Escape');
  expect(workstation.complaints).toEqual([]);
});

test('check 16: a series is filled by keys and by the corner of the cells, which shows it before it is done', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  await expect(workstation.row('Steam pressure')).toBeVisible();
  await addRows(workstation, ['Pump_01\t40101\tFLOAT32', ...Array.from({ length: 10 }, (_, at) => `x${at}`)]);
  for (const _ of ['address', 'type']) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Control+Shift+D');
  const names = Array.from({ length: 11 }, (_, at) => `Pump_${String(at + 1).padStart(2, '0')}`);
  const addresses = Array.from({ length: 11 }, (_, at) => String(40_101 + 2 * at));
  await expect(cell(workstation, 'Pump_11', 'address')).toHaveText('40121');
  for (const [at, name] of names.entries()) {
    await expect(cell(workstation, name, 'address')).toHaveText(addresses[at]!);
    await expect(cell(workstation, name, 'type')).toHaveText('FLOAT32');
  }
  await page.keyboard.press('Control+z');
  await expect(cell(workstation, 'x9', 'name')).toBeVisible();

  await cell(workstation, 'Pump_01', 'name').click();
  await cell(workstation, 'Pump_01', 'address').click({ modifiers: ['Shift'] });
  const corner = (await cell(workstation, 'Pump_01', 'address').boundingBox())!;
  const last = (await cell(workstation, 'x9', 'address').boundingBox())!;
  await page.mouse.move(corner.x + corner.width - 3, corner.y + corner.height - 3);
  await page.mouse.down();
  await page.mouse.move(corner.x + 20, corner.y + 60, { steps: 3 });
  await page.mouse.move(last.x + 20, last.y + 10, { steps: 5 });
  await expect(cell(workstation, 'Pump_11', 'address')).toHaveText('40121');
  await expect(cell(workstation, 'Pump_11', 'address')).toHaveAttribute('data-ghost', 'true');
  await page.keyboard.press('Escape');
  await expect(cell(workstation, 'x9', 'name')).toBeVisible();
  await page.mouse.up();
  await page.mouse.move(corner.x + corner.width - 3, corner.y + corner.height - 3);
  await page.mouse.down();
  await page.mouse.move(corner.x + 20, corner.y + 60, { steps: 3 });
  await page.mouse.move(last.x + 20, last.y + 10, { steps: 5 });
  await page.mouse.up();
  await expect(cell(workstation, 'Pump_11', 'address')).toHaveText('40121');
  await expect(cell(workstation, 'Pump_11', 'address')).not.toHaveAttribute('data-ghost', 'true');
  await page.keyboard.press('Control+z');
  await expect(cell(workstation, 'x9', 'name')).toBeVisible();
  expect(workstation.complaints).toEqual([]);
});
