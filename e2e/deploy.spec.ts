import type { Locator, Page } from '@playwright/test';
import type { TargetView } from '../src-shared/contract/deploy-views.ts';
import { expectNoBreach } from './accessibility.ts';
import { expect, type Fleet, test } from './fleet.ts';

const GATE_S = 8;

/** Pairs on the page, by the code that the gateway shows. */
async function pair(page: Page, { ask, gateways }: Fleet, at: number, name: string): Promise<void> {
  const gateway = gateways[at]!;
  const { code } = await ask<{ code: string }>(gateway, 'POST', '/deploy/agent/pair', {});
  await page.getByRole('button', { name: 'Add target' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add target' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByRole('textbox', { name: 'Address' }).fill(gateway.address);
  await dialog.getByRole('textbox', { name: 'Pairing code' }).fill(code);
  await dialog.getByRole('button', { name: 'Pair' }).click();
  await expect(dialog).toHaveCount(0);
}

/** Through Checks and Review; the run is on the page afterwards. */
async function deploy(page: Page, names: readonly string[], comment: string): Promise<Locator> {
  for (const name of names) await page.getByRole('checkbox', { name: `Deploy to ${name}` }).check();
  await page.getByRole('button', { name: `Deploy to ${names.length} selected…` }).click();
  const dialog = page.getByRole('dialog', { name: /^Deploy revision/ });
  await dialog.getByRole('button', { name: 'Review', exact: true }).click();
  await dialog.getByRole('textbox', { name: 'Comment' }).fill(comment);
  await dialog.getByRole('button', { name: /^Deploy to/ }).click();
  await expect(dialog).toHaveCount(0);
  return page.getByRole('region', { name: /^(Deploy of|Rollback to) revision/ });
}

async function shortGates({ ask, workspace }: Fleet): Promise<readonly TargetView[]> {
  const { targets } = await ask<{ targets: TargetView[] }>(workspace, 'GET', '/deploy/targets');
  const gate = { window_s: GATE_S, good_tags: 0.98, poll_success: 0.9 };
  for (const { id } of targets) await ask(workspace, 'PATCH', `/deploy/targets/${id}`, { gate });
  return targets;
}

async function change({ ask, workspace }: Fleet, device: string, patch: object): Promise<void> {
  const { revision } = await ask<{ revision: number }>(workspace, 'GET', `/devices/${device}/config`);
  await ask(workspace, 'PATCH', `/devices/${device}`, { patch, base: revision, comment: 'Changed' });
}

test('check 37: a deploy that breaks devices shows its gate, goes back by itself, and a target that moved is compared first', async ({
  workstation,
  fleet,
}, info) => {
  test.setTimeout(120_000);
  const { page } = workstation;
  await workstation.open('/w/deploy');
  await expect(page.getByText('No edge targets yet')).toBeVisible();
  await pair(page, fleet, 0, 'edge-pc-03');
  await pair(page, fleet, 1, 'edge-pc-04');
  const targets = await shortGates(fleet);
  // To both of them, one after the other.
  const run = await deploy(page, ['edge-pc-03', 'edge-pc-04'], 'First');
  await expect(run).toContainText('Health gate');
  await page.screenshot({ path: info.outputPath('gate.png') });
  await expect(run.getByRole('heading')).toHaveText(/: done$/, { timeout: 40_000 });
  await run.getByRole('button', { name: 'Close' }).click();
  const row = workstation.row('edge-pc-03');
  await expect(row).toContainText('12/12');
  await expect(workstation.row('edge-pc-04')).toContainText('12/12');
  await expectNoBreach(page);
  // Three of twelve devices get a port where nobody answers.
  for (const at of [1, 2, 3])
    await change(fleet, `pump-${at}`, { connection: { host: '127.0.0.1', port: 1, request_timeout: '300ms' } });
  await expect(row).toContainText('3 behind');
  await row.getByRole('gridcell', { name: 'edge-pc-03', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Diff 1 → 4, edge-pc-03' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Diff for edge-pc-03', exact: true })).toContainText(
    'Connection › Port',
  );
  const broken = await deploy(page, ['edge-pc-03'], 'Wrong port');
  await expect(broken.getByRole('timer')).toContainText(/goes back by itself in \d+ s/, { timeout: 15_000 });
  const gate = broken.getByRole('row', { name: /^Devices connected/ });
  await expect(gate).toContainText('9 of 12', { timeout: 20_000 });
  await expect(broken).toContainText('Rolled back to revision 1.', { timeout: 60_000 });
  await expect(broken.locator('[data-msg="dep.gate"]')).toContainText('3 of 12 devices did not reconnect within');
  await page.screenshot({ path: info.outputPath('rolled-back.png') });
  await expect(row).toContainText('12/12', { timeout: 20_000 });
  const seen = await fleet.ask<TargetView>(fleet.workspace, 'POST', `/deploy/targets/${targets[0]!.id}/check`, {});
  expect(seen.runs!.revision).toBe(1);
  const trail = JSON.stringify(await fleet.ask(fleet.workspace, 'GET', '/audit'));
  expect(trail).toContain('deploy.run');
  expect(trail).toContain('Wrong port');
  // Somebody changes it at the gateway itself: that is compared before anything is sent.
  const local = await fleet.ask<{ revision: number }>(fleet.gateways[0]!, 'GET', '/devices/pump-9/config');
  const patch = { description: 'By hand' };
  await fleet.ask(fleet.gateways[0]!, 'PATCH', '/devices/pump-9', { patch, base: local.revision, comment: 'Local' });
  await expect(row).toContainText('Changed on the target', { timeout: 15_000 });
  await page.getByRole('checkbox', { name: 'Deploy to edge-pc-03' }).check();
  await page.getByRole('button', { name: 'Deploy to 1 selected…' }).click();
  const checks = page.getByRole('dialog', { name: /^Deploy revision/ });
  await expect(checks.locator('[data-msg="dep.moved"]')).toContainText('Compare before you deploy.');
  await expect(checks.getByRole('button', { name: 'Review', exact: true })).toBeDisabled();
  await page.keyboard.press('Escape');
  await row.getByRole('button', { name: 'Changed on the target' }).click();
  const drift = page.getByRole('dialog', { name: /was changed at the gateway itself/ });
  await expect(drift).toContainText('+ description: By hand');
  await expectNoBreach(page);
  await page.screenshot({ path: info.outputPath('drift.png') });
  expect(workstation.complaints).toEqual([]);
});
