import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, Service, Workstation } from './workstation.ts';

/** Nobody is at this address (TEST-NET-1, RFC 5737). */
const PRESS = {
  id: 'press-1',
  name: 'Press 1',
  protocol: 's7',
  uns_prefix: 'acme/press-1',
  poll_interval: '200ms',
  connection: { host: '192.0.2.1', connect_timeout: '500ms' },
  tags: [{ id: 'force', name: 'Force', address: 'DB10.DBD4:REAL', eu_low: 20, eu_high: 30 }],
};

/** A project with one device, which is no demo. */
const test = base.extend<{ workstation: Workstation }>({
  workstation: async ({ page }, use) => {
    const service = await Service.make([]);
    writeFileSync(join(service.folder, 'nexus.yaml'), 'project:\n  name: Hall 2\naccess:\n  login: off\n');
    mkdirSync(join(service.folder, 'devices'));
    writeFileSync(join(service.folder, 'devices/press-1.yaml'), JSON.stringify(PRESS));
    await service.start();
    await use(new Workstation(page, service));
    await service.end('SIGTERM');
    service.remove();
  },
});

test('a twin takes the place of a device from its menu, and gives it back', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/devices');
  const press = workstation.row('Press 1');
  await expect(press).toContainText('192.0.2.1');
  await press.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Start twin', exact: true }).click();
  await expect(press).toContainText('Connected', { timeout: 20_000 });
  await expect(press).toContainText('SIM');
  await expect(press).toContainText('127.0.0.1');
  await workstation.open('/w/device/press-1/tags');
  const force = workstation.row('Force');
  await expect(force).toContainText(/2\d\.\d/);
  await expect(force).toContainText('SIM');
  await workstation.open('/w/devices');
  await press.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Fault of the twin…' }).click();
  await expect(page.getByRole('button', { name: /^Works/ })).toBeFocused();
  await page.getByRole('button', { name: /^Refuses/ }).click();
  await expect(press).toContainText(/Offline|Breaker|Connecting|Retry/, { timeout: 20_000 });
  await press.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Fault of the twin…' }).click();
  await page.keyboard.press('Enter');
  await expect(press).toContainText('Connected', { timeout: 40_000 });
  await press.click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: 'Start twin with the last hour' })).toBeDisabled();
  await page.getByRole('menuitem', { name: 'Stop twin' }).click();
  await expect(press).toContainText('192.0.2.1');
  await expect(press).not.toContainText('SIM');
  expect(workstation.complaints).toEqual([]);
});

test('a twin is chosen in the form of a device, and takes its place once it is saved', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/device/press-1/edit');
  const simulated = page.getByRole('combobox', { name: 'Simulated' });
  await expect(simulated).toHaveValue('off');
  await simulated.selectOption('Twin that moves in waves');
  expect((await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze()).violations).toEqual([]);
  await page.keyboard.press('Control+s');
  await workstation.open('/w/devices');
  const press = workstation.row('Press 1');
  await expect(press).toContainText('Connected', { timeout: 20_000 });
  await expect(press).toContainText('SIM');
  expect(workstation.complaints).toEqual([]);
});
