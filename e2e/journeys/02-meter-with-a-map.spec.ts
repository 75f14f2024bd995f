import type { Simulator } from '../../src-main/drivers/driver.ts';
import { modbusTcp } from '../../src-main/drivers/modbus/manifest.ts';
import { systemClock } from '../../src-main/kernel/clock.ts';
import { expect, test } from '../plant.ts';
import { Journey } from './journey.ts';

/** Twenty values of a meter whose words are swapped, which its manual does not say. */
const VALUES = Array.from({ length: 20 }, (_, i) => 230.1 + i);
const MAP = [
  'Register\tDescription\tUnit\tFormat',
  ...VALUES.map((_, i) => `${40_101 + i * 2}\tMeasured value ${i + 1}\tV\tfloat32`),
].join('\n');

let meter: Simulator;
test.beforeEach(async () => {
  meter = await modbusTcp.simulate({
    connection: modbusTcp.connection.parse({ host: '127.0.0.1', unit_id: 1 }),
    tags: VALUES.map((_, i) => ({ address: `${40_101 + i * 2}`, dataType: 'float32', byteOrder: 'CDAB' })),
    value: (index) => VALUES[index]!,
    clock: systemClock,
    port: 0,
  });
});
test.afterEach(() => meter.close());

/** For twenty values; their shortest way. Modbus Poll shows a format for all cells of a window at once. */
const THEIRS = [
  ...['Start Modbus Poll', 'Connect…', 'Type the address', 'Type the port', 'OK'],
  ...['Definition…', 'Unit', 'Function 03', 'Address, one less than in the PDF', 'Quantity 40', 'OK'],
  ...['Format > Float big-endian', 'Wrong: Format > Float little-endian byte swap', 'Compare with the display'],
  // The gateway's tag list is typed in Excel: the order is not in the PDF, addresses are shifted.
  ...['Copy the table of the PDF', 'Paste into Excel', 'Text to columns', 'Type the offset formula', 'Fill down'],
  ...['Type the order once', 'Fill down', 'Save as CSV', 'Open the import of the gateway', 'Choose the file', 'Import'],
];

test('journey 2: a Modbus meter with a map from a PDF', async ({ plant, workstation }) => {
  const { page } = workstation;
  const journey = await Journey.start(page, {
    number: 2,
    title: 'Modbus meter with a PDF map, 20 tags',
    replaces: 'Modbus Poll and Excel',
    theirs: THEIRS,
    limitS: 90,
  });
  const added = await fetch(`${plant.service.address}/api/v1/devices`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      device: {
        ...{ id: 'meter', name: 'Meter', protocol: 'modbus-tcp', uns_prefix: 'test/meter' },
        connection: { host: meter.host, port: meter.port },
        tags: [],
      },
    }),
  });
  expect(added.ok).toBe(true);
  await workstation.open('/w/device/meter/tags');
  await journey.step('paste the table of the manual and say what its columns are', async () => {
    await page.getByRole('button', { name: 'Import…' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Import tags of Meter' });
    await dialog.getByRole('textbox', { name: /^Or a table/ }).fill(MAP);
    // Register and unit are known by their headings.
    await dialog.getByText('Columns: 3 of 4 are taken').click();
    await dialog.getByRole('combobox', { name: /^Description/ }).selectOption({ label: 'Name' });
    await dialog.getByRole('combobox', { name: /^Format float32/ }).selectOption({ label: 'Data type' });
    await dialog.getByRole('button', { name: 'Bring 20 rows into the table' }).click();
    await expect(dialog).toBeHidden();
  });
  await journey.step('apply', async () => {
    await page.getByRole('button', { name: /^Apply/ }).click();
    await expect(page.getByRole('gridcell', { name: '40139' }).first()).toBeVisible();
  });
  await journey.step('look at the read plan', async () => {
    await page.getByRole('treeitem', { name: /Meter/ }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Show read plan' }).click();
    await expect(page.getByText(/holding/i).first()).toBeVisible();
  });
  await journey.step('find out the order by what the display shows, and take it for all', async () => {
    await page.getByRole('treeitem', { name: /Meter/ }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Show registers' }).click();
    const own = page.getByRole('region', { name: 'Registers of Meter' });
    await own.getByRole('textbox', { name: 'From' }).fill('40101');
    await page.keyboard.press('F9');
    await expect(own.getByRole('gridcell', { name: /^40101 \d/ })).toBeVisible();
    await own.getByRole('textbox', { name: 'It should read' }).fill('230.1');
    await own.getByRole('button', { name: /FLOAT32 CDAB at 40101/ }).click();
    await expect(own.locator('[data-msg="mb.order"]')).toHaveText(
      /^FLOAT32 at 40101 reads \S+ with ABCD and \S+ with CDAB\. Use CDAB\?$/,
    );
    await own.getByRole('button', { name: 'Use CDAB for the 20 tags shown here' }).click();
    await expect(own.getByText('20 tags are read as CDAB from now on.')).toBeVisible();
  });
  await journey.end();
  await workstation.open('/w/device/meter/tags');
  await expect(workstation.row('Measured value 20')).toContainText('249.1');
  expect(workstation.complaints).toEqual([]);
});
