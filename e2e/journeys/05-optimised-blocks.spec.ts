import { opcua } from '../../src-main/drivers/opcua/manifest.ts';
import { systemClock } from '../../src-main/kernel/clock.ts';
import { expect, test } from '../s7-plant.ts';
import { Journey } from './journey.ts';

const NAMES = ['Speed', 'Torque', 'Current', 'Voltage', 'Power', 'Frequency', 'Pressure', 'Level', 'Flow', 'Weight'];
/** A CPU whose block was compiled with standard access, and one whose values have no offsets. */
const SOURCE = `DATA_BLOCK "Mixer"
{ S7_Optimized_Access := 'FALSE' }
   STRUCT
      Run : Bool;
      Fault : Bool;
${NAMES.map((name) => `      ${name} : Real;`).join('\n')}
      Recipe : String[10];
   END_STRUCT;
BEGIN
END_DATA_BLOCK
DATA_BLOCK "Tank"
{ S7_Optimized_Access := 'TRUE' }
   STRUCT
      Level : Real;
      Temperature : Real;
   END_STRUCT;
BEGIN
END_DATA_BLOCK
`;

test.use({
  cpuOptions: { cpu: 's7-1500' },
  memory: {
    ...{ 'DB10.DBX0.0': 1, 'DB10.DBX0.1': 0, 'DB10.DBB42:STRING[10]': 'Dough' },
    ...Object.fromEntries(NAMES.map((_, at) => [`DB10.DBD${2 + at * 4}:REAL`, 10 + at])),
  },
});

test('journey 5: a source of TIA Portal is held against the CPU until its tags are known to be right', async ({
  workstation,
}) => {
  const server = await opcua.simulate({
    connection: opcua.connection.parse({ endpoint: 'opc.tcp://127.0.0.1:4840' }),
    tags: [],
    value: () => 0,
    clock: systemClock,
    port: 4_840,
  });
  const { page } = workstation;
  const journey = await Journey.start(page, {
    number: 5,
    title: 'S7-1500 with optimised blocks',
    replaces: 'TIA Portal, a snap7 client and Excel',
    theirs: [
      'TIA: open the block, read that its access is standard',
      'TIA: show offsets, copy the table',
      'Excel: paste it',
      'Excel: write the formula that makes addresses',
      'fill it down',
      'gateway: paste the tags',
      'apply',
      'TIA: open the other block, read that its access is optimised',
      'UaExpert: add the server',
      'type its address',
      'connect',
      ...NAMES.flatMap((name) => [`snap7 client: type the address of ${name}`, `compare ${name} with TIA`]),
    ],
    limitS: 60,
  });
  await workstation.open('/w/device/mixer-2/memory');
  const value = (name: RegExp) => page.getByRole('treeitem', { name });
  await journey.step('import the source, every value is labelled', async () => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Import .db/.scl/.xlsx…' }).click(),
    ]);
    await chooser.setFiles({ name: 'Line.scl', mimeType: 'text/plain', buffer: Buffer.from(SOURCE) });
    await page.getByLabel('Number of “Mixer”').fill('10');
    await page.keyboard.press('Enter');
    await expect(value(/^☐?0\.0 Run BOOL true/)).toContainText('reachable, bit 0');
    await expect(value(/2 Speed REAL 10/)).toContainText('reachable');
    await expect(value(/Temperature/)).toContainText('optimised');
  });
  await journey.step('verify ten at random', async () => {
    await page.getByRole('button', { name: 'Verify 10 at random' }).click();
    const dialog = page.getByRole('dialog', { name: 'Verify 10 values at random' });
    await expect(dialog.getByRole('status')).toContainText('10 of 10 read as the file says.');
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  });
  await journey.step('make tags of the block', async () => {
    await value(/“Mixer”/).click();
    await page.getByRole('button', { name: 'Tick all 13 of this block' }).click();
    await page.keyboard.press('Control+Shift+A');
    await expect(page.getByText('13 new')).toBeVisible();
    await page.keyboard.press('Control+s');
    await expect(workstation.row('Mixer.Speed')).toContainText('10');
  });
  await journey.step('take the OPC UA server for the optimised ones', async () => {
    await page.getByRole('tab', { name: /Blocks/ }).click();
    await page.getByRole('button', { name: 'New device there' }).click();
    await expect(page.getByRole('heading', { name: /New device: OPC UA/ })).toBeVisible();
    await expect(page.getByRole('textbox', { name: /Endpoint/ })).toHaveValue('opc.tcp://127.0.0.1:4840');
  });
  await journey.end();
  await server.close();
  expect(workstation.complaints).toEqual([]);
});
