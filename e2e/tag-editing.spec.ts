import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import { expect, test, type Workstation } from './workstation.ts';

const axe = async ({ page }: Workstation): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`);
};

/** Configuration as the table shows it: live values change by themselves. */
const configuration = async ({ page }: Workstation): Promise<readonly string[]> =>
  page
    .locator('.data-grid-row')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [
          'state',
          'name',
          'address',
          'type',
          'order',
          'access',
          'rawLow',
          'rawHigh',
          'euLow',
          'euHigh',
          'unit',
          'interval',
        ]
          .map((column) => row.querySelector(`[data-column="${column}"]`)?.textContent ?? '')
          .join('|'),
      ),
    );

const cell = (workstation: Workstation, name: string, column: string): Locator =>
  workstation.row(name).locator(`[data-column="${column}"]`);

const grid = ({ page }: Workstation): Locator => page.getByRole('grid', { name: /Tags of/ });
const bar = ({ page }: Workstation): Locator => page.getByRole('region', { name: 'Edits that are not applied' });
const fileOf = ({ service }: Workstation): string => join(service.folder, 'devices/boiler-1.yaml');

async function paste({ page }: Workstation, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((clip) => navigator.clipboard.writeText(clip), text);
  await page.keyboard.press('Control+v');
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`tags are edited, added and deleted by keyboard, taken back, and applied with the comments of the file (${colorScheme})`, async ({
    workstation,
  }) => {
    const { page } = workstation;
    await page.emulateMedia({ colorScheme });
    // What a person wrote into the file stays there; the gateway is told of it first.
    await workstation.open('/w/device/boiler-1/tags');
    await expect(workstation.row('Steam pressure')).toContainText('Good');
    writeFileSync(
      fileOf(workstation),
      readFileSync(fileOf(workstation), 'utf8').replace(/(name: Drum level)/, '# by hand\n    $1 # the upper gauge'),
    );
    await workstation.page.request.post(`${workstation.service.address}/api/v1/revisions`, {
      data: { comment: 'hand' },
    });

    const before = await configuration(workstation);
    await cell(workstation, 'Steam pressure', 'name').click();
    await expect(grid(workstation)).toBeFocused();
    await page.keyboard.type('Drum pressure');
    await page.keyboard.press('Tab');
    await page.keyboard.press('F2');
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('9');
    await page.keyboard.press('Escape');
    await expect(cell(workstation, 'Drum pressure', 'address')).toHaveText('40108');
    await page.keyboard.press('Enter');
    await page.keyboard.type('40120');
    await page.keyboard.press('Enter');
    await expect(cell(workstation, 'Drum pressure', 'address')).toHaveText('40120');
    await expect(cell(workstation, 'Drum pressure', 'state')).toHaveText('~Edited');
    await expect(cell(workstation, 'Drum pressure', 'value')).toContainText('preview');

    await page.keyboard.press('Insert');
    await page.keyboard.type('Return pump');
    await page.keyboard.press('Tab');
    await page.keyboard.type('40200');
    await page.keyboard.press('Tab');
    await page.keyboard.type('float32');
    await page.keyboard.press('Enter');
    await expect(cell(workstation, 'Return pump', 'state')).toHaveText('+New');
    await expect(cell(workstation, 'Return pump', 'type')).toHaveText('FLOAT32');
    await expect(cell(workstation, 'Return pump', 'value')).toContainText('preview');

    await cell(workstation, 'Low water', 'name').click();
    await page.keyboard.press('Control+Delete');
    await expect(cell(workstation, 'Low water', 'state')).toHaveText('−Deleted');
    await expect(bar(workstation)).toContainText('1 edited · 1 new · 1 deleted');
    await expect(page.getByRole('tab', { selected: true })).toContainText('●');
    expect(await axe(workstation)).toEqual([]);
    const edited = await configuration(workstation);

    for (let step = 0; step < 7; step++) await page.keyboard.press('Control+z');
    await expect(bar(workstation)).toBeHidden();
    expect(await configuration(workstation)).toEqual(before);
    for (let step = 0; step < 7; step++) await page.keyboard.press('Control+y');
    await expect(bar(workstation)).toContainText('1 edited · 1 new · 1 deleted');
    expect(await configuration(workstation)).toEqual(edited);

    await bar(workstation).getByRole('button', { name: 'Review' }).click();
    const review = page.getByRole('dialog', { name: /Review edits/ });
    await expect(review.getByRole('row', { name: /Steam pressure Address 40108 40120/ })).toBeVisible();
    await expect(review.getByRole('row', { name: /Low water Deleted/ })).toBeVisible();
    expect(await axe(workstation)).toEqual([]);
    await page.keyboard.press('Escape');

    await page.keyboard.press('Control+s');
    await expect(bar(workstation)).toBeHidden();
    await expect(workstation.row('Low water')).toBeHidden();
    await expect(cell(workstation, 'Return pump', 'quality')).toContainText('Good');
    await expect(cell(workstation, 'Return pump', 'value')).toHaveText(/\d/);
    const file = readFileSync(fileOf(workstation), 'utf8');
    expect(file).toContain('# by hand');
    expect(file).toContain('# the upper gauge');
    expect(file).toMatch(/name: Drum pressure[\s\S]{0,40}address: "?40120/);
    expect(file).toContain('Return pump');
    expect(file).not.toContain('Low water');

    // Undo goes on after Apply: what was done is undone by new edits.
    await grid(workstation).focus();
    await page.keyboard.press('Control+z');
    await expect(bar(workstation)).toContainText('1 new');
    await expect(cell(workstation, 'Low water', 'state')).toHaveText('+New');
    await page.keyboard.press('Control+s');
    await expect(bar(workstation)).toBeHidden();
    await expect(cell(workstation, 'Low water', 'quality')).toContainText('Good');
    expect(workstation.complaints).toEqual([]);
  });
}

test('a wrong address is named at its cell and in its row, and nothing is applied before it is right', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  await cell(workstation, 'Steam pressure', 'address').click();
  await page.keyboard.type('40000');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowUp');
  const wrong = cell(workstation, 'Steam pressure', 'address');
  await expect(wrong).toHaveAttribute('aria-invalid', 'true');
  await expect(workstation.row('Steam pressure')).toContainText('holding registers start at 40001');
  await expect(cell(workstation, 'Steam pressure', 'state')).toContainText('!');
  await expect(bar(workstation).getByRole('button', { name: /^Apply/ })).toBeDisabled();
  await expect(bar(workstation)).toContainText('1 error');
  expect(await axe(workstation)).toEqual([]);
  await page.keyboard.press('Control+s');
  expect(readFileSync(fileOf(workstation), 'utf8')).not.toContain('40000');

  // Two new tags without names and addresses, and an id that is taken, are told without asking the gateway.
  await page.keyboard.press('Insert');
  await expect(bar(workstation)).toContainText('3 errors');
  await page.keyboard.press('Control+Delete');
  await cell(workstation, 'Feed water flow', 'name').click();
  await bar(workstation).getByRole('button', { name: '1 error' }).click();
  await expect(grid(workstation)).toBeFocused();
  await page.keyboard.type('40108');
  await page.keyboard.press('Enter');
  await expect(bar(workstation)).toBeHidden();
  expect(workstation.complaints).toEqual([]);
});

test('check 13: 200 rows are pasted by the names of their columns as one step, kept over a reload, and applied', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/meter-1/tags');
  const lines = Array.from({ length: 200 }, (_, n) => `Motor ${n + 1}\t${40_500 + 2 * n}\tFloat32\t0,5\trpm\tx`);
  await workstation.row('Voltage L1').getByRole('gridcell', { name: 'Voltage L1', exact: true }).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Home');
  const count = await grid(workstation).getAttribute('aria-rowcount');
  await page.getByRole('button', { name: /^Tag$/ }).click();
  await expect(grid(workstation)).toBeFocused();
  await paste(workstation, `Name\tAddress\tData type\tDeadband\tUnit\tComment\n${lines.join('\n')}\n`);
  await expect(page.getByRole('main')).toContainText('Mapped 5 columns by name, ignored “Comment”.');
  await expect(bar(workstation)).toContainText('200 new');
  await page.keyboard.press('Control+z');
  await expect(bar(workstation)).toContainText('1 new');
  await page.keyboard.press('Control+y');
  await expect(bar(workstation)).toContainText('200 new');
  await page.reload();
  await expect(bar(workstation)).toContainText('200 new');
  await bar(workstation)
    .getByRole('button', { name: /^Apply/ })
    .click();
  await expect(bar(workstation)).toBeHidden({ timeout: 20_000 });
  await expect(grid(workstation)).toHaveAttribute('aria-rowcount', String(Number(count) + 200));
  await page.getByRole('combobox', { name: 'Filter tags' }).fill('motor 200');
  await expect(cell(workstation, 'Motor 200', 'address')).toHaveText('40898');
  await expect(cell(workstation, 'Motor 200', 'deadband')).toHaveText('0.5');
  await expect(cell(workstation, 'Motor 200', 'quality')).not.toHaveText('');
  expect(workstation.complaints).toEqual([]);
});

test('a series continues names and addresses; another’s change in between is told, and edits are kept', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  await expect(workstation.row('Steam pressure')).toBeVisible();
  await page.getByRole('button', { name: /^Tag$/ }).click();
  await expect(grid(workstation)).toBeFocused();
  await paste(workstation, 'Zone_01\t40300\tFLOAT32\nx\ny\n');
  await expect(bar(workstation)).toContainText('3 new');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  for (const _ of ['address', 'type']) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Control+Shift+D');
  await expect(cell(workstation, 'Zone_03', 'address')).toHaveText('40304');
  await expect(cell(workstation, 'Zone_02', 'type')).toHaveText('FLOAT32');

  const other = await page.request.patch(`${workstation.service.address}/api/v1/devices/boiler-1/tags/drum_level`, {
    headers: { 'if-match': '"1"' },
    data: { patch: { unit: 'mm' }, comment: 'other gauge' },
  });
  expect(other.status()).toBe(200);
  const strip = page.getByRole('alert').filter({ hasText: 'Your edits are kept' });
  await expect(strip).toContainText('“other gauge”) changed 1 tag of this device');
  await expect(bar(workstation).getByRole('button', { name: /^Apply/ })).toBeDisabled();
  await strip.getByRole('button', { name: 'Reload' }).click();
  await expect(strip).toBeHidden();
  await expect(cell(workstation, 'Drum level', 'unit')).toHaveText('mm');
  await page.keyboard.press('Control+s');
  await expect(bar(workstation)).toBeHidden();
  await expect(cell(workstation, 'Zone_03', 'state')).toHaveText('');
  expect(workstation.complaints).toEqual([]);
});

test('a device without tags has rows to type and paste into; cells are cut, cleared and filled down', async ({
  workstation,
}) => {
  const { page, service } = workstation;
  const emptied = await page.request.patch(`${service.address}/api/v1/devices/meter-1`, {
    headers: { 'if-match': '"1"' },
    data: { patch: { tags: [] } },
  });
  expect(emptied.status()).toBe(200);
  await workstation.open('/w/device/meter-1/tags');
  await expect(page.getByRole('main')).toContainText('No tags in Power meter 1. Type or paste into the rows below.');
  await expect(grid(workstation)).toHaveAttribute('aria-rowcount', '11');
  await grid(workstation).locator('.data-grid-row').first().locator('[data-column="name"]').click();
  await paste(workstation, 'P 1\t40001\nP 2\t40003\nP 3\t40005\n');
  await expect(bar(workstation)).toContainText('3 new');
  await cell(workstation, 'P 1', 'unit').click();
  await page.keyboard.type('rpm');
  await page.keyboard.press('Enter');
  await cell(workstation, 'P 1', 'unit').click();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+d');
  await expect(cell(workstation, 'P 3', 'unit')).toHaveText('rpm');
  await cell(workstation, 'P 2', 'unit').click();
  await page.keyboard.press('Delete');
  await expect(cell(workstation, 'P 2', 'unit')).toHaveText('');
  await cell(workstation, 'P 3', 'address').click();
  await page.keyboard.press('Control+x');
  await expect(bar(workstation)).toContainText('1 error');
  await page.keyboard.press('Control+v');
  await expect(cell(workstation, 'P 3', 'address')).toHaveText('40005');
  await expect(bar(workstation)).not.toContainText('error');
  await page.keyboard.press('Control+s');
  await expect(bar(workstation)).toBeHidden();
  await expect(grid(workstation)).toHaveAttribute('aria-rowcount', '4');
  expect(workstation.complaints).toEqual([]);
});
