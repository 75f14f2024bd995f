import { expectNoBreach, expectPlainWords } from './accessibility.ts';
import { expect, test } from './plant.ts';

test.use({
  plantDevices: [
    [
      {
        file: {
          id: 'boiler',
          name: 'Boiler',
          tags: [
            { id: 'flow', name: 'Flow', address: '40001', data_type: 'uint16' },
            { id: 'far', name: 'Far', address: '41001', data_type: 'uint16' },
          ],
        },
      },
      { file: { id: 'pump', name: 'Pump', tags: [{ id: 'speed', name: 'Speed', address: '40001' }] } },
    ],
    { scope: 'test' },
  ],
});

test('four views of a device say how long it takes and how its connection stands; it is connected anew and tried', async ({
  workstation,
  plant,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler/latency');
  const views = page.getByRole('navigation', { name: 'Diagnostics of Boiler' });
  await expect(views.getByRole('button', { name: 'Latency' })).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('img', { name: /\d+ answers: median/ })).toBeVisible();
  await page.getByRole('button', { name: 'Last 24 h' }).click();
  await expect(page.getByText('The 24 h before: nothing to compare with yet.')).toBeVisible();
  await expectNoBreach(page);
  await views.getByRole('button', { name: 'Breaker & queue' }).click();
  const link = page.getByRole('region', { name: 'Breaker and queue of Boiler' });
  await expect(link).toContainText('Closed: the device is asked as planned.');
  await page.getByRole('button', { name: 'Reconnect now' }).click();
  await expect(link).toContainText('Somebody asked for a new connection.');
  await expect(link.getByRole('definition').nth(1)).toHaveText('1');
  await plant.simulator('boiler').close();
  await expect(link).toContainText(/Open: nothing is sent/, { timeout: 20_000 });
  await expect(link.getByRole('listitem').filter({ hasText: 'now' })).toContainText('Next try in');
  await page.getByRole('button', { name: 'Try now' }).click();
  await expect(link.getByRole('status')).toHaveText('Tried now.');
  await expectNoBreach(page);
  await expectPlainWords(page);
  expect(workstation.complaints).toEqual([]);
});

test('devices are shown as cards and as a wall, gone through by arrows, and offer what helps', async ({
  workstation,
  plant,
}) => {
  const { page } = workstation;
  await workstation.open('/w/devices');
  await plant.simulator('pump').close();
  await expect(
    page.getByRole('grid', { name: 'Devices' }).getByRole('button', { name: 'Test connection' }),
  ).toBeVisible({ timeout: 15_000 });
  await page.getByRole('button', { name: 'Cards by area' }).click();
  const cards = page.getByRole('listbox', { name: 'Devices' });
  await cards.focus();
  await page.keyboard.press('ArrowRight');
  await expect(cards.getByRole('option', { selected: true })).toContainText('Pump');
  await expectNoBreach(page);
  await page.getByRole('button', { name: 'Wall of small tiles' }).click();
  await cards.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: /Boiler · Tags/ })).toBeVisible();
});

test('the frames of one tag are followed, and a byte marks the field that it is part of', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/device/boiler/traffic/far');
  await expect(page.getByText(/Only requests that carry/)).toContainText('holding 1000');
  const frames = page.getByRole('grid', { name: 'Frames' });
  await expect(frames.getByText(/Read holding register 41001/).first()).toBeVisible();
  await expect(frames.getByText(/Read holding register 40001/)).toHaveCount(0);
  await frames.getByText('Answered').first().click();
  const detail = page.getByRole('region', { name: 'Frames in detail' });
  await detail.getByRole('grid', { name: 'Bytes' }).first().locator('td').nth(8).click();
  await expect(detail.getByRole('button', { name: /^start 1000/ })).toHaveAttribute('aria-pressed', 'true');
  await expect(detail.getByRole('button', { name: 'Far', exact: true })).toBeVisible();
  await expectNoBreach(page);
});

test('a search names its attempts first, finds what answers, and what is found is added', async ({
  workstation,
  plant,
}) => {
  const { page } = workstation;
  await workstation.open('/w/devices');
  await page.getByRole('button', { name: 'Discover…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Discover devices' });
  await dialog.getByRole('textbox', { name: 'Addresses' }).fill('10.0.0.0/16');
  await expect(dialog).toContainText('a search takes 4');
  await dialog.getByRole('textbox', { name: 'Addresses' }).fill('127.0.0.0/28');
  await dialog.getByRole('checkbox', { name: 'OPC UA' }).uncheck();
  await dialog.getByRole('checkbox', { name: 'Siemens S7' }).uncheck();
  await dialog.getByRole('textbox', { name: /Modbus TCP/ }).fill(String(plant.simulator('boiler').port));
  await expect(dialog).toContainText('This sends about 14 connection attempts');
  await expectNoBreach(page);
  await dialog.getByRole('button', { name: 'Discover', exact: true }).click();
  await expect(dialog.getByRole('status')).toContainText('14 tried, 1 found', { timeout: 15_000 });
  await dialog.getByRole('button', { name: /^Add 127\.0\.0\.1/ }).click();
  await dialog.getByRole('button', { name: 'Open tags' }).click();
  await expect(page.getByRole('treeitem', { name: /127\.0\.0\.1/ })).toBeVisible();
});
