import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { SecureOpcUaPeer } from '../src-main/testing/secure-opcua-peer.ts';
import { field, message, testColumn } from './device-form.ts';
import { expect, test } from './plant.ts';

const axe = async (page: Page): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`);
};

let peer: SecureOpcUaPeer;
test.beforeAll(async () => {
  peer = await SecureOpcUaPeer.make();
  peer.identify({ name: 'PLC7' });
  await peer.start();
});
test.afterAll(() => peer?.dispose());

test('a secure server is added: its endpoints, its certificate compared and trusted, a test that passes, and its device connects', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/new-device');
  await page.getByRole('button', { name: /OPC UA/ }).click();
  await field(page, 'Name').fill('Press line');
  await field(page, 'Endpoint').fill(peer.url);
  await page.getByRole('button', { name: 'Get endpoints' }).click();
  const table = page.getByRole('table', { name: 'Endpoints, best first' });
  await expect(table.getByRole('row').nth(1)).toContainText('Sign and encrypt');
  await expect(table.getByRole('row').last()).toContainText('None');
  await expect(message(page, 'ua.untrusted')).toContainText('SHA-1');
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Use Sign and encrypt, Aes256_Sha256_RsaPss' }).click();
  await page.keyboard.press('F9');
  await expect(testColumn(page).getByRole('listitem').filter({ hasText: 'Certificate' })).toContainText('fail');

  await page.getByRole('button', { name: 'Show certificate' }).first().click();
  const waiting = page.getByRole('region', { name: 'Waiting for a decision' });
  await expect(waiting.getByRole('article', { name: 'PLC7' })).toContainText('Not trusted');
  expect(await axe(page)).toEqual([]);
  await waiting.getByRole('button', { name: 'Trust…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Compare the thumbprint');
  await expect(dialog.getByRole('button', { name: 'Keep rejected' })).toBeFocused();
  expect(await axe(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Trust this certificate' }).click();
  await expect(page.getByRole('region', { name: 'Trusted', exact: true })).toContainText('PLC7');

  await page.getByRole('tab', { name: /New device/ }).click();
  await page.keyboard.press('F9');
  await expect(testColumn(page)).toContainText(/Passed in \d+ ms/);
  await page.keyboard.press('Control+s');
  await workstation.open('/w/devices');
  await expect(workstation.row('Press line')).toContainText('Connected', { timeout: 20_000 });
  expect(workstation.complaints).toEqual([]);
});

test('values of a server are found by looking through it, and become tags with unit and range', async ({
  workstation,
}) => {
  const { page } = workstation;
  await peer.start({ open: true });
  await workstation.open('/w/new-device');
  await page.getByRole('button', { name: /OPC UA/ }).click();
  await field(page, 'Name').fill('Belt');
  await field(page, 'Endpoint').fill(peer.url);
  await page.getByRole('button', { name: 'Save and add tags' }).click();
  await page.getByRole('button', { name: 'Browse…' }).click();
  const tree = page.getByRole('tree', { name: 'Nodes' });
  const line = tree.getByRole('treeitem', { name: /Line 1/ });
  await expect(line).toHaveAttribute('aria-expanded', 'false');
  // By keyboard alone from here on.
  await tree.getByRole('treeitem').first().focus();
  for (let at = 0; at < 9 && (await line.getAttribute('tabindex')) !== '0'; at++)
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  const speed = tree.getByRole('treeitem', { name: /Speed/ });
  await expect(speed).toContainText('8.4 m/s');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(speed).toHaveAttribute('aria-checked', 'true');
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Add 1 tag' }).click();
  const added = page.getByRole('row', { name: /Speed/ });
  await expect(added).toContainText('nsu=urn:plc7:server;s=Line1.Speed');
  await page.keyboard.press('Control+s');
  await expect(added).toContainText(/8[.,]4/, { timeout: 15_000 });
  await page.getByRole('button', { name: 'Browse…' }).click();
  await tree.getByRole('treeitem', { name: /Line 1/ }).click();
  await expect(speed).toContainText('already tag Speed');
  // Found by text, and its value is read on while it has the focus.
  const box = page.getByRole('textbox', { name: 'Find nodes by name or address' });
  await box.fill('SPEED');
  await box.press('Enter');
  await expect(page.getByRole('dialog')).toContainText(/found among .* nodes\. That is all there is\./, {
    timeout: 60_000,
  });
  await expect(tree.getByRole('treeitem', { name: /^▾?\s*Line 1/ })).toBeVisible();
  await speed.click();
  await expect(page.locator('.node-details')).toContainText('Line1.Speed');
  await expect(page.locator('.node-details')).toContainText(/8\.4 m\/s \d+:\d+/, { timeout: 10_000 });
  expect(await axe(page)).toEqual([]);
  await box.press('Escape');
  await expect(box).toHaveValue('');
  await expect(tree.getByRole('treeitem', { name: /Server/ }).first()).toBeVisible();
  expect(workstation.complaints).toEqual([]);
});
