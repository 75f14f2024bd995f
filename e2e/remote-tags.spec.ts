import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../src-main/testing/free-port.ts';
import { MosquittoProcess } from '../src-main/testing/mosquitto-process.ts';
import { TestPublisher } from '../src-main/testing/test-publisher.ts';
import { expectNoBreach, expectPlainWords, smallTargets, wordlessGlyphs } from './accessibility.ts';
import { WireTap } from './wire-tap.ts';
import { test as base, expect, Service, Workstation } from './workstation.ts';

/* Tags that another gateway publishes. One service for all tests. */

const PUMP = 'acme/berlin/line-1/pump-1';
let broker: MosquittoProcess;
let service: Service;
let other: TestPublisher;
let load: NodeJS.Timeout;

base.beforeAll(async () => {
  broker = await new MosquittoProcess(await freePort()).start();
  service = await Service.make([]);
  writeFileSync(
    join(service.folder, 'nexus.yaml'),
    `project:\n  name: Ingester\naccess:\n  login: off\nmqtt:\n  enabled: true\n  url: ${broker.url}\n  remote:\n    enabled: true\n    topics: ["acme/#"]\n`,
  );
  await service.start();
  other = await TestPublisher.connect(broker.url);
  let n = 0;
  load = setInterval(() => {
    const point = { timestamp: new Date().toISOString(), quality: 192, device_id: 'pump-1' };
    void other.publish(
      `${PUMP}/speed`,
      JSON.stringify({ ...point, value: 1_400 + (n++ % 10), unit: 'rpm', tag_id: 'speed' }),
    );
    void other.publish(`${PUMP}/state`, JSON.stringify({ ...point, value: 'RUN', tag_id: 'state' }));
  }, 250);
});
base.afterAll(async () => {
  clearInterval(load);
  await other.dispose();
  await service.end('SIGTERM');
  service.remove();
  await broker.dispose();
});

const test = base.extend<{ workstation: Workstation }>({
  workstation: async ({ page }, use) => use(new Workstation(page, service)),
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a device of another gateway stands in the tree, is read live and can be plotted, and not written to (${colorScheme})`, async ({
    workstation,
  }) => {
    const { page } = workstation;
    await page.emulateMedia({ colorScheme });
    await workstation.open('/');
    const tree = page.getByRole('tree', { name: 'Devices by area' });
    await expect(tree.getByRole('treeitem', { name: 'From MQTT' })).toBeVisible();
    await tree.getByRole('treeitem', { name: 'pump-1' }).dblclick();
    const speed = workstation.row('speed');
    await expect(speed).toContainText(/1\s?40\d/);
    await expect(speed).toContainText('Good');
    await expect(speed).toContainText('rpm');
    await expect(workstation.row('state')).toContainText('RUN');
    await expect(page.getByText(/From MQTT, read by another gateway/)).toBeVisible();
    await speed.click();
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await expect(inspector).toContainText(`${PUMP}/speed`);
    await expect(inspector.getByRole('button', { name: 'Write value…' })).toHaveCount(0);
    await page.screenshot({ path: test.info().outputPath(`remote-${colorScheme}.png`) });
    await expectNoBreach(page);
    expect(await smallTargets(page)).toEqual([]);
    expect(await wordlessGlyphs(page)).toEqual([]);
    await expectPlainWords(page);
    await page.getByRole('button', { name: 'Add to trend' }).click();
    await expect(page.getByRole('main').locator('canvas').first()).toBeVisible();
    await expect(page.getByRole('main').getByText('speed').first()).toBeVisible();
    await page.screenshot({ path: test.info().outputPath(`remote-trend-${colorScheme}.png`) });
    // The tab is there again after the page was loaded anew.
    await workstation.open(`/w/remote/${encodeURIComponent(PUMP)}`);
    await expect(speed).toContainText('Good');
    expect(workstation.complaints).toEqual([]);
  });
}

test('the palette finds it by its topic', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/devices');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Palette' }).getByRole('combobox').fill('berlin pump speed');
  await page.getByRole('option', { name: /speed/ }).click({ timeout: 20_000 });
  await expect(page.getByRole('grid', { name: `Tags of ${PUMP}` })).toBeVisible();
});

test('its page waits, says why it could not be read, and keeps what was there without a gateway', async ({
  workstation,
}) => {
  const { page } = workstation;
  const tap = await WireTap.onto(page);
  const path = `/w/remote/${encodeURIComponent(PUMP)}`;
  tap.hold('devices/tags');
  await workstation.open(path);
  await expect(page.getByText('Reading the tags of this device…').filter({ visible: true }).last()).toBeVisible();
  tap.release('devices/tags');
  await expect(workstation.row('speed')).toContainText('Good');
  tap.reject('devices/tags', 'NX_HOST_GONE', 'A worker of the engine stopped.');
  await workstation.open(path);
  await expect(page.getByText(`The tags of ${PUMP} could not be read.`)).toBeVisible();
  tap.release('devices/tags');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(workstation.row('speed')).toContainText('Good');
  await tap.cut();
  await expect(page.getByText(/Gateway lost at/)).toBeVisible();
  await expect(workstation.row('speed')).toContainText('Stale');
});
