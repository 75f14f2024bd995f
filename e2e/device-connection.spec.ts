import type { Locator } from '@playwright/test';
import { freePort } from '../src-main/testing/free-port.ts';
import { beginDevice, field, message, testColumn } from './device-form.ts';
import { expect, test } from './plant.ts';
import { startSilentHost } from './silent-host.ts';
import { bestOfThree, stopwatch } from './stopwatch.ts';

test.use({
  plantDevices: [{ file: { id: 'oven-1', name: 'Oven 1', tags: [{ id: 'heat', name: 'Heat', address: 'HR1' }] } }],
});

/** What a paste does, without a clipboard that the browser would have to be allowed. */
async function paste(into: Locator, text: string): Promise<void> {
  await into.focus();
  await into.evaluate((input: HTMLInputElement, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', pasted);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    if (input.dispatchEvent(event)) document.execCommand('insertText', false, pasted);
  }, text);
}

test('check 8: a refused port is told with host and port within a second, and nothing is saved', async ({
  workstation,
}) => {
  const { page } = workstation;
  const port = await freePort();
  await beginDevice(workstation);
  await field(page, 'Name').fill('Boiler 8');
  await field(page, 'Host').fill('127.0.0.1');
  await field(page, 'Port').fill(String(port));
  const rowsBefore = await page.getByRole('treeitem').count();
  const best = await bestOfThree(1_000, async () => {
    const tookMs = await stopwatch(page, 'keydown', '[data-msg="net.refused"]');
    await page.keyboard.press('F9');
    return tookMs();
  });
  expect(best).toBeLessThanOrEqual(1_000);
  await expect(message(page, 'net.refused')).toContainText(`127.0.0.1 answered but refused port ${port}`);
  await expect(testColumn(page)).toContainText('Nothing was saved');
  await workstation.open('/w/devices');
  await expect(workstation.row('Oven 1')).toBeVisible();
  await expect(page.getByRole('treeitem')).toHaveCount(rowsBefore);
  await expect(page.getByRole('main')).toContainText('1 of 1');
});

test('check 9: without an answer there is progress, Cancel at once, and the timeout as it was set', async ({
  workstation,
}) => {
  const { page } = workstation;
  const silent = await startSilentHost();
  await beginDevice(workstation);
  await field(page, 'Host').fill('127.0.0.1');
  await field(page, 'Port').fill(String(silent.port));
  await page.getByText(/^Advanced: request timeout/).click();
  await field(page, 'Connect timeout').fill('3s');
  const progressMs = await stopwatch(page, 'keydown', '[aria-label="Testing the connection"]');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('progressbar', { name: 'Testing the connection' })).toBeVisible();
  expect(await progressMs()).toBeGreaterThanOrEqual(400);
  expect(await progressMs()).toBeLessThanOrEqual(700);
  const testAgain = 'aside[aria-label="Test"] button[title^="F9"]';
  const cancelMs = await stopwatch(page, 'click', testAgain);
  await page.getByRole('button', { name: 'Cancel test' }).click();
  await expect(testColumn(page)).toContainText('Cancelled. Nothing was saved.');
  expect(await cancelMs()).toBeLessThanOrEqual(100);

  const best = await bestOfThree(3_500, async () => {
    const tookMs = await stopwatch(page, 'click', '[data-msg="net.timeout"]');
    await page.getByRole('button', { name: /Test connection/ }).click();
    return tookMs();
  });
  expect(best).toBeGreaterThanOrEqual(3_000);
  expect(best).toBeLessThanOrEqual(3_500);
  await expect(message(page, 'net.timeout')).toContainText(`No answer from 127.0.0.1:${silent.port} within 3 s`);
  silent.end();
});

test('check 10: a pasted address fills host and port, and one of another protocol says so', async ({ workstation }) => {
  const { page } = workstation;
  await beginDevice(workstation);
  await paste(field(page, 'Host'), ' 192.168.1.10:1502 ');
  await expect(field(page, 'Host')).toHaveValue('192.168.1.10');
  await expect(field(page, 'Port')).toHaveValue('1502');
  await field(page, 'Host').fill('');
  await paste(field(page, 'Host'), 'opc.tcp://h:4840');
  await expect(page.getByRole('form', { name: 'Device' })).toContainText('“opc.tcp://h:4840” is an OPC UA address.');
  await expect(field(page, 'Host')).toHaveValue('opc.tcp://h:4840');
  await expect(field(page, 'Port')).toHaveValue('1502');
});
