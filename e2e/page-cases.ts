import type { Locator } from '@playwright/test';
import { expect, type Service } from './workstation.ts';

/** A page, and how each of its states is known. */
export interface PageCase {
  readonly name: string;
  readonly path: string;
  /** The procedure that the content of the page comes from. */
  readonly source: string;
  /** Says that the content is there. */
  readonly content: (page: Locator) => Locator;
  /** The answer that leaves nothing to show, and what is said then; left out where there is always something. */
  readonly empty?: {
    readonly answer?: readonly [procedure: string, value: unknown];
    readonly path?: string;
    readonly says: RegExp;
  };
  readonly waitsFor: RegExp;
  readonly error: RegExp;
  /** What the strip says to a viewer; null where a viewer may do all that can be done. */
  readonly readOnly: RegExp | null;
  /** The pens of the trend that the browser has. */
  readonly pens?: readonly string[];
}

export const NOT_READ = /could not be read/;

/** A watch table that the service is given. */
export const TOUR = {
  id: 'tour',
  name: 'Tour',
  rows: [
    { kind: 'tag', device: 'boiler-1', tag: 'steam_pressure' },
    { kind: 'tag', device: 'boiler-1', tag: 'setpoint' },
    { kind: 'tag', device: 'pumps-1', tag: 'pump1_speed' },
  ],
};

export async function makeTour({ address }: Service): Promise<void> {
  const saved = await fetch(`${address}/api/v1/watches/tour`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(TOUR),
  });
  expect(saved.status, await saved.text()).toBe(200);
}

/** Runs in the page before it starts: its trend has these tags of the boiler. */
export function keepTrend(tags: readonly string[]): void {
  const pens = tags.map((tag, at) => ({ slot: at + 1, device: 'boiler-1', tag }));
  localStorage.setItem('nexus.trends', JSON.stringify({ trends: [{ id: '1', name: 'T', spanMs: 60_000, pens }] }));
}

