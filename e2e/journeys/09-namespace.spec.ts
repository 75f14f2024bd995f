import { freePort } from '../../src-main/testing/free-port.ts';
import { MosquittoProcess } from '../../src-main/testing/mosquitto-process.ts';
import { TestPublisher } from '../../src-main/testing/test-publisher.ts';
import { expect, test as onPlant } from '../plant.ts';
import { Journey } from './journey.ts';

/** Two meters of ten tags; the second one does not answer for its last two. */
const METERS = ['meter-1', 'meter-2'];
const TAGS = Array.from({ length: 10 }, (_, at) => ({
  id: `t${at}`,
  name: `Reading ${at}`,
  address: String(40_001 + at),
  data_type: 'uint16',
}));
const LEFT_OVER = ['test/plant/meter-1/old_flow', 'test/plant/meter-1/old_level', 'test/plant/meter-9/flow'];

let broker: MosquittoProcess;
let other: TestPublisher;
const test = onPlant.extend({
  plantDevices: async ({}, use) =>
    use(METERS.map((id) => ({ file: { id, name: id, tags: TAGS }, value: (_tag: string, ms: number) => ms % 100 }))),
  plantConfig: async ({}, use) => {
    broker = await new MosquittoProcess(await freePort()).start();
    other = await TestPublisher.connect(broker.url);
    // What an earlier configuration left at the broker.
    for (const topic of LEFT_OVER) await other.publish(topic, '{"value":1}', 'retained');
    await use({ mqtt: { enabled: true, url: broker.url, retain: true } });
    await other.dispose();
    await broker.dispose();
  },
});

test('journey 9: what is on the broker is held against what should be, until nothing is left over', async ({
  workstation,
}) => {
  const { page } = workstation;
  const journey = await Journey.start(page, {
    number: 9,
    title: 'Namespace before hand-over',
    replaces: 'MQTT Explorer, MQTTX and Excel',
    theirs: [
      'MQTT Explorer: new connection',
      'host',
      'port',
      'connect',
      'expand test',
      'expand plant',
      'expand meter-1',
      'expand meter-2',
      'expand meter-9',
      'gateway page: export the list of tags',
      'open it in Excel',
      'write the formula that makes topics of tags',
      'fill it down',
      ...LEFT_OVER.map((topic) => `compare by eye, mark ${topic}`),
      ...LEFT_OVER.flatMap((topic) => [`select ${topic}`, 'delete retained topic', 'confirm']),
      'reconnect to see that they are gone',
    ],
    limitS: 60,
  });
  const list = page.getByRole('tree', { name: 'Topics found' }).getByRole('treeitem');
  await workstation.open();
  await journey.step('see the tree with its values', async () => {
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /Namespace/ })
      .click();
    await expect(page.getByRole('treeitem', { name: /^meter-1/ })).toBeVisible();
  });
  await journey.step('list topics that no tag has', async () => {
    await page.getByRole('combobox', { name: 'Show' }).selectOption({ index: 1 });
    await expect(list).toHaveCount(LEFT_OVER.length);
  });
  await journey.step('read one of them', async () => {
    await list.first().click();
    await expect(page.getByRole('region', { name: 'Payload' })).toContainText('"value": 1');
  });
  await journey.step('clear them, armed', async () => {
    await page.getByRole('button', { name: `Clear ${LEFT_OVER.length} retained…` }).click();
    const clear = page.getByRole('dialog', { name: 'Clear retained messages' });
    await clear.getByRole('button', { name: 'Arm writing…' }).click();
    const arm = page.getByRole('dialog', { name: 'Arm writing' });
    await arm.getByRole('combobox').selectOption({ label: 'All devices (2)' });
    await arm.getByRole('textbox', { name: /^Reason/ }).fill('Left over from the first configuration');
    await arm.getByRole('button', { name: 'Arm', exact: true }).click();
    await clear.getByRole('button', { name: `Clear ${LEFT_OVER.length} topics` }).click();
    await expect(clear).toBeHidden();
  });
  await journey.step('see that no expected topic is missing either', async () => {
    await page.getByRole('combobox', { name: 'Show' }).selectOption({ index: 2 });
    await expect(page.getByText('No topic answers the filter.')).toBeVisible();
  });
  await journey.end();
  expect(workstation.complaints).toEqual([]);
});
