import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { stringify } from 'yaml';
import type { Simulator } from '../src-main/drivers/driver.ts';
import { opcua } from '../src-main/drivers/opcua/manifest.ts';
import { systemClock } from '../src-main/kernel/clock.ts';
import { test as base, expect, Service, Workstation } from './workstation.ts';

/*
 * Reliability reference, row 38: words that would be a script in a page that takes text for markup stand in every name, unit
 * and description, in what the device answers and in what it calls its nodes. They are shown as they are, and nothing runs.
 */

/** Calls `x` when it runs, and leaves an element behind when it is only taken for markup. As short as a unit has to be. */
const MARKUP = '<img data-probe src onerror=x()>';
const probe = (where: string): string => `${where}${MARKUP}`;
const DEVICE = 'rig';
const PREFIX = 'test/plant/rig';
const NODE = `ns=1;s=${probe('node')}`;

let simulator: Simulator;
let service: Service;

const test = base.extend<{ workstation: Workstation }>({
  workstation: async ({ page }, use) => {
    await use(new Workstation(page, service));
  },
});
test.describe.configure({ timeout: 90_000 });

test.beforeAll(async () => {
  simulator = await opcua.simulate({
    connection: opcua.connection.parse({ endpoint: 'opc.tcp://127.0.0.1:4840' }),
    tags: [{ address: NODE, dataType: 'string' }],
    value: () => probe('value'),
    clock: systemClock,
    port: 0,
  });
  service = await Service.make([]);
  const write = (file: string, content: object): void => writeFileSync(join(service.folder, file), stringify(content));
  for (const folder of ['devices', 'watches', 'trends']) mkdirSync(join(service.folder, folder), { recursive: true });
  write('nexus.yaml', { project: { name: probe('project') }, access: { login: 'off' } });
  write(`devices/${DEVICE}.yaml`, {
    ...{ id: DEVICE, name: probe('device'), description: probe('about'), uns_prefix: PREFIX, protocol: 'opcua' },
    connection: { endpoint: `opc.tcp://127.0.0.1:${simulator.port}`, mode: 'poll' },
    tags: [
      {
        ...{ id: 'text', name: probe('tag'), description: probe('words'), unit: MARKUP },
        ...{ address: NODE, data_type: 'string' },
      },
    ],
  });
  await service.start();
});
test.afterAll(async () => {
  await service?.end('SIGTERM');
  service?.remove();
  await simulator?.close();
});

/** What ran, and what was taken for markup. */
const harm = (page: Page): Promise<{ readonly ran: number; readonly elements: number }> =>
  page.evaluate(() => ({
    ran: (window as unknown as { ran?: number }).ran ?? 0,
    elements: document.querySelectorAll('[data-probe]').length,
  }));

const PAGES: readonly (readonly [path: string, shows: readonly string[]])[] = [
  [`device/${DEVICE}/tags`, ['device', 'tag', 'value']],
  [`device/${DEVICE}/browse`, ['node']],
  [`device/${DEVICE}/edit`, ['device']],
  ['devices', ['device']],
  ['catalogue', ['tag']],
  ['namespace', []],
  ['system', ['device']],
  ['diagnostics', []],
  ['revisions', []],
  ['settings', []],
];

test('words of a device that would be scripts are shown as they are, on every page', async ({ workstation }) => {
  const { page } = workstation;
  await page.addInitScript(() => {
    const seen = window as unknown as { ran: number; x: () => void };
    seen.ran = 0;
    seen.x = () => void seen.ran++;
  });
  for (const [path, shows] of PAGES) {
    await workstation.open(`/w/${path}`);
    for (const where of shows) await expect(page.getByText(probe(where)).first(), `${where} on ${path}`).toBeVisible();
    await expect(page.getByRole('main').getByRole('tabpanel')).toBeVisible();
    expect(await harm(page), path).toEqual({ ran: 0, elements: 0 });
  }
});
