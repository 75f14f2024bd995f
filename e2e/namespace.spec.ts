import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../src-main/testing/free-port.ts';
import { MosquittoProcess } from '../src-main/testing/mosquitto-process.ts';
import { TestPublisher } from '../src-main/testing/test-publisher.ts';
import { runFlood } from '../src-main/testing/topic-flood.ts';
import { expectNoBreach, expectPlainWords, smallTargets, wordlessGlyphs } from './accessibility.ts';
import { test as base, expect, Service, Workstation } from './workstation.ts';

/*
 * The namespace of the demo plant on a broker that others publish to as well. One service for all of them; no test
 * relies on what another one published.
 */

let broker: MosquittoProcess;
let service: Service;
let other: TestPublisher;

base.beforeAll(async () => {
  broker = await new MosquittoProcess(await freePort()).start();
  service = await Service.make(['--demo']);
  const config = `project:\n  name: Plant\n  mode: demo\naccess:\n  login: off\nmqtt:\n  enabled: true\n  url: ${broker.url}\n`;
  writeFileSync(join(service.folder, 'nexus.yaml'), config);
  await service.start();
  await fetch(`${service.address}/api/v1/demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  other = await TestPublisher.connect(broker.url);
});
base.afterAll(async () => {
  await other.dispose();
  await service.end('SIGTERM');
  service.remove();
  await broker.dispose();
});

const test = base.extend<{ workstation: Workstation }>({
  workstation: async ({ page }, use) => use(new Workstation(page, service)),
});

const BOILER = 'acme/plant1/utilities/steam/boiler-1';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a topic is found in the tree, read, and followed to its tag (${colorScheme})`, async ({ workstation }) => {
    const { page } = workstation;
    await page.emulateMedia({ colorScheme });
    await workstation.open('/w/namespace');
    const tree = page.getByRole('tree', { name: 'Topics', exact: true });
    await tree.getByRole('treeitem', { name: /^boiler-1/ }).dblclick();
    const pressure = tree.getByRole('treeitem', { name: /^steam_pressure/ });
    await expect(pressure).toContainText(/\d bar/);
    await pressure.click();
    const detail = page.getByRole('region', { name: 'Topic', exact: true });
    await expect(detail.getByRole('heading', { name: `${BOILER}/steam_pressure` })).toBeVisible();
    await expect(detail.getByRole('region', { name: 'Payload' })).toContainText(/"unit": "bar"/);
    await expect(
      detail.getByRole('list', { name: 'History, newest first' }).getByRole('listitem').nth(2),
    ).toContainText('bar');
    await detail.getByRole('combobox', { name: 'Payload' }).selectOption('Hex');
    await expect(detail.getByRole('region', { name: 'Payload' })).toContainText(/^0000 {2}7b 22 76/);
    await expectNoBreach(page);
    expect(await smallTargets(page)).toEqual([]);
    expect(await wordlessGlyphs(page)).toEqual([]);
    await expectPlainWords(page);
    await detail.getByRole('button', { name: 'Boiler 1 · Steam pressure' }).click();
    await expect(workstation.row('Steam pressure')).toContainText('Good');
    // And back: the tag knows its topic.
    await page.getByRole('button', { name: `${BOILER}/steam_pressure` }).click();
    await expect(pressure).toHaveAttribute('aria-selected', 'true');
    expect(workstation.complaints).toEqual([]);
  });
}

test('by keyboard: arrows open branches, letters filter, and what no tag has is told from what never came', async ({
  workstation,
}) => {
  const { page } = workstation;
  await other.publish(`${BOILER}/left-over`, '7', 'retained');
  await workstation.open('/w/namespace');
  const tree = page.getByRole('tree', { name: 'Topics', exact: true });
  await expect(tree.getByRole('treeitem', { name: /^boiler-1/ })).toBeVisible();
  await tree.focus();
  await page.keyboard.press('Home');
  const first = tree.getByRole('treeitem').first();
  await expect(first).toHaveAttribute('aria-selected', 'true');
  await expect(first).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowLeft');
  await expect(first).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowRight');
  await expect(first).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.type('left-over');
  const found = page.getByRole('tree', { name: 'Topics found' });
  const line = found.getByRole('treeitem', { name: `${BOILER}/left-over` });
  await expect(line).toContainText('No tag');
  await page.getByRole('textbox', { name: /^Filter topics/ }).fill('');
  await page.getByRole('combobox', { name: 'Show' }).selectOption({ index: 1 });
  await expect(line).toBeVisible();
  await page.getByRole('combobox', { name: 'Show' }).selectOption({ index: 0 });
  await page.getByRole('textbox', { name: /^Filter topics/ }).fill('nothing like this');
  await expect(page.getByText('No topic answers the filter.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all topics' }).click();
  await expect(tree).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Palette' }).getByRole('combobox').fill('# left-over');
  await page.getByRole('option', { name: /left-over/ }).click();
  const title = page.getByRole('region', { name: 'Topic', exact: true }).getByRole('heading', { name: /left-over/ });
  await expect(title).toBeVisible();
  await other.publish(`${BOILER}/left-over`, '', 'retained');
});

test('hints say what nobody may have meant, lead to the topic, and stand among the problems', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/namespace');
  await other.publish('Acme/plant1/x', '1');
  await other.publish(`${BOILER}/deeper/than/others`, '1');
  await page.getByRole('button', { name: /^\d+ hints?$/ }).click({ timeout: 20_000 });
  const list = page.getByRole('region', { name: 'Hints' }).getByRole('list');
  await expect(list).toContainText(/“Acme” and “acme” differ by case only|“acme” and “Acme” differ by case only/);
  await expect(list).toContainText(
    `${BOILER}/deeper/than holds a topic of 8 levels, and most topics of this project have 6.`,
  );
  await page.screenshot({ path: test.info().outputPath('hints.png') });
  await expectNoBreach(page);
  expect(await smallTargets(page)).toEqual([]);
  await expectPlainWords(page);
  await list.getByRole('button', { name: `Show ${BOILER}/deeper/than` }).click();
  await expect(
    page.getByRole('region', { name: 'Topic', exact: true }).getByRole('heading', { name: `${BOILER}/deeper/than` }),
  ).toBeVisible();
  await page
    .getByRole('contentinfo')
    .getByRole('button', { name: /\d+ problems?/ })
    .click();
  await expect(page.getByRole('grid', { name: 'Problems' })).toContainText('differ by case only');
});

