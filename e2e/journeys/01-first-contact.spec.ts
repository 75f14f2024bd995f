import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { s7 } from '../../src-main/drivers/s7/manifest.ts';
import { systemClock } from '../../src-main/kernel/clock.ts';
import { field, testColumn } from '../device-form.ts';
import { expect, test } from '../plant.ts';
import { Journey } from './journey.ts';

test.use({ plantDevices: [[], { scope: 'test' }] });

test('journey 1: an S7 CPU of which only the address is known becomes a device with its identity', async ({
  workstation,
}) => {
  const { page } = workstation;
  const connection = s7.connection.parse({ host: '127.0.0.1', slot: 2 }) as never;
  const cpu = await s7.simulate({
    connection,
    tags: [{ address: 'DB1.DBW0' }],
    value: () => 42,
    clock: systemClock,
    port: 0,
  });
  const journey = await Journey.start(page, {
    number: 1,
    title: 'First contact with an unknown PLC',
    replaces: 'ping, Modbus Poll, UaExpert and TIA Portal',
    theirs: [
      'open a terminal',
      'ping the address',
      'TIA Portal: online access',
      'choose the adapter',
      'update accessible devices',
      'open the device',
      'online and diagnostics',
      'read type, serial number and firmware',
      'copy them into the notes',
      'client: new connection',
      'host',
      'rack and slot 0/1',
      'connect, refused',
      'rack and slot 0/2',
      'connect',
      'save the connection',
    ],
    limitS: 30,
  });
  await workstation.open('/w/devices');
  await journey.step('begin an S7 device', async () => {
    await page.getByRole('main').getByRole('button', { name: 'Add device' }).click();
    await page.getByRole('button', { name: /Siemens S7/ }).click();
  });
  await journey.step('name and address', async () => {
    await field(page, 'Name').fill('Mixer');
    await field(page, 'Host').fill('127.0.0.1');
    // A twin cannot listen at 102, which nobody has to type.
    await field(page, 'Port').fill(String(cpu.port));
    await page.keyboard.press('F9');
  });
  const column = testColumn(page);
  await journey.step('the doctor finds rack and slot', async () => {
    await expect(column).toContainText('A CPU answers at rack 0 slot 2');
    await expect(column).toContainText('no CPU there');
    await column.getByRole('button', { name: 'Use rack 0 slot 2' }).click();
    await expect(column.getByRole('region', { name: 'Identity' })).toContainText('PDU 480 bytes');
  });
  await journey.step('save it with who it is', async () => {
    await column.getByRole('button', { name: 'Keep with the device' }).click();
    await page.getByRole('button', { name: 'Save and add tags' }).click();
    await expect(page.getByRole('treeitem', { name: /Mixer/ })).toBeVisible();
  });
  await journey.end();
  const file = join(workstation.service.folder, 'devices/mixer.yaml');
  expect(readFileSync(file, 'utf8')).toMatch(/slot: 2[\s\S]*limits: PDU 480 bytes/);
  expect(workstation.complaints).toEqual([]);
  await cpu.close();
});
