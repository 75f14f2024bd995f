import type { Locator } from '@playwright/test';
import { expect, test } from '../workstation.ts';
import { Journey } from './journey.ts';

/** The tags of one pump, as the list of the plant has them: one type that is none, and the name of the line missing. */
const SIGNALS = ['speed', 'power', 'current', 'pressure', 'flow', 'level', 'state', 'hours', 'starts', 'alarm'];
const LIST = SIGNALS.map(
  (signal, at) => `Pmp 1 ${signal}\t${41_001 + at}\t${at === 3 ? 'FLOAT' : 'UINT16'}\t${at + 1}`,
);
/** Pumps of the plant: 2,000 tags. */
const PUMPS = 200;

test('journey 6: two thousand tags are made of a pasted list, mended, looked at as topics, applied and taken back', async ({
  workstation,
}) => {
  const { page } = workstation;
  page.setDefaultTimeout(15_000);
  const journey = await Journey.start(page, {
    number: 6,
    title: 'Bulk tag engineering',
    replaces: 'Excel, the CSV import of an OPC server and MQTT Explorer',
    theirs: [
      'Excel: paste the list of the first pump',
      'Ctrl+H',
      'find Pmp',
      'replace by Pump',
      'replace all',
      'close',
      'close the message',
      'new column: formula of the scaled range',
      'fill it down',
      'copy it',
      'paste as values over the column',
      'column of pump numbers: formula by row',
      'fill it down to row 2,000',
      'column of names: formula',
      'fill it down',
      'column of addresses: formula',
      'fill it down',
      'copy the other columns of ten rows',
      'select down to row 2,000',
      'paste',
      'copy all',
      'paste as values',
      'save as CSV',
      'confirm the format',
      'OPC server: open the device',
      'import CSV',
      'choose the file',
      'start',
      'open the report of errors',
      'Excel: find the row',
      'correct the type in 200 rows by filter',
      'write the value',
      'fill it down',
      'save again',
      'OPC server: delete what was imported',
      'import again',
      'choose the file again',
      'MQTT Explorer: connect',
      'look through the topics',
    ],
    limitS: 30,
  });
  await workstation.open('/w/device/boiler-1/tags');
  await expect(workstation.row('Steam pressure')).toContainText('Good');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const grid = page.getByRole('grid', { name: /Tags of/ });
  const bar = page.getByRole('region', { name: 'Edits that are not applied' });
  const cell = (name: string, column: string): Locator => workstation.row(name).locator(`[data-column="${column}"]`);
  const choose = async (item: RegExp): Promise<void> => {
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };

  await journey.step('paste the list', async () => {
    await page.getByRole('button', { name: /^Tag$/ }).click();
    await expect(grid).toBeFocused();
    await page.evaluate(
      (text) => navigator.clipboard.writeText(text),
      `Name\tAddress\tType\tEU hi\n${LIST.join('\n')}`,
    );
    await page.keyboard.press('Control+v');
    await expect(bar).toContainText('10 new');
  });
  await journey.step('mend what is wrong', async () => {
    await expect(bar).toContainText('1 error');
    await page.keyboard.press('F3');
    await page.keyboard.type('float32');
    await page.keyboard.press('Enter');
    await expect(bar).not.toContainText('error');
  });
  await journey.step('find and replace', async () => {
    await page.keyboard.press('Control+h');
    const find = page.getByRole('region', { name: 'Find and replace' });
    await find.getByLabel('Find', { exact: true }).fill('Pmp');
    await find.getByLabel('Replace by').fill('Pump');
    await expect(find).toContainText('10 matches');
    await find.getByRole('button', { name: 'Replace all' }).click();
    await page.keyboard.press('Escape');
    await expect(cell('Pump 1 speed', 'name')).toBeVisible();
  });
  await journey.step('calculate the ranges', async () => {
    await cell('Pump 1 speed', 'name').click();
    await page.keyboard.press('Control+Shift+ArrowDown');
    await page.keyboard.press('Control+Shift+E');
    const dialog = page.getByRole('dialog', { name: 'Edit 10 tags' });
    await dialog.getByLabel('EU hi', { exact: true }).fill('= value * 100');
    await dialog.getByLabel('EU lo', { exact: true }).fill('0');
    await dialog.getByRole('button', { name: 'Use' }).click();
    await expect(cell('Pump 1 power', 'euHigh')).toHaveText('200');
  });
  await journey.step('make it a template', async () => {
    await choose(/as a template/);
    const dialog = page.getByRole('dialog', { name: 'Save 10 tags as a template' });
    await expect(dialog.getByLabel('Asset is called')).toHaveValue('Pump 1');
    await dialog.getByLabel('Next asset is').fill('20');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toBeHidden();
  });
  await journey.step('add the other pumps', async () => {
    await choose(/from a template/);
    const dialog = page.getByRole('dialog', { name: 'Add tags from a template' });
    await expect(dialog.getByLabel('First number')).toHaveValue('2');
    await dialog.getByLabel('How many').fill(String(PUMPS - 1));
    await expect(dialog.getByText('Pump 2 speed')).toBeVisible();
    await dialog.getByRole('button', { name: /^Add 1\s990 tags$/ }).click();
    await expect(bar).toContainText('2000 new');
  });
  await journey.step('look at the topics and apply', async () => {
    await bar.getByRole('button', { name: 'Review' }).click();
    const review = page.getByRole('dialog', { name: /Review edits/ });
    await expect(review.getByText(/Topics: 2\s000 new/)).toBeVisible();
    await expect(review.getByText('two tags')).toBeHidden();
    await review.getByRole('button', { name: 'Apply' }).click();
    await expect(bar).toBeHidden({ timeout: 60_000 });
    await expect(grid).toHaveAttribute('aria-rowcount', '2019');
  });
  await journey.step('take it back and do it again', async () => {
    await grid.focus();
    await page.keyboard.press('Control+z');
    await expect(bar).toContainText('1990 deleted');
    await page.keyboard.press('Control+y');
    await expect(bar).toBeHidden();
  });
  await journey.end();
  expect(workstation.complaints.filter((text) => !text.includes('NX_NET_UNREACHABLE'))).toEqual([]);
});
