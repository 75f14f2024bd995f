import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { modbusTcp } from '../src-main/drivers/modbus/manifest.ts';
import { systemClock } from '../src-main/kernel/clock.ts';
import { beginDevice, field, message, testColumn } from './device-form.ts';
import { expect, test } from './plant.ts';
import { WireTap } from './wire-tap.ts';

test.use({
  plantDevices: [{ file: { id: 'oven-1', name: 'Oven 1', tags: [{ id: 'heat', name: 'Heat', address: 'HR1' }] } }],
});

const axe = async (page: Page): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`);
};

test('a device is added by keyboard alone: protocol, form, test, save, and its tag table opens', async ({
  workstation,
}) => {
  const { page } = workstation;
  const simulator = await modbusTcp.simulate({
    connection: modbusTcp.connection.parse({ host: '127.0.0.1', unit_id: 1 }),
    tags: [{ address: 'HR1' }],
    value: () => 412,
    clock: systemClock,
    port: 0,
  });
  await workstation.open('/w/devices');
  await expect(workstation.row('Oven 1')).toContainText('Connected');
  await page.getByRole('main').getByRole('button', { name: 'Add device' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /Modbus TCP/ })).toBeFocused();
  await page.keyboard.press('1');
  await expect(field(page, 'Name')).toBeFocused();
  await page.keyboard.type('Boiler 7');
  await expect(field(page, 'Id')).toHaveValue('boiler-7');
  await expect(page.getByText('test/plant/boiler-7/<tag>')).toBeVisible();
  await tabTo(page, 'Host');
  await page.keyboard.type('127.0.0.1');
  await tabTo(page, 'Port');
  await page.keyboard.type(String(simulator.port));
  await page.keyboard.press('F9');
  await expect(testColumn(page)).toContainText(/Passed in \d+ ms/);
  await expect(testColumn(page).getByRole('listitem').first()).toContainText(/pass/);
  // A test saves nothing.
  await expect(page.getByRole('treeitem', { name: /Boiler 7/ })).toHaveCount(0);

  await page.keyboard.press('Control+s');
  await expect(page.getByRole('treeitem', { name: /Boiler 7/ })).toBeVisible();
  await expect(page.getByRole('tab', { name: /Boiler 7 · Edit/ })).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: 'Open tags' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: /Boiler 7 · Tags/ })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('main')).toContainText(/No tags/);
  expect(workstation.complaints).toEqual([]);
  await simulator.close();
});

/** Tab until a field has the focus: it has to be on the way. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let press = 0; press < 20; press++) {
    if (await field(page, name).evaluate((input) => input === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to “${name}”`);
}

test('what is wrong is told at its field and in one list, nothing typed is lost, and it clears as it is mended', async ({
  workstation,
}) => {
  const { page } = workstation;
  await beginDevice(workstation);
  await field(page, 'Host').fill('192.168.1.300');
  await field(page, 'Port').fill('70000');
  await page.getByRole('button', { name: 'Save and add tags' }).click();
  const summary = page.getByRole('group', { name: /things keep this from being saved/ });
  await expect(summary).toBeFocused();
  await expect(summary).toContainText('Name is empty');
  await expect(summary).toContainText('Port 70000 is outside 1–65535. Modbus TCP normally uses 502.');
  await expect(message(page, 'net.port')).toBeVisible();
  await expect(message(page, 'net.host')).toContainText('“192.168.1.300” is not an IP address or host name.');
  await expect(field(page, 'Port')).toHaveAttribute('aria-invalid', 'true');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axe(page)).toEqual([]);
  }
  await summary.getByRole('button', { name: /^Name is empty/ }).click();
  await expect(field(page, 'Name')).toBeFocused();
  await page.keyboard.type('Oven 1');
  await page.keyboard.press('Tab');
  await expect(message(page, 'tag.dup').first()).toContainText('“Oven 1” is already the name of device oven-1.');
  await expect(field(page, 'Host')).toHaveValue('192.168.1.300');
  await expect(field(page, 'Port')).toHaveValue('70000');
  // What is wrong is looked at again with each key.
  await field(page, 'Port').focus();
  await page.keyboard.press('Backspace');
  await expect(message(page, 'net.port')).toHaveCount(0);
  // Another tab and back: the edits are still there.
  await page.getByRole('treeitem', { name: /Oven 1/ }).click();
  await page.getByRole('tab', { name: /New device/ }).click();
  await expect(field(page, 'Port')).toHaveValue('7000');
  await expect(field(page, 'Host')).toHaveValue('192.168.1.300');
});

