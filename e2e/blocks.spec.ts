import type { Page } from '@playwright/test';
import { expectNoBreach, expectPlainWords } from './accessibility.ts';
import { message } from './device-form.ts';
import { expect, test } from './s7-plant.ts';

/** 132 bytes of DB10 by its source, and a block of which the CPU gives nothing. */
const SOURCE = `DATA_BLOCK "Mixer"
{ S7_Optimized_Access := 'FALSE' }
   STRUCT
      Run : Bool;   // drive runs
      Fault : Bool;
      Count : Int;
      Speed : Real;   // rpm
      Recipe : String[10];
      Spare : Array[0..107] of Byte;
      Last : Real;
   END_STRUCT;
BEGIN
END_DATA_BLOCK
DATA_BLOCK DB20
{ S7_Optimized_Access := 'TRUE' }
   STRUCT
      Level : Real;
   END_STRUCT;
BEGIN
END_DATA_BLOCK
`;

test.use({
  memory: {
    ...{
      'DB10.DBX0.0': 1,
      'DB10.DBX0.1': 0,
      'DB10.DBW2:INT': 28,
      'DB10.DBD4:REAL': 42,
      'DB10.DBB8:STRING[10]': 'Dough',
    },
    ...{ 'DB10.DBB119': 7, 'DB11.DBD0:REAL': 1.5, MB0: 3 },
  },
  tags: [{ id: 'speed', name: 'Speed', address: 'DB10.DBD4:REAL' }],
});

const line = (page: Page, name: RegExp) => page.getByRole('treeitem', { name });
const helper = (page: Page) => page.getByRole('region', { name: 'Address helper' });

