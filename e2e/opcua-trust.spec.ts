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

test('check 11: a secure server is added: its endpoints, its certificate compared and trusted, a test that passes, and its device connects', async ({
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

  await testColumn(page).getByRole('button', { name: 'Compare and trust…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Compare the thumbprint');
  await expect(dialog.getByRole('button', { name: 'Keep rejected' })).toBeFocused();
  expect(await axe(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Trust this certificate' }).click();
  // It is tried again by itself.
  await expect(testColumn(page)).toContainText(/Passed in \d+ ms/);
  await page.keyboard.press('Control+s');
  await workstation.open('/w/certificates');
  await expect(page.getByRole('region', { name: 'Trusted', exact: true })).toContainText('PLC7');
  await expect(page.getByRole('region', { name: 'Our certificate' })).toContainText('What to do on the server');
  expect(await axe(page)).toEqual([]);
  await workstation.open('/w/devices');
  await expect(workstation.row('Press line')).toContainText('Connected', { timeout: 20_000 });
  expect(workstation.complaints).toEqual([]);
});
