import { expect, test } from './desktop.ts';

test('live values of the demo plant stand in the window, without a TCP port', async ({ desktop }) => {
  const { app, page } = desktop;
  expect(page.url()).toMatch(/^app:\/\/nexus\//);
  await expect(page.getByRole('contentinfo')).toContainText('Dev 4/4', { timeout: 30_000 });
  await page.getByRole('button', { name: /^Show Boiler/ }).click();
  const pressure = page
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell', { name: 'Steam pressure', exact: true }) });
  await expect(pressure).toContainText(/\d\.\d\d/);
  const before = await pressure.textContent();
  await expect.poll(() => pressure.textContent()).not.toBe(before);
  const listening = await app.evaluate(() => process.getActiveResourcesInfo().includes('TCPServerWrap'));
  expect(listening).toBe(false);
});

test('the page has no Node, no Electron and no network', async ({ desktop }) => {
  const { page } = desktop;
  const seen = await page.evaluate(async () => {
    const names = ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron', 'global'];
    const fetched = await fetch('https://example.com/').then(
      () => 'answered',
      () => 'refused',
    );
    const shell = Object.keys((window as unknown as { nexusShell: object }).nexusShell).sort();
    return { names: names.filter((name) => name in window), fetched, shell };
  });
  expect(seen).toEqual({ names: [], fetched: 'refused', shell: ['connect', 'invoke', 'platform'] });
});

test('the window goes nowhere else and opens no other', async ({ desktop }) => {
  const { app, page } = desktop;
  for (const url of ['https://example.com/', 'file:///etc/passwd', 'http://127.0.0.1:8480/', 'data:text/html,x']) {
    await page.evaluate((address) => void (location.href = address), url).catch(() => undefined);
    await page.waitForTimeout(300);
    expect(page.url(), url).toMatch(/^app:\/\/nexus\//);
  }
  expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
  expect(app.windows()).toHaveLength(1);
});

test('nothing is granted to the page', async ({ desktop }) => {
  const states = await desktop.page.evaluate(async () => {
    const ask = async (name: string): Promise<string> =>
      (await navigator.permissions.query({ name: name as PermissionName })).state;
    return Promise.all(['camera', 'microphone', 'geolocation', 'notifications'].map(ask));
  });
  expect(new Set(states)).toEqual(new Set(['denied']));
});

test('the window is as strict as the reference says', async ({ desktop }) => {
  const preferences = await desktop.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return (window!.webContents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences();
  });
  // Reliability reference 4.4.
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webviewTag: false,
  });
});
