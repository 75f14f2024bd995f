import { randomUUID } from 'node:crypto';
import { expect, type PlantDevice, test } from '../plant.ts';
import { Journey } from './journey.ts';

const SECOND = 1e6;
const DAY_US = Date.UTC(2026, 1, 3) * 1_000;
const uid = randomUUID();
/** The transmitter ends at 10 bar; whoever typed the range wrote 100. */
const device: PlantDevice = {
  file: {
    id: 'boiler',
    name: 'Boiler',
    tags: [
      {
        ...{ id: 'steam_p', uid, name: 'Steam pressure', address: '40108', data_type: 'int16', unit: 'bar' },
        ...{ raw_low: 0, raw_high: 27_648, eu_low: 0, eu_high: 100 },
      },
      { id: 'level', name: 'Level', address: '40109', data_type: 'int16' },
    ],
  },
  value: (tag) => (tag === 'steam_p' ? 23_224 : 100),
};
/** What was stored while the range was wrong: each second another raw value. */
const wrong = (us: number): number => ((20_000 + (us - DAY_US) / SECOND) * 100) / 27_648;
const stored = { tagUid: uid, fromUs: DAY_US, toUs: DAY_US + 600 * SECOND, stepUs: SECOND, value: wrong };

test.use({
  plantDevices: [[device], { scope: 'test' }],
  plantConfig: [{ historian: { raw: '3650d', hourly: '3650d', daily: '3650d' } }, { scope: 'test' }],
  plantHistory: [[stored], { scope: 'test' }],
  timezoneId: 'UTC',
});

test('journey 10: a value that is wrong is followed to its bytes, put right, compared with history and applied', async ({
  workstation,
}) => {
  const { page } = workstation;
  const journey = await Journey.start(page, {
    number: 10,
    title: 'This value is wrong',
    replaces: 'Wireshark, a Modbus client, three logs and Excel',
    theirs: [
      'Wireshark: choose the adapter',
      'capture filter for the device',
      'start',
      'display filter for the register',
      'choose the request',
      'choose the reply',
      'expand Modbus',
      'read the register',
      'stop',
      'Modbus client: connect',
      'address',
      'read it again to be sure',
      'calculator: apply the scale of the gateway',
      'gateway: open the tag',
      'change the range',
      'save',
      'restart the driver',
      'history: query before the change',
      'export',
      'Excel: scale the column',
      'compare by eye',
    ],
    limitS: 30,
  });
  await workstation.open('/w/device/boiler/tags');
  const cell = (column: string) => workstation.row('Steam pressure').locator(`[data-column="${column}"]`);
  await expect(workstation.row('Steam pressure')).toContainText('84');
  await journey.step('where it comes from', async () => {
    await cell('name').click();
    await page.getByRole('complementary').getByRole('button', { name: 'Where from…' }).click();
    await expect(page.getByRole('main')).toContainText('27648 on the device is 0 … 100');
  });
  await journey.step('its frames, and no others', async () => {
    await page.getByRole('complementary').getByRole('button', { name: 'Follow in traffic' }).click();
    await expect(page.getByText(/Only requests that carry/)).toContainText('Steam pressure');
    await page.getByRole('grid', { name: 'Frames' }).getByText('Answered').first().click();
    await expect(page.getByRole('region', { name: 'Frames in detail' })).toContainText('23224 (0x5AB8)');
  });
  await journey.step('put it right', async () => {
    await page.getByRole('treeitem', { name: /Boiler/ }).click();
    await cell('euHigh').click();
    await page.keyboard.type('10');
    await page.keyboard.press('Enter');
  });
  await journey.step('compare with history', async () => {
    await page.getByRole('button', { name: 'Review' }).click();
    await page
      .getByRole('dialog', { name: /Review edits/ })
      .getByRole('button', { name: 'Compare with history…' })
      .click();
    const form = page.getByRole('form', { name: 'Compare with history' });
    await form.getByRole('textbox', { name: 'Values from' }).fill('2026-02-03');
    await form.getByRole('textbox', { name: 'to', exact: true }).fill('2026-02-04');
    await form.getByRole('button', { name: 'Compare' }).click();
    await expect(page.getByText(/1 of 2 tags differs: × 0\.1/)).toBeVisible();
  });
  await journey.step('apply', async () => {
    await page.getByRole('treeitem', { name: /Boiler/ }).click();
    await page.keyboard.press('Control+s');
    await expect(cell('value')).toContainText('8.4');
  });
  await journey.end();
  expect(workstation.complaints).toEqual([]);
});
