import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectNoBreach, expectPlainWords } from './accessibility.ts';
import { test as base, expect, Service, Workstation } from './workstation.ts';

const KPI = {
  id: 'kpi',
  name: 'Plant KPI',
  protocol: 'calculated',
  uns_prefix: 'acme/kpi',
  poll_interval: '200ms',
  tags: [
    { id: 'base', name: 'Base', address: '20 + 1', unit: 'bar' },
    { id: 'double', name: 'Double', address: '{base} * 2', unit: 'bar' },
    { id: 'heat', name: 'Heat', address: '80', unit: 'Cel' },
  ],
};

/** A project with one calculated device. */
const test = base.extend<{ workstation: Workstation }>({
  workstation: async ({ page }, use) => {
    const service = await Service.make([]);
    writeFileSync(join(service.folder, 'nexus.yaml'), 'project:\n  name: Hall 2\naccess:\n  login: off\n');
    mkdirSync(join(service.folder, 'devices'));
    writeFileSync(join(service.folder, 'devices/kpi.yaml'), JSON.stringify(KPI));
    await service.start();
    await use(new Workstation(page, service));
    await service.end('SIGTERM');
    service.remove();
  },
});

test('an expression is written with the keyboard, tried on the values of now, and takes effect', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/kpi/tags');
  await expect(workstation.row('Double')).toContainText('42');
  await page.getByRole('gridcell', { name: 'Double', exact: true }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Edit expression…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Expression of Double' });
  const field = dialog.getByRole('textbox', { name: 'Expression' });
  await expect(field).toBeFocused();
  await expect(dialog.getByRole('row', { name: /Result/ })).toContainText('42 bar');
  await expect(dialog.getByRole('row', { name: /^base/ })).toContainText('21 bar');
  await expectNoBreach(page);

  await field.fill('{base} +');
  await expect(dialog).toContainText('Character 8: A value is missing after “+”.');
  await field.fill('{bas} / 2');
  await expect(dialog).toContainText('Character 1: Device “kpi” has no tag “bas”. Did you mean {base}?');
  await expectNoBreach(page);
  await expectPlainWords(page);

  await field.fill('{base} + {heat}');
  await expect(dialog).toContainText(/Warning\. Character \d+: .*bar.*°C/);
  await expect(dialog.getByRole('row', { name: /Result/ })).toContainText('101 bar');
  await expectNoBreach(page);

  await field.fill('1000 / ');
  await field.press('End');
  await field.pressSequentially('{ba');
  await expect(dialog.getByRole('option', { name: 'base' })).toHaveAttribute('aria-selected', 'true');
  await expectNoBreach(page);
  await field.press('Escape');
  await expect(dialog.getByRole('listbox')).toBeHidden();
  await expect(dialog).toBeVisible();
  await field.press('Backspace');
  await field.press('Enter');
  await expect(field).toHaveValue('1000 / {base}');
  await field.pressSequentially(' - 7');
  await expect(dialog.getByRole('row', { name: /Result/ })).toContainText('40.6');
  await dialog.getByRole('button', { name: 'Use' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: /^Apply/ }).click();
  await expect(workstation.row('Double')).toContainText('40.6', { timeout: 20_000 });
  expect(workstation.complaints).toEqual([]);
});