test('check 23: publishing a topic needs arming; clearing asks with its number, and both are in the journal', async ({
  workstation,
}) => {
  const { page } = workstation;
  const topic = `${BOILER}/try-out`;
  await workstation.open('/w/namespace');
  await page.getByRole('button', { name: 'Publish…' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Publish a message' });
  await dialog.getByRole('textbox', { name: 'Topic' }).fill('acme/#');
  await expect(dialog.getByText(/“#” stands for other levels/)).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Topic' }).fill(topic);
  await dialog.getByRole('textbox', { name: 'Payload' }).fill('{\n"v": 8.42\n"q": 192}');
  await expect(dialog.getByText(/^Line 3: this is no JSON/)).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Payload' }).fill('{"v": 8.42, "q": "good", "u": "bar"}');
  await dialog.getByRole('checkbox', { name: /^Retain/ }).check();
  await expect(dialog.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled();
  await expectNoBreach(page);
  await dialog.getByRole('button', { name: 'Arm writing…' }).click();
  const arm = page.getByRole('dialog', { name: 'Arm writing' });
  await arm.getByRole('textbox', { name: /^Reason/ }).fill('Trying a topic');
  await arm.getByRole('button', { name: 'Arm', exact: true }).click();
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('textbox', { name: /^Filter topics/ }).fill('try-out');
  const line = page.getByRole('treeitem', { name: topic });
  await expect(line).toContainText('8.42 bar');
  await page.getByRole('button', { name: 'Clear 1 retained…' }).click();
  const clear = page.getByRole('dialog', { name: 'Clear retained messages' });
  await expectNoBreach(page);
  await clear.getByRole('button', { name: 'Clear 1 topic' }).click();
  await expect(clear).toBeHidden();
  await expect(line).toContainText('(empty)');
  await page.keyboard.press('F8');
  await workstation.open('/w/writes');
  const journal = page.getByRole('grid', { name: 'Writes' });
  await expect(journal.getByRole('row').filter({ hasText: topic })).toHaveCount(2);
  await expect(journal.getByRole('row').filter({ hasText: 'retained cleared' })).toContainText('Published');
});

test('check 35: under 10,000 messages a second the page answers keys, and pausing it says what came meanwhile', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/namespace');
  const tree = page.getByRole('tree', { name: 'Topics', exact: true });
  await expect(tree.getByRole('treeitem', { name: /^boiler-1/ })).toBeVisible();
  const flood = runFlood({ url: broker.url, topics: 5_000, rate: 10_000, seconds: 8 });
  await tree.getByRole('treeitem', { name: /^flood/ }).dblclick();
  await tree.getByRole('treeitem', { name: /^line-7 / }).dblclick();
  await expect(tree.getByRole('treeitem', { name: /^tag-0 / })).toContainText(/bar/);
  await expect(page.getByText(/[5-9]\s?\d{3}\/s, 5\s?\d{3} topics|1\d\s?\d{3}\/s/).first()).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('under-load.png') });
  await page.getByRole('textbox', { name: /^Filter topics/ }).pressSequentially('line-42/tag-17');
  await expect(page.getByRole('treeitem', { name: 'flood/line-42/tag-17' })).toContainText(/bar/);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText(/Paused, \d[\d\s]* messages received since/)).toBeVisible();
  const sent = await flood;
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('textbox', { name: /^Filter topics/ }).fill('');
  await tree.getByRole('treeitem', { name: /^flood/ }).click();
  const facts = page.getByRole('region', { name: 'Topic', exact: true });
  await expect(facts).toContainText(new RegExp(`${sent / 1_000}\\s000 messages below it`));
  expect(workstation.complaints).toEqual([]);
});

test('a broker that is lost leaves the tree as it was, and says why', async ({ workstation }) => {
  const { page } = workstation;
  await workstation.open('/w/namespace');
  const boiler = page.getByRole('treeitem', { name: /^boiler-1/ });
  await expect(boiler).toBeVisible();
  await broker.stop();
  await expect(page.getByText(/The tree below is from before that/)).toBeVisible();
  await expect(boiler).toBeVisible();
  await broker.start();
  await expect(page.getByText(/The tree below is from before that/)).toBeHidden({ timeout: 20_000 });
});
