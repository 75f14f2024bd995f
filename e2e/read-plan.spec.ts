import { expect, test } from './workstation.ts';

test('The read plan draws what a device is asked for, and a suggestion changes it', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/devices');
  await expect(workstation.row('Boiler 1')).toContainText('Connected');
  await workstation.row('Boiler 1').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Show read plan' }).click();
  const plan = page.getByRole('region', { name: 'Read plan of Boiler 1' });
  // The twin has no registers between its tags, so that the gaps are no longer read.
  await expect(plan.getByRole('row').filter({ hasText: 'FC3 holding 129–134' })).toContainText('12 of 250');
  await expect(plan.getByRole('img', { name: /107–127, 21 registers/ })).toBeVisible();
  await expect(plan).toContainText(/A request took [\d.]+ ms of late/);
  const patched = await fetch(`${workstation.service.address}/api/v1/devices/boiler-1`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ base: 1, patch: { enabled: false, connection: { max_gap: 0 } } }),
  });
  expect(patched.status, await patched.text()).toBe(200);
  await expect(plan).toContainText('By its configuration: the device is not read now.');
  await expect(plan).toContainText('Gaps up to 1 bridged: 5 → 4 requests');
  await plan.getByRole('button', { name: 'Apply' }).click();
  await expect(plan.getByRole('row').filter({ hasText: 'FC3 holding 107–134' })).toContainText('56 of 250, 2 wasted');
  await expect(plan).toContainText('Gaps up to 4 bridged: 4 → 3 requests');
});
