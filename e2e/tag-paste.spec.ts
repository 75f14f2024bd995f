import { printFigure } from './print-figure.ts';
import { bar, cell, grid, paste, texts } from './tag-table.ts';
import { expect, test } from './workstation.ts';

/** What Excel has of a thousand tags; the faulty ones are spread over three columns. */
const FAULTY = new Map<number, readonly [column: number, text: string, mended: string]>(
  Array.from({ length: 18 }, (_, at) => {
    const column = 1 + (at % 3);
    const row = 7 + at * 50;
    const mended = column === 1 ? String(40_001 + row) : column === 2 ? 'uint16' : '100';
    return [row, [column, ['40000', 'FLOAT99', 'much'][column - 1]!, mended]];
  }),
);
const HEADINGS = ['Name', 'Address', 'Type', 'EU hi', 'EU lo', 'Unit', 'Interval', 'Description'];
const excelLines = (): readonly string[] =>
  Array.from({ length: 1_000 }, (_, at) => {
    const cells = [`T_${at}`, String(40_001 + at), 'UINT16', '100', '0', 'bar', '1s', `=line ${at}`];
    const [column, text] = FAULTY.get(at) ?? [];
    return (column === undefined ? cells : cells.with(column, text!)).join('\t');
  });

test('check 13, 14: a thousand pasted rows of eight columns lose nothing; 18 faults are visited, mended and applied', async ({
  workstation,
}) => {
  const { page, service } = workstation;
  const emptied = await page.request.patch(`${service.address}/api/v1/devices/boiler-1`, {
    headers: { 'if-match': '"1"' },
    data: { patch: { tags: [] } },
  });
  expect(emptied.status()).toBe(200);
  await workstation.open('/w/device/boiler-1/tags');
  await expect(page.getByRole('main')).toContainText('No tags in Boiler 1.');
  await grid(workstation).locator('.data-grid-row').first().locator('[data-column="name"]').click();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((clip) => navigator.clipboard.writeText(clip), [HEADINGS.join('\t'), ...excelLines()].join('\n'));
  const pastedMs = performance.now();
  await page.keyboard.press('Control+v');
  await expect(bar(workstation).getByRole('button', { name: '18 errors' })).toBeVisible();
  const validatedMs = performance.now() - pastedMs;
  await expect(bar(workstation)).toContainText('1000 new');
  await expect(grid(workstation)).toHaveAttribute('aria-rowcount', '1001');
  await expect(bar(workstation).getByRole('button', { name: /^Apply/ })).toBeDisabled();
  await expect(workstation.status).toContainText('18 problems');

  const visited: string[] = [];
  for (let at = 0; at < FAULTY.size; at++) {
    await page.keyboard.press('F3');
    const focused = grid(workstation).locator('.data-grid-cell[data-focused][aria-invalid]');
    await expect(focused).toBeVisible();
    const row = await grid(workstation).getAttribute('aria-activedescendant');
    visited.push(`${row} ${await focused.textContent()}`);
  }
  expect(new Set(visited).size).toBe(FAULTY.size);
  for (const [, text] of FAULTY.values()) expect(visited.filter((cell) => cell.endsWith(text))).toHaveLength(6);

  for (let at = 0; at < FAULTY.size; at++) {
    await page.keyboard.press('F3');
    const focused = grid(workstation).locator('.data-grid-cell[data-focused][aria-invalid]');
    const name = await focused.locator('xpath=..').locator('[data-column="name"]').textContent();
    const [, , mended] = FAULTY.get(Number(name!.replace('T_', '')))!;
    await page.keyboard.type(mended);
    await page.keyboard.press('Enter');
  }
  await expect(bar(workstation).getByRole('button', { name: /^Apply/ })).toBeEnabled();
  const applyMs = performance.now();
  await page.keyboard.press('Control+s');
  await expect(bar(workstation)).toBeHidden({ timeout: 20_000 });
  const appliedMs = performance.now() - applyMs;
  await page.keyboard.press('Control+Home');
  await expect(cell(workstation, 'T_0', 'quality')).toContainText('Good');
  await expect(cell(workstation, 'T_0', 'value')).toContainText(/\d/);
  const liveMs = performance.now() - applyMs - appliedMs;
  printFigure(
    `1,000 × 8 cells pasted: validated ${Math.round(validatedMs)} ms (≤ 2000), applied ${Math.round(appliedMs)} ms (≤ 3000), ` +
      `first live values ${Math.round(liveMs)} ms later (≤ 5000)`,
  );
  expect(validatedMs).toBeLessThanOrEqual(2_000);
  expect(appliedMs).toBeLessThanOrEqual(3_000);
  expect(liveMs).toBeLessThanOrEqual(5_000);
  expect(workstation.complaints).toEqual([]);
});

test('check 15: a paste, a fill and a bulk edit are three steps back to the table as it was, and three forward again', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/meter-1/tags');
  await expect(workstation.row('Voltage L1')).toBeVisible();
  const columns = ['name', 'address', 'type', 'euHigh', 'unit', 'state'];
  const table = async (): Promise<readonly string[][]> =>
    Promise.all(columns.map((column) => texts(workstation, column)));
  const before = await table();
  await cell(workstation, 'Voltage L1', 'name').click();
  await paste(workstation, 'A\t40001\tFLOAT32\nB\t40003\tFLOAT32\nC\t40005\tFLOAT32\n');
  await expect(bar(workstation)).toContainText('3 edited');
  for (let at = 0; at < 2; at++) await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+Shift+D');
  await page.keyboard.press('Control+Shift+E');
  const dialog = page.getByRole('dialog', { name: 'Edit 3 tags' });
  await dialog.getByLabel('Description', { exact: true }).fill('= concat(name, " of ", unit)');
  await dialog.getByRole('button', { name: 'Use' }).click();
  await expect(dialog).toBeHidden();
  const after = await table();
  expect(after).not.toEqual(before);
  for (let at = 0; at < 3; at++) await page.keyboard.press('Control+z');
  await expect(bar(workstation)).toBeHidden();
  expect(await table()).toEqual(before);
  for (let at = 0; at < 3; at++) await page.keyboard.press('Control+y');
  expect(await table()).toEqual(after);
});