test('a device is changed, and a change by somebody else meanwhile is told and settled', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/device/oven-1/edit');
  await field(page, 'Description').fill('In hall 2');
  await expect(page.getByRole('contentinfo')).toContainText('1 pending');
  // Back and forth, from outside of a text field, whose undo is its own.
  await page.getByRole('checkbox', { name: 'Enabled' }).focus();
  await page.keyboard.press('Control+z');
  await expect(field(page, 'Description')).toHaveValue('');
  await page.keyboard.press('Control+y');
  await expect(field(page, 'Description')).toHaveValue('In hall 2');
  const other = await fetch(`${workstation.service.address}/api/v1/devices/oven-1/config`);
  const { revision } = (await other.json()) as { readonly revision: number };
  const changed = await fetch(`${workstation.service.address}/api/v1/devices/oven-1`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'if-match': String(revision) },
    body: JSON.stringify({ patch: { poll_interval: '500ms' } }),
  });
  expect(changed.status, await changed.text()).toBe(200);
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    'Oven 1 was changed elsewhere meanwhile: Poll interval.',
  );
  await page.getByRole('button', { name: 'Keep mine and save' }).click();
  await expect(page.getByText('As in the project.')).toBeVisible();
  await expect(field(page, 'Poll interval')).toHaveValue('500ms');
  await expect(field(page, 'Description')).toHaveValue('In hall 2');
  const saved = await fetch(`${workstation.service.address}/api/v1/devices/oven-1/config`);
  expect(await saved.json()).toMatchObject({ device: { description: 'In hall 2', poll_interval: '500ms' } });
});

test('devices are disabled, copied and deleted from their menu, and deleting can be undone', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/devices');
  await expect(workstation.row('Oven 1')).toContainText('Connected');
  const choose = async (item: string | RegExp): Promise<void> => {
    await page.getByRole('gridcell', { name: 'Oven 1', exact: true }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: item }).click();
  };
  await choose('Disable');
  await expect(workstation.row('Oven 1')).toContainText('Disabled');
  await choose('Enable');
  await expect(workstation.row('Oven 1')).toContainText('Connected');
  await choose('Duplicate');
  await expect(field(page, 'Name')).toHaveValue('Oven 1 copy');
  await expect(field(page, 'Id')).toHaveValue('oven-1-copy');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('treeitem', { name: /Oven 1 copy/ })).toBeVisible();
  await workstation.open('/w/devices');
  await choose(/^Delete/);
  const dialog = page.getByRole('dialog', { name: 'Delete Oven 1' });
  await expect(dialog).toContainText('1 tag');
  await expect(dialog).toContainText('Stored values stay');
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(workstation.row('Oven 1')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(workstation.row('Oven 1')).toContainText('Connected');
  await page.getByRole('gridcell', { name: 'Oven 1', exact: true }).click();
  await page.keyboard.press('F2');
  await expect(field(page, 'Name')).toHaveValue('Oven 1');
  expect(workstation.complaints).toEqual([]);
});

test('without a gateway there is no test, the form stays, and saving says why not', async ({ workstation }) => {
  const { page, service } = workstation;
  await workstation.open('/w/device/oven-1/edit');
  await field(page, 'Description').fill('In hall 3');
  await service.end('SIGKILL');
  await expect(testColumn(page)).toContainText(
    'Test is not possible while the gateway is offline. You can still edit.',
  );
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('group', { name: /keeps this from being saved/ })).toContainText(
    'The gateway is offline: nothing was saved.',
  );
  await service.start();
  await expect(workstation.status).toContainText(/Gateway (<|\d)/, { timeout: 15_000 });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('As in the project.')).toBeVisible();
});

test('a viewer sees the form, and why nothing in it can be changed', async ({ workstation }) => {
  const { page } = workstation;
  const tap = await WireTap.onto(page);
  tap.alter('system/info', (info) => ({ ...(info as object), you: { name: 'Vera', roles: ['viewer'] } }));
  await workstation.open('/w/device/oven-1/edit');
  await expect(page.getByText('You are signed in as Viewer. Ask an Engineer to change devices.')).toBeVisible();
  await expect(field(page, 'Name')).toHaveValue('Oven 1');
  await expect(field(page, 'Name')).not.toBeEditable();
  await expect(page.getByRole('checkbox', { name: 'Enabled' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await expect(testColumn(page).getByRole('button', { name: /Test connection/ })).toBeDisabled();
});

test('a device that cannot be read says so and is read again when asked', async ({ workstation }) => {
  const { page } = workstation;
  const tap = await WireTap.onto(page);
  tap.reject('config/device', 'NX_HOST_GONE', 'A worker of the engine stopped.');
  await workstation.open('/w/device/oven-1/edit');
  await expect(page.getByRole('heading', { name: 'The device could not be read.' })).toBeVisible();
  tap.release('config/device');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(field(page, 'Name')).toHaveValue('Oven 1');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the form, the choice of a protocol and a test that passed break no rule of WCAG (${colorScheme})`, async ({
    workstation,
  }) => {
    const { page } = workstation;
    await page.emulateMedia({ colorScheme });
    await workstation.open('/w/new-device');
    await expect(page.getByRole('button', { name: /Modbus TCP/ })).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await workstation.open('/w/device/oven-1/edit');
    await page.getByText(/^Advanced: request timeout/).click();
    await page.keyboard.press('F9');
    await expect(testColumn(page)).toContainText(/Passed/);
    expect(await axe(page)).toEqual([]);
  });
}