test('the blocks of a CPU are held against their source, read and made tags', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/device/mixer-2/memory');
  await expect(page.locator('.block-facts')).toContainText('State RUN');
  await expect(line(page, /^DB11 \(CPU\) 4 B/)).toBeVisible();
  await page
    .getByLabel('Source file or tag table')
    .setInputFiles({ name: 'Mixer.scl', mimeType: 'text/plain', buffer: Buffer.from(SOURCE) });
  // The source names the block by a word only.
  await page.getByLabel('Number of “Mixer”').fill('10');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  const mixer = line(page, /^▾?▸? ?DB10 “Mixer” \(file, CPU\)/);
  await expect(mixer).toContainText('length differs');
  await mixer.click();
  await expect(line(page, /DB20/).first()).toContainText('optimised');
  await expect(message(page, 's7.putget').filter({ hasText: 'In TIA Portal' }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Read all values' }).click();
  await mixer.click();
  await expect(line(page, /0\.0 Run BOOL true/)).toContainText('reachable, bit 0');
  await expect(line(page, /4 Speed REAL 42/)).toContainText('reachable');
  await expect(line(page, /8 Recipe STRING\[10\] Dough/)).toContainText('reachable');
  await expect(page.locator('[data-msg="s7.length"]')).toHaveText(
    /DB10 is 120 bytes on the CPU but 132 in the file\. Offsets after byte \d+ may be wrong\./,
  );
  // The bytes of a value, as every type.
  await line(page, /4 Speed/).click();
  const decoder = page.getByRole('region', { name: 'Decoder' });
  await expect(decoder.getByRole('row', { name: /^REAL/ })).toContainText('42');
  await expect(decoder.getByRole('row', { name: /^DWORD/ })).toContainText(String(0x4228_0000));
  await expect(helper(page).getByRole('status')).toContainText('DB10.DBD4:REAL · 42');
  await expect(helper(page)).toContainText('also: DB10,REAL4');
  // Ticked by keys, and handed on by a key.
  await page.getByRole('tree', { name: 'Blocks' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Add 2 tags' })).toBeVisible();
  await expectNoBreach(page);
  await expectPlainWords(page);
  await page.keyboard.press('Control+Shift+A');
  await expect(page.getByRole('gridcell', { name: 'Mixer.Count' })).toBeVisible();
  await expect(page.getByRole('gridcell', { name: 'DB10.DBW2:INT' })).toBeVisible();
  await expect(page.getByText('2 new')).toBeVisible();
  // What was imported is there the next time.
  await workstation.open('/w/device/mixer-2/memory');
  await expect(line(page, /DB10 “Mixer” \(file, CPU\)/)).toBeVisible();
  expect(workstation.complaints).toEqual([]);
});

test('an address is understood both ways, and told what is wrong with it at the field', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/device/mixer-2/memory');
  const pane = helper(page);
  const address = pane.getByLabel('Address', { exact: true });
  await address.fill('DB10.DBX0.0');
  await expect(pane.getByLabel('Area')).toHaveValue('DB10');
  await expect(pane.getByLabel('Type')).toHaveValue('BOOL');
  await expect(pane.getByLabel('Bit')).toHaveValue('0');
  await expect(pane.getByRole('status')).toContainText('DB10.DBX0.0 · true');
  await pane.getByLabel('Type').selectOption('REAL');
  await expect(address).toHaveValue('DB10.DBD0:REAL');
  await pane.getByRole('textbox', { name: 'Byte' }).fill('4');
  await expect(address).toHaveValue('DB10.DBD4:REAL');
  await expect(pane.getByRole('status')).toContainText('· 42');
  await address.fill('DB10.DBX4.8');
  await expect(message(page, 's7.bit')).toHaveText('DB10.DBX4.8: the bit number is 0–7.');
  await address.fill('DB10.DBD5:REAL');
  await expect(message(page, 's7.odd')).toHaveText(
    'DB10.DBD5 as REAL starts at an odd byte. Compare the offset with TIA Portal. (warning)',
  );
  await address.fill('DB10.DBD118:REAL');
  await expect(message(page, 's7.range')).toHaveText(
    'DB10 is 120 bytes long on the CPU; DB10.DBD118 needs bytes 118–121.',
  );
  await address.fill('DB10.DBW2:INT');
  await expect(pane.getByRole('status')).toContainText('· 28');
  await pane.getByRole('button', { name: 'Add to watch' }).click();
  await expect(page.getByText('DB10.DBW2:INT').first()).toBeVisible();
});

test('check 12: a CPU with PUT/GET off says so in the row of the device, of the tag and in the inspector, each with its frame', async ({
  workstation,
  cpu,
}) => {
  const { page } = workstation;
  await cpu.setFault('deny');
  await workstation.open('/w/devices');
  const refused = message(page, 's7.putget');
  const text = 'In TIA Portal, allow PUT/GET (Protection & Security) and switch off optimized access for DB10.';
  const ofDevice = page.getByRole('grid', { name: 'Devices' }).locator('[data-msg="s7.putget"]');
  await expect(ofDevice).toContainText(text);
  const isFrame = async (): Promise<void> => {
    await expect(page.getByRole('grid', { name: 'Frames' }).getByRole('row', { selected: true })).toContainText(
      'Refused',
    );
  };
  await page.getByRole('grid', { name: 'Devices' }).getByRole('button', { name: 'Show the frame' }).click();
  await isFrame();
  await workstation.open('/w/device/mixer-2/tags');
  const grid = page.getByRole('grid', { name: /Tags of/ });
  await expect(grid.locator('[data-msg="s7.putget"]')).toContainText(text);
  await grid.getByRole('button', { name: 'Show the frame' }).click();
  await isFrame();
  await workstation.open('/w/device/mixer-2/tags');
  await page.getByRole('gridcell', { name: 'Speed', exact: true }).click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect(inspector.locator('[data-msg="s7.putget"]')).toContainText(text);
  await inspector.getByRole('button', { name: 'Show the frame' }).click();
  await isFrame();
  await workstation.open('/w/device/mixer-2/memory');
  await line(page, /^Bit memory/).click();
  await expect(refused.first()).toContainText('allow PUT/GET');
});
