import { readFileSync } from 'node:fs';
import { expect, type PlantDevice, test } from '../plant.ts';
import { Journey } from './journey.ts';

/** A device of which nobody has a map: forty registers, of which three change. */
const UNKNOWN: PlantDevice = {
  file: {
    id: 'unknown',
    name: 'Unknown',
    poll_interval: '60s',
    tags: Array.from({ length: 40 }, (_, i) => ({ id: `r${i}`, address: `${40_201 + i}`, data_type: 'uint16' })),
  },
  value: (tag, ms) => (['r3', 'r17', 'r30'].includes(tag) ? Math.floor(ms / 100) % 60_000 : Number(tag.slice(1))),
};
test.use({ plantDevices: [UNKNOWN] });

/** With Modbus Poll: its address scan, then the cells compared by eye and copied by hand. */
const THEIRS = [
  ...['Start Modbus Poll', 'Connect…', 'Type the address', 'Type the port', 'OK'],
  ...['Functions > Test Center', 'Type unit', 'Send', 'Type next unit', 'Send'],
  ...['Functions > Address scan', 'First address', 'Length', 'Start', 'Copy the result', 'Paste into Excel'],
  ...['Definition…', 'Address', 'Quantity', 'OK', 'Write the values down', 'Look again', 'Mark what changed'],
  ...[
    'Name the first in Excel',
    'Name the second',
    'Name the third',
    'Save',
    'Import into the gateway',
    'Choose the file',
  ],
];

test('journey 3: a device without any map', async ({ plant, workstation }) => {
  const { page } = workstation;
  const journey = await Journey.start(page, {
    number: 3,
    title: 'No map at all: scan, heat map, tags, export',
    replaces: 'Modbus Poll and Excel',
    theirs: THEIRS,
    limitS: 90,
  });
  await workstation.open('/w/device/unknown/memory');
  const own = page.getByRole('region', { name: 'Registers of Unknown' });
  const words = own.getByTestId('scan-words');
  await journey.step('scan until stopped', async () => {
    await own.getByRole('button', { name: 'Scan range…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Scan holding registers' });
    await dialog.getByRole('textbox', { name: 'From' }).fill('40195');
    await dialog.getByRole('textbox', { name: 'Count' }).fill('60');
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Scan', exact: true }).click();
    await expect(words).toContainText(/round \d+, 40 found/, { timeout: 30_000 });
  });
  // Over night: nobody looks, and it goes on.
  await workstation.open('/w/devices');
  await workstation.open('/w/device/unknown/memory');
  await journey.step('see what changes', async () => {
    await own.getByRole('button', { name: 'Show its cells' }).click();
    await expect(own.getByRole('gridcell', { name: /^40204 \d+, changed \d+ times/ })).toBeVisible();
    await expect(own.getByRole('gridcell', { name: /^40231 \d+, changed \d+ times/ })).toHaveAttribute(
      'data-heat',
      /[1-4]/,
    );
    await expect(own.getByRole('gridcell', { name: '40205 4' })).toHaveAttribute('data-heat', '0');
    await own.getByRole('button', { name: 'Stop the scan' }).click();
    await expect(words).toContainText('stopped');
  });
  await journey.step('keep all of it', async () => {
    const downloaded = page.waitForEvent('download');
    await own.getByRole('button', { name: 'Export CSV' }).click();
    const lines = readFileSync(await (await downloaded).path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(61);
    expect(lines.filter((line) => line.includes(',read,'))).toHaveLength(40);
  });
  await journey.step('name what is recognised', async () => {
    await own.getByRole('gridcell', { name: /^40204/ }).click();
    await own.getByRole('button', { name: /^Make a tag/ }).click();
    await expect(page.getByRole('gridcell', { name: 'Holding register 40204' }).first()).toBeVisible();
  });
  await journey.end();
  expect(plant.writeFrames()).toEqual([]);
  expect(workstation.complaints).toEqual([]);
});
