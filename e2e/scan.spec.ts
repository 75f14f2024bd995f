import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { GatewayPeer } from '../src-main/drivers/modbus/gateway-peer.ts';
import { beginDevice, field, testColumn } from './device-form.ts';
import { expect, test } from './plant.ts';

let gateway: GatewayPeer;
test.beforeEach(async () => {
  gateway = await new GatewayPeer([2, 5], [{ address: 'HR0' }, { address: 'HR1' }, { address: 'HR9' }]).listen();
});
test.afterEach(() => gateway.dispose());

const violations = async (page: Page): Promise<readonly string[]> =>
  (await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze()).violations.map(
    ({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`,
  );

test('units are looked for from the form of a new device, and those that answer become devices', async ({
  workstation,
}) => {
  const { page } = workstation;
  await beginDevice(workstation);
  await field(page, 'Name').fill('Meter');
  await field(page, 'Host').fill('127.0.0.1');
  await field(page, 'Port').fill(String(gateway.port));
  await testColumn(page).getByRole('button', { name: 'Scan unit IDs…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Scan unit IDs' });
  await dialog.getByLabel('To unit').fill('8');
  await dialog.getByRole('button', { name: 'Scan', exact: true }).click();
  await expect(dialog.getByRole('status')).toContainText('8 asked, 2 found in');
  await expect(dialog.getByRole('row')).toHaveCount(3);
  await expect(dialog.getByRole('row', { name: /^Choose 5 5 holding register 0 is 500/ })).toContainText('found');
  expect(await violations(page)).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Export CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('scan-units.csv');
  await dialog.getByLabel('Choose all').check();
  await dialog.getByRole('button', { name: 'Add as 2 devices' }).click();
  await expect(dialog).toContainText('Added Meter 2, Meter 5.');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('treeitem', { name: /Meter 2/ })).toBeVisible();
  await expect(page.getByRole('treeitem', { name: /Meter 5/ })).toBeVisible();
  expect(new Set(gateway.requests.map(({ functionCode }) => functionCode))).toEqual(new Set([3]));
  expect(workstation.complaints).toEqual([]);
});

test('registers are looked for, the scan is stopped within a second, and a register becomes a tag', async ({
  workstation,
}) => {
  const { page } = workstation;
  await beginDevice(workstation);
  await field(page, 'Name').fill('Drive');
  await field(page, 'Host').fill('127.0.0.1');
  await field(page, 'Port').fill(String(gateway.port));
  await field(page, 'Unit ID').fill('2');
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('treeitem', { name: /Drive/ })).toBeVisible();
  await testColumn(page).getByRole('button', { name: 'Scan registers…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Scan registers' });
  await dialog.getByLabel('Count').fill('5000');
  await dialog.getByRole('button', { name: 'Scan', exact: true }).click();
  await expect(dialog.getByRole('row', { name: /40010/ })).toBeVisible();
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(dialog.getByRole('status')).toContainText('Stopped at');
  const asked = gateway.requests.length;
  await page.waitForTimeout(1_500);
  // What comes yet is the poll of the device itself.
  expect(gateway.requests.slice(asked).length).toBeLessThan(6);
  await dialog.getByLabel('Choose 40001').check();
  await dialog.getByLabel('It should read').fill('20');
  await dialog.getByRole('button', { name: 'What is this?' }).click();
  const candidates = dialog.getByRole('region', { name: 'What it may be' });
  await expect(candidates.getByRole('row').nth(1)).toContainText('÷ 10 is the 20 that it should read');
  expect(await violations(page)).toEqual([]);
  await candidates.getByRole('row').nth(1).getByRole('button', { name: 'Use' }).click();
  await expect(dialog).toContainText('1 tag was added to drive.');
  await dialog.getByLabel('Choose 40002').check();
  await dialog.getByRole('button', { name: 'Add as tag' }).click();
  await expect(dialog).toContainText('1 tag was added to drive.');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Open tags' }).click();
  await expect(page.getByRole('main')).toContainText('r_40002');
  await page.getByRole('gridcell', { name: 'r_40002' }).first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'What is this?…' }).click();
  const question = page.getByRole('dialog', { name: 'What is r_40002?' });
  await question.getByLabel('Registers').selectOption('1');
  await question.getByLabel('It should read').fill('20.1');
  await question.getByRole('button', { name: 'What is this?' }).click();
  const answer = question.getByRole('region', { name: 'What it may be' }).getByRole('row').nth(1);
  await expect(answer).toContainText('÷ 10 is the 20.1 that it should read');
  expect(await violations(page)).toEqual([]);
  await answer.getByRole('button', { name: 'Use' }).click();
  await expect(question).toBeHidden();
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByRole('dialog').getByRole('row', { name: /scale/i })).toContainText('0.1');
  await page.keyboard.press('Escape');
  expect(workstation.complaints).toEqual([]);
});

test('a serial port of a device is chosen from those of the gateway or typed, and a missing one is told', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/new-device');
  await page.getByRole('button', { name: /Modbus RTU$/ }).click();
  await expect(page.getByRole('heading', { name: 'New device: Modbus RTU' })).toBeVisible();
  const port = page.getByRole('combobox', { name: 'Serial port' });
  await port.fill('/dev/ttyUSB77');
  await page.keyboard.press('F9');
  await expect(testColumn(page)).toContainText('Serial port /dev/ttyUSB77, 9600 8N1');
  await expect(testColumn(page)).toContainText('There is no serial port /dev/ttyUSB77 on this computer.');
  expect(await violations(page)).toEqual([]);
  expect(workstation.complaints).toEqual([]);
});
