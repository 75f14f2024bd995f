import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { SecureOpcUaPeer } from '../src-main/testing/secure-opcua-peer.ts';
import { startOpcUaProject, tagsInFile } from './opcua-project.ts';
import { test as base, expect, type Service, Workstation } from './workstation.ts';

let peer: SecureOpcUaPeer;
let service: Service;

const test = base.extend<{ workstation: Workstation }>({
  workstation: async ({ page }, use) => {
    await use(new Workstation(page, service));
  },
});

// Each goes on with what the one before left.
test.describe.configure({ mode: 'serial', timeout: 60_000 });

test.beforeAll(async () => {
  peer = await SecureOpcUaPeer.make();
  peer.identify({ name: 'PLC7' });
  await peer.start({ open: true, plant: true, bulk: 10_000 });
  service = await startOpcUaProject(peer, ['line-4', 'line-5']);
});
test.afterAll(async () => {
  await service?.end('SIGTERM');
  service?.remove();
  peer?.dispose();
});

const axe = async (page: Page): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`);
};

const tree = (page: Page): Locator => page.getByRole('tree', { name: 'Nodes' });
const line = (page: Page, name: RegExp): Locator => tree(page).getByRole('treeitem', { name });
const inspector = (page: Page): Locator => page.getByRole('region', { name: 'Node', exact: true });
const list = (page: Page): Locator => page.getByRole('region', { name: 'Tags to add' });

test('check 20: twelve values of an object become the same tags by drag and by keyboard alone', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/line-4/browse');
  await expect(line(page, /Line4/)).toBeVisible();
  await tree(page).focus();
  await page.keyboard.type('line4');
  await page.keyboard.press('Space');
  await expect(list(page).getByRole('button', { name: 'Add 12 tags' })).toBeEnabled();
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('12 new')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect.poll(() => tagsInFile(service, 'line-4').length).toBe(12);

  await workstation.open('/w/device/line-5/browse');
  await line(page, /Line4/).dragTo(list(page));
  await list(page).getByRole('button', { name: 'Add 12 tags' }).click();
  await expect(page.getByText('12 new')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect.poll(() => tagsInFile(service, 'line-5').length).toBe(12);
  const byKeyboard = tagsInFile(service, 'line-4');
  expect(tagsInFile(service, 'line-5')).toEqual(byKeyboard);
  expect(byKeyboard.find(({ name }) => name === 'Tank1_Level')).toMatchObject({
    address: 'nsu=urn:plc7:server;s=Line4.Tank1.Level',
    unit: '%',
    eu_low: 0,
    eu_high: 100,
  });
  await expect(page.getByRole('row', { name: /Tank2_Level/ })).toContainText(/62/, { timeout: 15_000 });
  expect(workstation.complaints).toEqual([]);
});

test('a server is looked through: a refused folder, references, history and what is a tag already', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/line-4/browse');
  await expect(line(page, /Line4/)).toBeVisible();
  await tree(page).focus();
  await page.keyboard.type('line4');
  await page.keyboard.press('ArrowRight');
  await expect(line(page, /Tank1/)).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('*');
  await expect(line(page, /BadUserAccessDenied/)).toBeVisible();
  const level = line(page, /Level/).first();
  await expect(level).toContainText('already tag Tank1_Level');
  const before = await level.locator('.node-value').textContent();
  await expect(level.locator('.node-value')).not.toHaveText(before!);
  await level.click();
  await expect(inspector(page)).toContainText('read, history read');
  await expect(inspector(page)).toContainText('low 0, high 100');
  await inspector(page).getByRole('button', { name: 'Read the last hour' }).click();
  await expect(inspector(page).getByRole('table')).toContainText('Good');
  expect(await axe(page)).toEqual([]);
  await inspector(page).getByRole('button', { name: 'Tank1' }).click();
  await expect(inspector(page)).toContainText('Organizes');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(inspector(page)).toContainText('read, history read');

  const box = page.getByRole('textbox', { name: 'Find node by name or NodeId' });
  await box.fill('SETPOINT');
  await box.press('Enter');
  await expect(page.getByText(/4 found among .* nodes\. That is all there is\./)).toBeVisible({ timeout: 30_000 });
  await expect(tree(page).getByRole('treeitem')).toHaveCount(4);
  await box.press('Escape');
  await expect(line(page, /Server/).first()).toBeVisible();
  expect(workstation.complaints).toEqual([]);
});

test('check 23: a method is not called while writing is disarmed, and once when it is armed', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/device/line-4/browse');
  const counted = async (): Promise<string> => {
    await line(page, /calls/).click();
    return (await inspector(page).getByRole('definition').first().textContent()) ?? '';
  };
  await expect(line(page, /Line4/)).toBeVisible();
  await expect.poll(counted).toBe('0');
  const box = page.getByRole('textbox', { name: 'Find node by name or NodeId' });
  await box.fill('Fill');
  await box.press('Enter');
  await line(page, /Fill\(\)/).click();
  const form = page.getByRole('form', { name: 'Call Fill' });
  await form.getByRole('textbox', { name: /Level/ }).fill('33');
  await form.getByRole('button', { name: 'Call Fill()' }).click();
  await expect(form.locator('[data-msg="wr.disarmed"]')).toContainText('Nothing was called.');
  await form.getByRole('button', { name: /Arm line-4/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').first().fill('Filling test');
  await dialog.getByRole('button', { name: /^Arm/ }).click();
  await form.getByRole('button', { name: 'Call Fill()' }).click();
  await expect(form).toContainText('Accepted');
  await expect(form).toContainText('33');
  expect(await axe(page)).toEqual([]);
  await box.press('Escape');
  await box.focus();
  await box.press('Escape');
  await expect.poll(counted, { timeout: 15_000 }).toBe('1');
  await workstation.open('/w/writes');
  await expect(page.getByRole('row').filter({ hasText: 'Fill()' })).toHaveCount(2);
  expect(workstation.complaints).toEqual([]);
});
