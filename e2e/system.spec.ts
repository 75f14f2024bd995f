import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { freePort } from '../src-main/testing/free-port.ts';
import { expect, test } from './workstation.ts';

async function violations(page: Page): Promise<readonly string[]> {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
  return found.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`);
}

const numberOf = (text: string | null): number => Number((text ?? '').replaceAll(/[^\d]/g, ''));

test('the whole way of the points is one look, in both themes and all densities', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/system');
  const stage = (name: string) => page.getByRole('region', { name, exact: true });
  await expect(stage('Devices')).toContainText('4 of 4 connected');
  await expect(stage('Devices')).toContainText('48 of 48 tags good');
  await expect(stage('Historian')).toContainText('Running');
  // Means of ten seconds: once what waited for the historian at its start is in it, as much goes in as out of the devices.
  await expect(async () => {
    const out = numberOf((await stage('Devices').getByText(/^out /).textContent())!);
    const stored = numberOf((await stage('Historian').getByText(/^in /).textContent())!);
    expect(out).toBeGreaterThan(20);
    expect(Math.abs(out - stored)).toBeLessThan(0.5 * out);
  }).toPass({ timeout: 40_000 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const density of ['compact', 'normal', 'touch']) {
      await page.evaluate((chosen) => document.documentElement.setAttribute('data-density', chosen), density);
      expect(await violations(page)).toEqual([]);
    }
  }
  expect(workstation.complaints).toEqual([]);
});

test('the points lost are those of the balance in Diagnostics', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/diagnostics');
  const row = (name: string) =>
    page.getByRole('region', { name: 'Points balance' }).getByRole('row').filter({ hasText: name });
  const rejected = numberOf(await row('All points').getByRole('cell').nth(1).textContent());
  const sinks = await Promise.all(
    ['historian', 'mqtt'].map(async (name) => {
      const cells = row(name).getByRole('cell');
      return numberOf(await cells.nth(3).textContent()) + numberOf(await cells.nth(4).textContent());
    }),
  );
  const lost = sinks.reduce((sum, count) => sum + count, rejected);
  await workstation.open('/w/system');
  await expect(page.getByRole('region', { name: 'Counts' })).toContainText(`${lost} in the life of this log`);
});

test('a device that does not answer is listed with its reason and the way to it', async ({ workstation }) => {
  const { page, service } = workstation;
  await workstation.open('/w/system');
  const attention = page.getByRole('region', { name: 'Needs attention' });
  await expect(page.getByRole('region', { name: 'Devices', exact: true })).toContainText('4 of 4 connected');
  const answer = await fetch(`${service.address}/api/v1/demo/boiler-1/fault`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fault: 'unplug' }),
  });
  expect(answer.status).toBe(200);
  await expect(attention).toContainText(/Boiler 1(Connecting|Offline|Breaker)/, { timeout: 20_000 });
  await expect(page.getByRole('region', { name: 'Devices', exact: true })).toContainText('3 of 4 connected');
  await expect(page.getByRole('region', { name: 'What is the matter' })).toContainText('One device is not connected.');
  expect(await violations(page)).toEqual([]);
  await attention.getByRole('button', { name: 'Boiler 1' }).click();
  await expect(page).toHaveURL(/device\/boiler-1\/tags/);
});

test('a broker that is down says what goes on without it, and a lost gateway leaves its last picture', async ({
  workstation,
}) => {
  const { page, service } = workstation;
  const answer = await fetch(`${service.address}/api/v1/settings`, { headers: { accept: 'application/json' } });
  const nobody = await freePort();
  const change = await fetch(`${service.address}/api/v1/settings`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'if-match': answer.headers.get('etag')! },
    body: JSON.stringify({ patch: { mqtt: { enabled: true, url: `mqtt://127.0.0.1:${nobody}` } } }),
  });
  expect(change.status).toBe(200);
  await service.end('SIGTERM');
  await service.start();
  await workstation.open('/w/system');
  const matter = page.getByRole('region', { name: 'What is the matter' });
  await expect(matter).toContainText(
    /Broker down: Live values continue here\. Topics wait in the log \([\d\s\u2009]+ points?\)\./,
  );
  await expect(page.getByRole('region', { name: 'Broker', exact: true })).toContainText('Down');
  const devices = page.getByRole('region', { name: 'Devices', exact: true });
  await expect(devices).toContainText('4 of 4 connected', { timeout: 20_000 });
  await service.end('SIGKILL');
  await expect(page.getByText(/The gateway is lost\. This is the picture of \d\d:\d\d:\d\d\./)).toBeVisible();
  await expect(devices).toContainText('4 of 4 connected');
  await service.start();
  await expect(page.getByText(/The gateway is lost/)).toBeHidden({ timeout: 15_000 });
});

test('what waits for a broker that was removed is given up with a reason, and only then', async ({ workstation }) => {
  const { page, service } = workstation;
  const file = join(service.folder, 'nexus.yaml');
  const restart = async (mqtt: string): Promise<void> => {
    await service.end('SIGTERM');
    const config = `project: { name: Plant, mode: demo }\naccess: { login: off }\nmqtt: { enabled: true${mqtt} }\n`;
    writeFileSync(file, config);
    await service.start();
  };
  const waiting = async (): Promise<number> => {
    const answer = await fetch(`${service.address}/api/v1/sinks`);
    const sinks = (await answer.json()) as readonly { sink: string; backlog: { points: number } }[];
    return sinks.find(({ sink }) => sink === 'mqtt-cloud')?.backlog.points ?? 0;
  };
  const cloud = `brokers: [{ id: cloud, url: "mqtt://127.0.0.1:${await freePort()}" }]`;
  await restart(`, ${cloud}`);
  await expect.poll(waiting, { timeout: 20_000 }).toBeGreaterThan(50);
  await restart('');
  await workstation.open('/w/system');
  const row = page.getByRole('row').filter({ hasText: 'cloud' });
  await row.getByRole('button', { name: 'Give up its points…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Give up the points of/ });
  await expect(dialog).toContainText(/wait for it in the log/);
  await expect(dialog.getByRole('button', { name: 'Give up the points' })).toBeDisabled();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Keep them' }).click();
  await expect(row).toBeVisible();
  await row.getByRole('button', { name: 'Give up its points…' }).click();
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill('The contract has ended');
  await dialog.getByRole('button', { name: 'Give up the points' }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toHaveCount(0);
  const journal = await (await fetch(`${service.address}/api/v1/sinks/dropped`)).json();
  expect(journal).toMatchObject([{ sink: 'mqtt-cloud', reason: 'The contract has ended', via: 'socket' }]);
});
