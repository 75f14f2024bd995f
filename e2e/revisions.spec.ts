import type { APIRequestContext } from '@playwright/test';
import { expectNoBreach } from './accessibility.ts';
import { expect, test } from './workstation.ts';

/** Changes through REST, as another person would. @returns the revision it became. */
async function patch(request: APIRequestContext, url: string, base: number, body: object): Promise<number> {
  const answer = await request.patch(url, { headers: { 'if-match': String(base) }, data: body });
  expect(answer.status(), await answer.text()).toBe(200);
  return ((await answer.json()) as { revision: number }).revision;
}

test('revisions say what follows from them, and one device goes back while the others stay', async ({
  workstation,
}, info) => {
  const { page } = workstation;
  const devices = `${workstation.service.address}/api/v1/devices`;
  const send = (path: string, base: number, body: object) => patch(page.request, `${devices}/${path}`, base, body);
  await send('boiler-1', 1, { patch: { poll_interval: '250ms' }, comment: 'Faster boiler' });
  await send('boiler-1/tags/feed_temperature', 2, { patch: { scale: 10 }, comment: 'A slip' });
  await send('meter-1', 3, { patch: { poll_interval: '2s' }, comment: 'Slower meter' });
  await workstation.open('/w/revisions');
  await expect(workstation.row('4')).toContainText('Slower meter');
  await expect(workstation.row('4')).toContainText('Runs');
  const cell = (revision: string) => page.getByRole('gridcell', { name: revision, exact: true });
  await cell('1').click();
  await cell('4').click({ modifiers: ['Control'] });
  const diff = page.getByRole('region', { name: 'Revision 1 to 4', exact: true });
  await expect(diff.getByRole('heading')).toHaveText('Diff 1 → 4');
  await expect(diff).toContainText('3 changes on 2 devices · 1 severe');
  await expect(diff.getByRole('listitem').filter({ hasText: 'Poll interval' }).first()).toContainText(
    '500 ms → 250 ms',
  );
  await expect(diff.getByRole('listitem').filter({ hasText: 'feed_temperature' })).toContainText(
    'Severe Values become 10 × as large.',
  );
  await expectNoBreach(page);
  await diff.getByRole('button', { name: 'YAML' }).click();
  await expect(diff).toContainText('+ poll_interval: 250ms');
  await diff.getByRole('button', { name: 'Table' }).click();
  // What deserves a look comes first.
  await expect(diff.locator('tbody tr').first()).toContainText('feed_temperature');
  await page.screenshot({ path: info.outputPath('revisions.png') });
  await cell('1').click();
  await page.getByRole('button', { name: 'Roll back…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Roll back to revision 1' });
  await dialog.getByRole('combobox').selectOption({ label: 'Only Boiler 1' });
  await expect(dialog).toContainText('2 changes on 1 device');
  await expect(dialog).toContainText('10 × as small');
  const roll = dialog.getByRole('button', { name: 'Roll back this device' });
  await expect(roll).toHaveAttribute('title', 'Write one line about why. It appears in the audit log.');
  await dialog.getByRole('textbox', { name: 'Comment' }).fill('The old scale was right');
  await page.screenshot({ path: info.outputPath('rollback.png') });
  await expectNoBreach(page);
  await roll.click();
  await expect(workstation.row('5')).toContainText('The old scale was right');
  const now = async (id: string) => (await (await page.request.get(`${devices}/${id}/config`)).json()) as unknown;
  expect(await now('boiler-1')).toMatchObject({ revision: 5, device: { poll_interval: '500ms' } });
  expect(await now('meter-1')).toMatchObject({ device: { poll_interval: '2s' } });
  expect(workstation.complaints).toEqual([]);
});
