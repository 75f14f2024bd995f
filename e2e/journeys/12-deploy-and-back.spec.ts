import type { DeployRunView, TargetView } from '../../src-shared/contract/deploy-views.ts';
import { expect, type Fleet, test } from '../fleet.ts';
import { Journey } from './journey.ts';

const GATE = { window_s: 6, good_tags: 0.98, poll_success: 0.9 };

/** Two gateways that are paired and run what the workspace had first. */
async function given({ ask, workspace, gateways }: Fleet): Promise<void> {
  const targets: string[] = [];
  for (const [at, gateway] of gateways.entries()) {
    const { code } = await ask<{ code: string }>(gateway, 'POST', '/deploy/agent/pair', {});
    const about = { name: `edge-pc-0${at + 3}`, address: gateway.address, code };
    const { id } = await ask<TargetView>(workspace, 'POST', '/deploy/targets', about);
    await ask(workspace, 'PATCH', `/deploy/targets/${id}`, { gate: GATE });
    targets.push(id);
  }
  const run = await ask<DeployRunView>(workspace, 'POST', '/deploy/runs', { targets, comment: 'First', order: 'all' });
  await expect(async () => {
    const { state } = await ask<DeployRunView>(workspace, 'GET', `/deploy/runs/${run.id}`);
    expect(state).toBe('done');
  }).toPass({ timeout: 60_000 });
  const { revision } = await ask<{ revision: number }>(workspace, 'GET', '/devices/pump-1/config');
  const faster = { patch: { poll_interval: '250ms' }, base: revision, comment: 'Faster' };
  await ask(workspace, 'PATCH', '/devices/pump-1', faster);
}

test('journey 12: a change goes to two edge PCs with a look at what it does, and one of them goes back', async ({
  workstation,
  fleet,
}) => {
  test.setTimeout(150_000);
  const { page } = workstation;
  await given(fleet);
  const journey = await Journey.start(page, {
    number: 12,
    title: 'To two edge PCs, and one back',
    replaces: 'the web pages of two gateways and a folder of backups',
    theirs: [
      'engineering: export the project',
      'compare it with the last export',
      ...[1, 2].flatMap(() => [
        'open the page of the gateway',
        'user',
        'password',
        'sign in',
        'save a backup',
        'name it',
        'import: choose the file',
        'import',
        'restart',
        'open the device list',
        'count who came back',
      ]),
      'open the page of the gateway again',
      'user',
      'password',
      'sign in',
      'import: choose the backup',
      'import',
      'restart',
      'open the device list',
    ],
    limitS: 90,
  });
  await workstation.open('/w/deploy');
  const row = workstation.row('edge-pc-03');
  const run = page.getByRole('region', { name: /^(Deploy of|Rollback to) revision/ });
  await journey.step('what differs', async () => {
    await row.getByRole('gridcell', { name: 'edge-pc-03', exact: true }).click();
    await expect(page.getByRole('region', { name: 'Diff for edge-pc-03', exact: true })).toContainText('250 ms');
  });
  await journey.step('deploy to both', async () => {
    for (const name of ['edge-pc-03', 'edge-pc-04'])
      await page.getByRole('checkbox', { name: `Deploy to ${name}` }).check();
    await page.getByRole('button', { name: 'Deploy to 2 selected…' }).click();
    const dialog = page.getByRole('dialog', { name: /^Deploy revision/ });
    await dialog.getByRole('button', { name: 'Review', exact: true }).click();
    await dialog.getByRole('textbox', { name: 'Comment' }).fill('Pump 1 faster');
    await dialog.getByRole('button', { name: /^Deploy to/ }).click();
    await expect(run.getByRole('heading')).toHaveText(/: done$/, { timeout: 60_000 });
  });
  await journey.step('one goes back', async () => {
    await row.getByRole('button', { name: 'Roll back…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Roll back edge-pc-03' });
    await dialog.getByRole('textbox', { name: 'Comment' }).fill('Too fast');
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await expect(run.getByRole('heading')).toHaveText(/^Rollback.*: done$/, { timeout: 60_000 });
  });
  await journey.end();
  await expect(row).toContainText('12/12');
  expect(workstation.complaints).toEqual([]);
});
