import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Download, Locator } from '@playwright/test';
import { readTagFile } from '../src-shared/tag-files/read-tag-file.ts';
import { writeWorkbook } from '../src-shared/tag-files/write-workbook.ts';
import { expect, test, type Workstation } from './workstation.ts';

const HEADINGS = ['Name', 'Address', 'Data type', 'Unit', 'Range low', 'Range high', 'Description'];
type Cells = readonly string[];

/** Two hundred tags of an I/O list, some of them otherwise. */
const list = (others: Readonly<Record<number, (row: Cells) => Cells>> = {}): readonly Cells[] =>
  Array.from({ length: 200 }, (_, at): Cells => {
    const row = [`Oven zone ${at}`, String(40_300 + 2 * at), 'float32', 'Cel', '0', '100', `=zone ${at}`];
    return others[at]?.(row) ?? row;
  });
const cell = (column: number, text: string) => (row: Cells) => row.with(column, text);

async function workbook(rows: readonly Cells[]): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const bytes = await writeWorkbook('I/O list', [HEADINGS, ...rows], (column) => column === 4 || column === 5);
  return { name: 'io-list.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) };
}

const axe = async ({ page }: Workstation): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`);
};

const bar = ({ page }: Workstation): Locator => page.getByRole('region', { name: 'Edits that are not applied' });
const dialog = ({ page }: Workstation): Locator => page.getByRole('dialog', { name: 'Import tags of Boiler 1' });
const rowOf = (workstation: Workstation, name: string): Locator =>
  dialog(workstation)
    .getByRole('row')
    .filter({ has: workstation.page.getByRole('gridcell', { name, exact: true }) });

async function choose(workstation: Workstation, rows: readonly Cells[]): Promise<void> {
  await workstation.page.getByRole('button', { name: 'Import…' }).click();
  await dialog(workstation)
    .getByLabel('File of tags')
    .setInputFiles(await workbook(rows));
}

async function bring(workstation: Workstation, button: string): Promise<void> {
  await dialog(workstation).getByRole('button', { name: button }).click();
  await expect(dialog(workstation)).toBeHidden();
}

async function apply(workstation: Workstation): Promise<void> {
  await workstation.page.keyboard.press('Control+s');
  await expect(bar(workstation)).toBeHidden({ timeout: 15_000 });
}

/** The tags of the boiler as the project has them. */
async function tagsOf({ page, service }: Workstation): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  const answer = await page.request.get(`${service.address}/api/v1/devices/boiler-1/config`);
  const { device } = (await answer.json()) as { device: { tags: Readonly<Record<string, unknown>>[] } };
  return new Map(device.tags.map((tag) => [String(tag['name']), tag]));
}

const contentOf = async (download: Promise<Download>): Promise<Buffer> => readFileSync(await (await download).path());

test('check 17: a list of 200 tags is imported, changed on both sides, imported again, mended, decided, applied and exported', async ({
  workstation,
}) => {
  const { page, service } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  await expect(workstation.row('Steam pressure')).toContainText('Good');

  await choose(workstation, list());
  await bring(workstation, 'Bring 200 rows into the table');
  await expect(bar(workstation)).toContainText('200 new');
  await page.keyboard.press('Control+z');
  await expect(bar(workstation)).toBeHidden();
  await page.keyboard.press('Control+y');
  await expect(bar(workstation)).toContainText('200 new');
  await apply(workstation);

  // Somebody changes two of them here, and the list comes again with the same two changed and three faults in it.
  for (const zone of [5, 6]) {
    const { revision } = (await (
      await page.request.get(`${service.address}/api/v1/devices/boiler-1/config`)
    ).json()) as {
      revision: number;
    };
    const changed = await page.request.patch(`${service.address}/api/v1/devices/boiler-1/tags/oven_zone_${zone}`, {
      data: { patch: { eu_high: 150 }, base: revision },
    });
    expect(changed.ok()).toBe(true);
  }
  const second = list({
    5: cell(5, '120'),
    6: cell(5, '130'),
    20: cell(2, 'FLOAT'),
    21: cell(5, 'much'),
    22: cell(1, '40000'),
    30: cell(3, 'bar'),
  });
  await choose(workstation, second);
  const summary = dialog(workstation).locator('[data-msg="csv.sum"]');
  await expect(summary).toHaveText('197 of 200 rows are ready. 3 rows have problems and will be skipped.');
  await expect(dialog(workstation).getByLabel(/^Conflict 2$/)).toBeVisible();
  await expect(dialog(workstation).getByLabel(/^Changed 1$/)).toBeVisible();
  await expect(dialog(workstation).locator('[data-msg="csv.conflicts"]')).toContainText('2 rows are in conflict');

  const report = page.waitForEvent('download');
  await dialog(workstation).getByRole('button', { name: 'Download error report' }).click();
  const { headings, rows } = await readTagFile('report.csv', Uint8Array.from(await contentOf(report)));
  expect(headings).toEqual([...HEADINGS, 'row', 'column', 'value', 'problem', 'fix']);
  expect(rows.map((row) => row.slice(7))).toEqual([
    ['22', 'Data type', 'FLOAT', '“FLOAT” is not a data type here.', 'Use FLOAT32 or FLOAT64.'],
    ['23', 'Range high', 'much', '“much” is not a number.', 'Write digits, for example 0.1.'],
    ['24', 'Address', '40000', expect.stringContaining('40000 does not exist in 5-digit notation'), ''],
  ]);
  expect(rows.map((row) => row[6])).toEqual(['=zone 20', '=zone 21', '=zone 22']);

  await dialog(workstation)
    .getByLabel(/^Conflict 2$/)
    .check();
  await rowOf(workstation, 'Oven zone 5').getByRole('gridcell', { name: 'Oven zone 5' }).first().click();
  const differences = dialog(workstation).getByRole('table', { name: 'Differences of Oven zone 5' });
  await expect(differences.getByRole('row').last()).toContainText('100');
  await expect(differences.getByRole('row').last()).toContainText('Both');
  await differences.getByRole('radio', { name: /from the file: 120/ }).check();
  await expect(dialog(workstation).locator('[data-msg="csv.conflicts"]')).toContainText('1 row is in conflict');
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await axe(workstation)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });

  await dialog(workstation).getByRole('button', { name: 'Fix here' }).click();
  for (const [zone, column, text] of [
    [20, 'FLOAT', 'float32'],
    [21, 'much', '110'],
    [22, '40000', '40900'],
  ] as const) {
    await rowOf(workstation, `Oven zone ${zone}`).getByRole('gridcell', { name: column, exact: true }).click();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await expect(rowOf(workstation, `Oven zone ${zone}`)).toBeHidden();
  }
  await expect(summary).toBeHidden();
  expect(await axe(workstation)).toEqual([]);
  await bring(workstation, 'Bring 4 rows into the table');
  await expect(bar(workstation)).toContainText('4 edited');
  await apply(workstation);
  const tags = await tagsOf(workstation);
  expect([5, 6, 20, 21, 22, 30].map((zone) => tags.get(`Oven zone ${zone}`))).toMatchObject([
    { eu_high: 120 },
    { eu_high: 150 },
    { data_type: 'float32' },
    { eu_high: 110 },
    { address: '40900' },
    { unit: 'bar', description: '=zone 30' },
  ]);

  const exported = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export…' }).click();
  await page
    .getByRole('dialog', { name: 'Export tags of Boiler 1' })
    .getByLabel('File', { exact: true })
    .selectOption('Excel workbook');
  await page.getByLabel('With current values').check();
  expect(await axe(workstation)).toEqual([]);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const buffer = await contentOf(exported);
  await page.getByRole('button', { name: 'Import…' }).click();
  await dialog(workstation)
    .getByLabel('File of tags')
    .setInputFiles({ name: 'boiler-1-tags.xlsx', mimeType: '', buffer });
  await expect(dialog(workstation).getByLabel(`Same ${tags.size}`)).toBeVisible();
  await bring(workstation, 'Nothing to change: done');
  await expect(bar(workstation)).toBeHidden();
  // A link that a busy machine loses for a moment says nothing about files.
  expect(workstation.complaints.filter((text) => !text.includes('NX_NET_UNREACHABLE'))).toEqual([]);
});

test('a file that is read with the wrong separator says which one it seems to use', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler-1/tags');
  await page.getByRole('button', { name: 'Import…' }).click();
  const csv = 'Name;Address;Data type\nOven 1;40300;float32\nOven 2;40302;FLOAT\n';
  const file = { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
  await dialog(workstation).getByLabel('File of tags').setInputFiles(file);
  const said = (id: string): Locator => dialog(workstation).locator(`[data-msg="${id}"]`).first();
  await expect(said('csv.sum')).toHaveText('1 of 2 rows are ready. 1 row has a problem and will be skipped.');
  await dialog(workstation).getByRole('combobox', { name: 'Separator' }).selectOption('Bar');
  await expect(said('csv.oneCol')).toHaveText('Every row has one column. The file seems to use “;” as separator.');
  await dialog(workstation).getByRole('button', { name: 'Use ;' }).click();
  await expect(rowOf(workstation, 'Oven 1')).toBeVisible();
  await expect(said('csv.oneCol')).toHaveCount(0);
});
