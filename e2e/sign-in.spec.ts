import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { OidcPeer } from '../src-main/testing/oidc-peer.ts';
import { expectNoBreach } from './accessibility.ts';
import { test as base, expect, Service } from './workstation.ts';

/*
 * One gateway that asks for a login, from its first start on: set up by the code in its file, signed in to by name and at
 * a provider, locked, unlocked and left.
 */
const ADMIN = { user: 'admin', password: 'a horse that nobody sold' };
const MARIA = { user: 'mruiz', password: 'staples for the whole week' };
let service: Service;
let peer: OidcPeer;

const test = base;
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  service = await Service.make([]);
  peer = await OidcPeer.listen({
    clientId: 'nexus',
    clientSecret: 'of this test',
    redirects: [`${service.address}/session/oidc/callback`],
    accounts: {
      'u-1': { preferred_username: 'jdoe', name: 'Jo Doe', groups: ['plant-lead'] },
      'u-2': { preferred_username: 'guest', groups: [] },
    },
  });
  writeFileSync(join(service.folder, 'secret'), 'of this test\n', { mode: 0o600 });
  const oidc = `{ name: Keycloak, issuer: "${peer.issuer}", client_id: nexus, client_secret: { file: secret }, roles_claim: groups, roles: [{ value: plant-lead, role: engineer }] }`;
  const yaml = `project: { name: Plant }\naccess:\n  login: required\n  oidc: ${oidc}\n`;
  writeFileSync(join(service.folder, 'nexus.yaml'), yaml);
  await service.start();
});
test.afterAll(async () => {
  await service.end('SIGTERM');
  await peer.dispose();
  service.remove();
});

async function signIn(page: Page, { user, password }: typeof ADMIN): Promise<void> {
  await page.getByRole('textbox', { name: 'User name' }).fill(user);
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(password);
  await page.keyboard.press('Enter');
}

test('the first start is set up with the code of its file, and only once', async ({ page }) => {
  await page.goto(service.address);
  await expect(page.getByRole('heading', { name: 'Set up this gateway' })).toBeVisible();
  await expectNoBreach(page);
  const code = readFileSync(join(service.folder, '.nexus/access/setup-code'), 'utf8').split('\n')[0]!;
  await page.getByRole('textbox', { name: 'Set-up code' }).fill(code);
  await page.getByRole('textbox', { name: 'User name' }).fill(ADMIN.user);
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill('too short');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Use at least 12 characters. This one has 9.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(ADMIN.password);
  await page.getByRole('textbox', { name: 'Password again' }).fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'admin, Administrator' })).toBeVisible();
  const again = await page.request.post(`${service.address}/session/setup`, {
    data: { code, user: 'second', password: ADMIN.password },
  });
  expect(again.status()).toBe(404);
});

test('one signs in by name; a wrong password says neither which of the two was wrong nor anything of the plant', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(service.address);
  await signIn(page, { ...ADMIN, password: 'something else entirely' });
  await expect(page.locator('[data-msg="usr.login"]')).toBeVisible();
  await expect(page.getByText('Plant')).toHaveCount(0);
  await expectNoBreach(page);
  await expect(async () => {
    await signIn(page, ADMIN);
    await expect(page.getByRole('button', { name: 'admin, Administrator' })).toBeVisible({ timeout: 1_000 });
  }).toPass();
});

test('an administrator makes a user, who locks, unlocks and signs out', async ({ page }) => {
  await page.goto(`${service.address}/w/users`);
  await signIn(page, ADMIN);
  await page.getByRole('button', { name: 'Add user…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a user' });
  await dialog.getByRole('textbox', { name: 'User name' }).fill(MARIA.user);
  await dialog.getByRole('textbox', { name: 'Password', exact: true }).fill(MARIA.password);
  await dialog.getByRole('textbox', { name: 'Password again' }).fill(MARIA.password);
  await dialog.getByRole('checkbox', { name: 'Operator' }).check();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  const row = page.getByRole('grid', { name: 'Users' }).getByRole('row').filter({ hasText: MARIA.user });
  await expect(row).toContainText('Viewer and Operator');
  await row.click();
  await expectNoBreach(page);
  // The last administrator stays one.
  await page.getByRole('grid', { name: 'Users' }).getByRole('row').filter({ hasText: ADMIN.user }).click();
  await page.getByRole('button', { name: 'Disable', exact: true }).click();
  await expect(page.locator('[data-msg="usr.last"]')).toBeVisible();
  await page.getByRole('button', { name: 'admin, Administrator' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await signIn(page, MARIA);
  await page.getByRole('button', { name: 'mruiz, Viewer and Operator' }).click();
  await page.getByRole('menuitem', { name: /^Lock/ }).click();
  const lock = page.getByRole('dialog', { name: 'Locked' });
  await expect(lock).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(lock).toBeVisible();
  await expectNoBreach(page);
  await lock.getByRole('textbox', { name: 'Password' }).fill(MARIA.password);
  await page.keyboard.press('Enter');
  await expect(lock).toBeHidden();
});

test('one signs in at the provider, with the role of his group; without a role one reads why not', async ({ page }) => {
  peer.who = 'u-2';
  await page.goto(`${service.address}/w/devices`);
  await page.getByRole('button', { name: 'Sign in with Keycloak' }).click();
  await expect(page.locator('[data-msg="NX_OIDC_NO_ROLE"]')).toContainText('Keycloak knows “guest”');
  peer.who = 'u-1';
  await page.getByRole('button', { name: 'Sign in with Keycloak' }).click();
  await expect(page.getByRole('button', { name: 'Jo Doe, Engineer' })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/w/devices');
  expect(new URL(page.url()).hash).toBe('');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Jo Doe, Engineer' })).toBeVisible();
});

test('a session that was ended elsewhere asks for a sign-in, and does not say that the gateway is lost', async ({
  page,
  browser,
}) => {
  await page.goto(service.address);
  await signIn(page, MARIA);
  await expect(page.getByRole('button', { name: /^mruiz/ })).toBeVisible();
  const other = await browser.newPage();
  await other.goto(`${service.address}/w/users`);
  await signIn(other, ADMIN);
  await other.getByRole('grid', { name: 'Users' }).getByRole('row').filter({ hasText: MARIA.user }).click();
  await other.getByRole('button', { name: 'Disable', exact: true }).click();
  await expect(page.getByText('Your session has ended. Sign in again.')).toBeVisible();
  await expect(page.getByText('Gateway lost')).toHaveCount(0);
  await other.close();
});