/** Every page whose content comes from the engine. */
export const PAGES: readonly PageCase[] = [
  {
    name: 'Welcome',
    path: 'welcome',
    source: 'devices/list',
    content: (page) => page.getByRole('heading', { name: 'The demo plant' }),
    empty: { answer: ['devices/list', []], says: /No hardware needed/ },
    waitsFor: /Reading the devices/,
    error: NOT_READ,
    readOnly: /signed in as Viewer\. Ask an Engineer to/,
  },
  {
    name: 'Devices',
    path: 'devices',
    source: 'devices/list',
    content: (page) => page.getByRole('gridcell', { name: 'Boiler 1', exact: true }),
    empty: { answer: ['devices/list', []], says: /No devices yet/ },
    waitsFor: /Reading the devices/,
    error: NOT_READ,
    readOnly: /signed in as Viewer\. Ask an Engineer to change devices\./,
  },
  {
    name: 'Tags',
    path: 'device/boiler-1/tags',
    source: 'devices/tags',
    content: (page) => page.getByRole('gridcell', { name: 'Steam pressure', exact: true }),
    empty: { answer: ['config/device', { revision: 1, device: { id: 'boiler-1', tags: [] } }], says: /No tags/ },
    waitsFor: /Reading the tags/,
    error: NOT_READ,
    readOnly: /signed in as Viewer\. Ask an Engineer to change tags\./,
  },
  {
    name: 'Trend',
    path: 'trend/1',
    source: 'devices/tags',
    content: (page) => page.locator('canvas').first(),
    empty: { says: /No pens yet/ },
    waitsFor: /Reading the tags/,
    error: NOT_READ,
    readOnly: null,
    pens: ['steam_pressure'],
  },
  {
    name: 'Historian',
    // The question of one tag in the last 15 minutes, as it stands in an address.
    path: 'historian/eyJ0YWdzIjpbImJvaWxlci0xL3N0ZWFtX3ByZXNzdXJlIl0sImZyb20iOiJub3ctMTVtIn0',
    source: 'history/ask',
    content: (page) => page.getByRole('tab', { name: 'Chart', exact: true }),
    empty: { path: 'historian', says: /No question yet/ },
    waitsFor: /Reading the history/,
    error: NOT_READ,
    readOnly: /signed in as Viewer\. Ask an Operator to save queries\./,
  },
  {
    name: 'Writes',
    path: 'writes',
    source: 'writes/journal',
    content: (page) => page.getByText('Nothing was written yet').or(page.getByRole('grid')).first(),
    empty: { answer: ['writes/journal', []], says: /Nothing was written yet/ },
    waitsFor: /Reading the receipts/,
    error: NOT_READ,
    readOnly: null,
  },
  {
    name: 'Catalogue',
    path: 'catalogue',
    source: 'catalogue/list',
    content: (page) => page.getByRole('grid', { name: 'Catalogue' }),
    empty: { answer: ['catalogue/list', { revision: 1, total: 0, rows: [] }], says: /No tags yet/ },
    waitsFor: /Reading the catalogue/,
    error: NOT_READ,
    readOnly: null,
  },
  {
    name: 'Certificates',
    path: 'certificates',
    source: 'certificates/list',
    content: (page) => page.getByRole('region', { name: 'Waiting for a decision' }),
    empty: { answer: ['certificates/list', []], says: /No server is trusted yet/ },
    waitsFor: /Reading the certificates/,
    error: NOT_READ,
    readOnly: /signed in as Viewer\. Ask an Administrator to change whom this gateway trusts\./,
  },
  {
    name: 'Quality rules',
    path: 'rules',
    source: 'rules/list',
    content: (page) => page.getByText('No quality rules yet').or(page.getByRole('grid')).first(),
    empty: { answer: ['rules/list', { revision: 1, rules: [] }], says: /No quality rules yet/ },
    waitsFor: /Reading the quality rules/,
    error: NOT_READ,
    readOnly: /signed in as Viewer\. Ask an Engineer to change quality rules\./,
  },
  {
    name: 'Deploy',
    path: 'deploy',
    source: 'deploy/targets',
    content: (page) =>
      page
        .getByText('No edge targets yet')
        .or(page.getByRole('grid', { name: 'Targets' }))
        .first(),
    empty: { answer: ['deploy/targets', { revision: 1, targets: [] }], says: /No edge targets yet/ },
    waitsFor: /Reading the targets/,
    error: NOT_READ,
    readOnly: /signed in as Viewer\. Ask an Engineer to deploy and roll back\./,
  },
  {
    name: 'Revisions',
    path: 'revisions',
    source: 'config/revisions',
    content: (page) => page.getByRole('grid', { name: 'Revisions' }),
    empty: { answer: ['config/revisions', { current: 0, revisions: [] }], says: /No revisions yet/ },
    waitsFor: /Reading the revisions/,
    error: NOT_READ,
    readOnly: /signed in as Viewer\. Ask an Engineer to roll back\./,
  },
  {
    name: 'Namespace',
    path: 'namespace',
    source: 'namespace/tree',
    content: (page) => page.getByRole('treeitem', { name: /^boiler-1/ }),
    empty: {
      answer: ['namespace/tree', { state: { link: 'off' }, rows: [], hidden: [] }],
      says: /publishes nothing/,
    },
    waitsFor: /Listening to the broker/,
    error: NOT_READ,
    readOnly: /signed in as Viewer\. Ask an Engineer to publish messages and to listen to something else\./,
  },
  {
    name: 'Diagnostics',
    path: 'diagnostics',
    source: 'system/status',
    content: (page) => page.getByRole('heading', { name: 'Points balance' }),
    empty: { answer: ['devices/list', []], says: /No devices yet/ },
    waitsFor: /first figures/,
    error: NOT_READ,
    readOnly: null,
  },
  {
    name: 'System',
    path: 'system',
    source: 'system/status',
    content: (page) => page.getByRole('group', { name: /^Pipeline/ }),
    empty: { answer: ['devices/list', []], says: /as soon as a device is polled/ },
    waitsFor: /first figures/,
    error: NOT_READ,
    readOnly: null,
  },
  {
    name: 'Watch',
    path: 'watch/tour',
    source: 'watches/get',
    content: (page) => page.getByRole('gridcell', { name: 'Steam pressure' }).first(),
    empty: { answer: ['watches/get', { ...TOUR, rows: [], version: '0' }], says: /Drag tags here/ },
    waitsFor: /Reading the watch table/,
    error: NOT_READ,
    readOnly: /signed in as Viewer\. Ask an Operator to change watch tables and write values\./,
  },
  {
    name: 'Device editor',
    path: 'device/boiler-1/edit',
    source: 'config/device',
    content: (page) => page.getByRole('textbox', { name: /^Name/ }),
    empty: { path: 'device/none/edit', says: /is not in this project/ },
    waitsFor: /Reading the device/,
    error: NOT_READ,
    readOnly: /signed in as Viewer\. Ask an Engineer to change devices\./,
  },
  {
    name: 'Users',
    path: 'users',
    source: 'access/users',
    content: (page) => page.getByText('No users yet').or(page.getByRole('grid')).first(),
    empty: { answer: ['access/users', []], says: /No users yet/ },
    waitsFor: /Reading the users/,
    error: NOT_READ,
    readOnly: /signed in as Viewer\. Ask an Administrator to manage users\./,
  },
  {
    name: 'Settings',
    path: 'settings',
    source: 'settings/get',
    content: (page) => page.getByRole('region', { name: 'Gateway settings' }).getByRole('textbox').first(),
    waitsFor: /Reading the settings/,
    error: NOT_READ,
    readOnly: /signed in as Viewer\. Ask an Engineer to change the settings/,
  },
];
