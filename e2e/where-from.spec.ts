import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectNoBreach, expectPlainWords } from './accessibility.ts';
import { test as base, expect, Service, Workstation } from './workstation.ts';

const BOILER = {
  id: 'boiler',
  name: 'Boiler',
  protocol: 'modbus-tcp',
  simulated: 'waves',
  uns_prefix: 'acme/p1/boiler',
  poll_interval: '200ms',
  connection: { host: '127.0.0.1' },
  tags: [
    {
      id: 'steam_p',
      name: 'Steam pressure',
      address: 'holding:7:uint16',
      raw_low: 0,
      raw_high: 27_648,
      eu_low: 0,
      eu_high: 10,
      unit: 'bar',
    },
    { id: 'steam_t', name: 'Steam temperature', address: 'holding:9:float32', unit: 'Cel', owner: 'Utilities' },
  ],
};
const KPI = {
  id: 'kpi',
  name: 'Plant KPI',
  protocol: 'calculated',
  uns_prefix: 'acme/p1/kpi',
  poll_interval: '200ms',
  tags: [{ id: 'twice', name: 'Twice', address: '{boiler/steam_p} * 2', unit: 'bar' }],
};

/** A project with a twin of a boiler and one calculated device. */
const test = base.extend<{ workstation: Workstation }>({
  workstation: async ({ page }, use) => {
    const service = await Service.make([]);
    writeFileSync(
      join(service.folder, 'nexus.yaml'),
      'project:\n  name: Hall 2\naccess:\n  login: off\nmqtt:\n  enabled: true\n',
    );
    mkdirSync(join(service.folder, 'devices'));
    writeFileSync(join(service.folder, 'devices/boiler.yaml'), JSON.stringify(BOILER));
    writeFileSync(join(service.folder, 'devices/kpi.yaml'), JSON.stringify(KPI));
    await service.start();
    await use(new Workstation(page, service));
    await service.end('SIGTERM');
    service.remove();
  },
});

test('a tag is found in the catalogue, described, and its value is followed from the wire to the broker', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/catalogue');
  const cell = (name: string) => page.getByRole('gridcell', { name, exact: true });
  await expect(cell('Twice')).toBeVisible();
  const filter = page.getByRole('combobox', { name: 'Filter the catalogue' });
  await filter.fill('is:unowned dev:boiler');
  await expect(page.getByText('1 of 3')).toBeVisible();
  await cell('Steam pressure').click();
  await page.getByRole('button', { name: 'Describe…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Describe Steam pressure' });
  await dialog.getByRole('combobox', { name: 'Owner' }).fill('Utilities');
  await dialog.getByRole('textbox', { name: 'Description' }).fill('Behind the main valve');
  await expectNoBreach(page);
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(dialog).toBeHidden();
  await filter.fill('owner:utilities valve');
  await expect(page.getByText('1 of 3')).toBeVisible();
  const file = readFileSync(join(workstation.service.folder, 'devices/boiler.yaml'), 'utf8');
  expect(file).toContain('Behind the main valve');

  await page.getByRole('gridcell', { name: 'Behind the main valve' }).click();
  await expectNoBreach(page);
  await page.getByRole('complementary', { name: 'Inspector' }).getByRole('button', { name: 'Where from…' }).click();
  const stored = page.getByRole('region', { name: 'Steam pressure of Boiler' });
  await expect(stored).toContainText('0 … 27648 on the device is 0 … 10, that is × 0.0003616898');
  await expect(stored).toContainText('By revision 2');
  await page.getByRole('button', { name: 'Trace a value' }).click();
  const hops = page.getByRole('region', { name: 'Hops of the value' });
  await expect(hops.getByRole('row', { name: /Broker/ })).toContainText('acknowledged acme/p1/boiler/steam_p', {
    timeout: 15_000,
  });
  await expect(hops.getByRole('row', { name: /Sent/ })).toContainText('01 03');
  await expect(hops.getByRole('row', { name: /Historian/ })).toContainText('stored');
  await expectNoBreach(page);
  await expectPlainWords(page);

  await workstation.open('/w/lineage/kpi/twice');
  const twice = page.getByRole('region', { name: 'Twice of Plant KPI' });
  await expect(twice).toContainText('{boiler/steam_p} * 2');
  await expect(twice.getByRole('heading', { name: 'Steam pressure of Boiler' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Point at' }).fill('yesterday');
  await page.getByRole('textbox', { name: 'Point at' }).press('Enter');
  await expect(page.getByText('“yesterday” is not a time.')).toBeVisible();
  expect(workstation.complaints).toEqual([]);
});
