import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../workstation.ts';
import { Journey } from './journey.ts';

/*
 * What docs/first-hour.md tells, with its pictures: `npm run journeys -- --pictures` takes them.
 */
const PICTURES = process.env['NEXUS_PICTURES'];

test.setTimeout(180_000);

test('journey 0: from the first start to a signed loop check and an exported device configuration', async ({
  workstation,
}) => {
  const { page } = workstation;
  const picture = async (name: string): Promise<void> => {
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `first-hour-${name}.png`) });
  };
  const journey = await Journey.start(page, {
    number: 0,
    title: 'The first hour: demo, trend, write, signed loop check, exported configuration',
    replaces: 'Modbus Poll, a paper sheet, Excel and a gateway’s web page',
    theirs: [
      ...[
        'Modbus Poll: connection',
        'host',
        'port',
        'connect',
        'definition: unit, address, count',
        'format',
        'byte order',
      ],
      ...['chart', 'add the register', 'scale by hand'],
      ...['open the register to write', 'value', 'send', 'read it again'],
      ...['sheet: make a copy', 'loop name', 'tag', 'range', 'read 0', 'write it down', 'read 1', 'write it down'],
      ...['judge both', 'sign', 'type it into Excel: 4 cells', 'save', 'print'],
      ...['web page: log in', 'password', 'open export', 'export', 'save'],
    ],
    limitS: 150,
  });
  await workstation.open('/');
  await journey.step('see the plant live', async () => {
    await page.getByRole('button', { name: 'Show Boiler 1' }).click();
    await expect(workstation.row('Steam pressure')).toContainText('Good');
    await picture('values');
  });
  await journey.step('look at history that runs into live', async () => {
    await page.getByRole('gridcell', { name: 'Steam pressure', exact: true }).click();
    await page.getByRole('button', { name: /Add to trend/ }).click();
    await page.getByRole('combobox', { name: 'Span' }).selectOption({ label: '30 min' });
    await page.getByRole('tab', { name: /Welcome/ }).click();
    await page.getByRole('button', { name: 'Add Flue gas temperature' }).click();
    await expect(page.getByRole('region', { name: 'Pens' })).toContainText('Flue gas temperature');
    await page.waitForTimeout(1_500);
    await picture('trend');
  });
  await journey.step('write a set point, armed, and see what it read back', async () => {
    await page.getByRole('tab', { name: /Welcome/ }).click();
    await page.getByRole('button', { name: /^Write Pressure setpoint/ }).click();
    const write = page.getByRole('dialog', { name: 'Write value' });
    await write.getByRole('textbox', { name: 'New value' }).fill('6.5');
    await page.keyboard.press('Enter');
    await write.getByRole('button', { name: 'Arm writing…' }).click();
    const arm = page.getByRole('dialog', { name: 'Arm writing' });
    await arm.getByRole('textbox', { name: /^Reason/ }).fill('First hour');
    await page.keyboard.press('Enter');
    await expect(arm).toBeHidden();
    await picture('write');
    // The button does not hear a second stroke of the key that opened it.
    await page.waitForTimeout(400);
    await write.getByRole('button', { name: 'Write 6.50 bar' }).click();
    await expect(write).toContainText('Done, verified');
    await page.keyboard.press('Enter');
  });
  await journey.step('check a loop and sign it', async () => {
    await page.getByRole('button', { name: 'Make a sheet…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Generate loop checks from tags' });
    await dialog.getByRole('textbox', { name: 'Tags with' }).fill('feed pump');
    await expect(dialog.getByRole('status')).toHaveText('1 loop: 1 DI.');
    await dialog.getByRole('button', { name: 'Generate' }).click();
    await page.getByRole('textbox', { name: 'Sign as' }).fill('J. Doe');
    // Both states come by themselves within 40 s: the technician operates the pump.
    await page.getByRole('combobox', { name: 'When it is captured' }).selectOption('2');
    const steps = page.getByRole('table', { name: /^Steps of/ }).getByRole('row');
    await expect(steps.nth(1)).toContainText('Pass', { timeout: 60_000 });
    await expect(steps.nth(2)).toContainText('Pass', { timeout: 60_000 });
    await picture('loop-check');
    await page.getByRole('button', { name: /Pass and sign/ }).click();
    await expect(page.getByText('1 loop: 1 pass · 0 fail · 0 open')).toBeVisible();
  });
  await journey.step('hand the report over', async () => {
    await page.getByRole('button', { name: 'Report' }).click();
    const downloaded = page.waitForEvent('download', { timeout: 30_000 });
    await page.getByRole('menuitem', { name: 'PDF, A4', exact: true }).click();
    const pdf = readFileSync(await (await downloaded).path());
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });
  await journey.step('export the device for an edge PC', async () => {
    await page.getByRole('treeitem', { name: /Boiler 1/ }).click({ button: 'right' });
    const downloaded = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'Export configuration' }).click();
    const yaml = readFileSync(await (await downloaded).path(), 'utf8');
    expect(yaml).toContain('id: boiler-1');
    expect(yaml).toContain('id: steam_pressure');
  });
  await journey.step('pull the cable, put it back: the tour is done', async () => {
    await page.getByRole('tab', { name: /Welcome/ }).click();
    await page.getByRole('button', { name: 'Unplug Boiler 1' }).click();
    await expect(page.getByRole('treeitem', { name: /Boiler 1/ }).getByRole('img')).toHaveAccessibleName(
      /Offline|Breaker/,
    );
    await page.getByRole('button', { name: 'Plug Boiler 1 back' }).click();
    await expect(page.locator('.tour-steps').getByRole('img', { name: 'Done' })).toHaveCount(6);
    await picture('tour');
  });
  await journey.end();
  expect(workstation.complaints).toEqual([]);
});
