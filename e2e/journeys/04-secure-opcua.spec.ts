import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SecureOpcUaPeer } from '../../src-main/testing/secure-opcua-peer.ts';
import { field, message, testColumn } from '../device-form.ts';
import { tagsInFile } from '../opcua-project.ts';
import { expect, test } from '../plant.ts';
import { Journey } from './journey.ts';

let peer: SecureOpcUaPeer;

test.beforeAll(async () => {
  peer = await SecureOpcUaPeer.make();
  peer.identify({ name: 'PLC7' });
  // It trusts somebody, and us not yet.
  await peer.start({ trust: peer.certificate, plant: true });
});
test.afterAll(() => peer?.dispose());

const TANKS = ['Tank1', 'Tank2', 'Tank3'];
const VALUES = ['Level', 'Temp', 'Setpoint', 'State'];

test('journey 4: a secure OPC UA server is trusted, trusts us, and its values become tags with unit and range', async ({
  workstation,
}) => {
  test.setTimeout(90_000);
  const { page, service } = workstation;
  const journey = await Journey.start(page, {
    number: 4,
    title: 'Secure OPC UA: trust both ways, browse, twelve tags with unit and range',
    replaces: 'UaExpert, Excel and the import of a gateway',
    theirs: [
      ...['UaExpert: add server', 'enter URL', 'URL typed', 'OK', 'open its endpoints', 'choose Sign & Encrypt', 'OK'],
      ...['connect', 'look at the server certificate', 'trust it', 'continue', 'refused: look for the reason'],
      ...['ask where our certificate is', 'open its folder', 'connect again'],
      ...['open Objects', 'open Line4', ...TANKS.map((tank) => `open ${tank}`)],
      ...TANKS.map((tank) => `drag the values of ${tank}`),
      ...TANKS.flatMap((tank) => VALUES.map((value) => `open ${tank}.${value} for its EURange and unit`)),
      ...['Excel: paste the NodeIds', 'names by a formula', 'fill down', 'units', 'ranges', 'save as CSV'],
      ...['gateway: new connection', 'URL', 'security', 'trust again', 'import', 'choose the file', 'apply'],
    ],
    limitS: 60,
  });
  await workstation.open('/w/new-device');
  await journey.step('say where the server is, and see in which ways it can be reached, best first', async () => {
    await page.getByRole('button', { name: /OPC UA/ }).click();
    await field(page, 'Name').fill('Press line');
    await field(page, 'Endpoint').fill(peer.url);
    await page.getByRole('button', { name: 'Get endpoints' }).click();
    const table = page.getByRole('table', { name: 'Endpoints, best first' });
    await expect(table.getByRole('row').nth(1)).toContainText('Sign and encrypt');
  });
  await journey.step('check 11: compare its thumbprint and trust it, without leaving the form', async () => {
    await page.getByRole('button', { name: 'Compare and trust…' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('SHA-1');
    await dialog.getByRole('button', { name: 'Trust this certificate' }).click();
    await expect(message(page, 'ua.untrusted')).toBeHidden();
    await page.getByRole('button', { name: 'Use Sign and encrypt, Aes256_Sha256_RsaPss' }).click();
  });
  await journey.step('learn what to do on the server, and copy our certificate', async () => {
    await page.keyboard.press('F9');
    await expect(testColumn(page).locator('[data-msg="ua.rejectedUs"]')).toBeVisible({ timeout: 20_000 });
    const ours = testColumn(page).getByRole('region', { name: 'Our certificate' });
    await expect(ours).toContainText('NexusEdge@');
    await ours.getByRole('combobox').selectOption({ label: 'Kepware KEPServerEX' });
    await expect(ours).toContainText('Trusted Clients');
    await ours.getByRole('button', { name: 'Copy our certificate' }).click();
  });
  const own = join(service.folder, '.nexus', 'drivers', 'opcua', 'own', 'certs');
  const [file] = readdirSync(own).filter((name) => name.endsWith('.der'));
  await peer.start({ trust: readFileSync(join(own, file!)), anonymous: true, plant: true });
  await journey.step('try again: it passes, and is saved', async () => {
    await testColumn(page).getByRole('button', { name: 'Retry' }).click();
    await expect(testColumn(page)).toContainText(/Passed in \d+ ms/, { timeout: 20_000 });
    await page.getByRole('button', { name: 'Save and add tags' }).click();
  });
  await journey.step('take a whole object, with unit and range', async () => {
    await page.getByRole('button', { name: 'Browse…' }).click();
    await page.getByRole('treeitem', { name: /Line4/ }).click();
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name: 'Add 12 tags' })).toBeEnabled({ timeout: 20_000 });
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText('12 new')).toBeVisible();
    await page.keyboard.press('Control+s');
    await expect(page.getByRole('row', { name: /Tank2_Level/ })).toContainText(/62/, { timeout: 20_000 });
  });
  expect(tagsInFile(service, 'press-line').filter(({ unit, eu_high: high }) => unit && high)).toHaveLength(9);
  await journey.end();
  expect(workstation.complaints).toEqual([]);
});
