import { beginDevice } from './device-form.ts';
import { keepTrend, PAGES } from './page-cases.ts';
import { expect, type Workstation } from './workstation.ts';

/** A page or a state of it, and how a person gets there. */
export interface Screen {
  readonly name: string;
  readonly reach: (workstation: Workstation) => Promise<void>;
}

/** Every page as it is when its content has come. */
export const PLAIN_SCREENS: readonly Screen[] = [
  ...PAGES.map(({ name, path, content, pens }) => ({
    name,
    reach: async (workstation: Workstation) => {
      const { page } = workstation;
      await page.addInitScript(keepTrend, pens ?? []);
      await workstation.open(`/w/${path}`);
      await expect(content(page.getByRole('main').getByRole('tabpanel'))).toBeVisible();
    },
  })),
  { name: 'New device', reach: beginDevice },
];

const BOILER_TAGS = PAGES.find(({ name }) => name === 'Tags')!;
const reachTags = async (workstation: Workstation): Promise<void> => {
  await workstation.open(`/w/${BOILER_TAGS.path}`);
  await expect(workstation.row('Steam pressure')).toContainText('Good');
};

async function reachTopic(workstation: Workstation): Promise<void> {
  const { page } = workstation;
  await workstation.open('/w/namespace');
  await page.getByRole('treeitem', { name: /^boiler-1/ }).dblclick();
  await page.getByRole('treeitem', { name: /^burner_load/ }).click();
  await expect(page.getByRole('region', { name: 'Payload' })).toContainText('"unit": "%"');
}

async function reachPanel(workstation: Workstation, tab: 'Problems' | 'Log' | 'Writes' | 'Jobs'): Promise<void> {
  const { page } = workstation;
  await page.keyboard.press('Control+j');
  const panel = page.getByRole('region', { name: 'Panel', exact: true });
  await panel.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
}

/** What lies over a page or is only there while somebody works on it. */
export const WORKING_SCREENS: readonly Screen[] = [
  {
    name: 'Read plan',
    reach: async (workstation) => {
      await workstation.open('/w/device/boiler-1/read-plan');
      await expect(workstation.page.getByRole('region', { name: 'Read plan of Boiler 1' })).toContainText(
        'FC3 holding',
      );
    },
  },
  {
    name: 'Registers, read and decoded',
    reach: async (workstation) => {
      await workstation.open('/w/device/boiler-1/memory');
      const { page } = workstation;
      await page.getByRole('button', { name: /^Read/ }).click();
      await expect(page.locator('.memory-status')).toContainText(/Read \d\d:/);
    },
  },
  {
    name: 'Address space of a server',
    reach: async (workstation) => {
      await workstation.open('/w/device/line-1/browse');
      const speed = workstation.page.getByRole('treeitem', { name: /Speed/ });
      await speed.click();
      await expect(speed).toContainText('already tag');
    },
  },
  {
    name: 'Latency of a device',
    reach: async (workstation) => {
      await workstation.open('/w/device/boiler-1/latency');
      await expect(workstation.page.getByRole('row').filter({ hasText: 'Polls' })).toContainText('ms');
    },
  },
  {
    name: 'Breaker and queue of a device',
    reach: async (workstation) => {
      await workstation.open('/w/device/boiler-1/breaker');
      await expect(workstation.page.getByText(/^Closed/).first()).toBeVisible();
    },
  },
  {
    name: 'Traffic with a frame in detail',
    reach: async (workstation) => {
      const { page } = workstation;
      await workstation.open('/w/device/boiler-1/traffic');
      await page.getByRole('grid', { name: 'Frames' }).getByRole('row').filter({ hasText: 'Answered' }).first().click();
      await page.getByRole('button', { name: 'Pause' }).click();
      await expect(page.getByRole('region', { name: 'Frames in detail' })).toContainText('transaction id');
    },
  },
  {
    name: 'Namespace with a topic in detail',
    reach: async (workstation) => {
      await reachTopic(workstation);
      await workstation.page.getByRole('button', { name: 'Pause' }).click();
    },
  },
  {
    name: 'Publishing a message',
    reach: async (workstation) => {
      const { page } = workstation;
      await reachTopic(workstation);
      await page.getByRole('region', { name: 'Topic', exact: true }).getByRole('button', { name: 'Publish…' }).click();
      await expect(page.getByRole('dialog', { name: 'Publish a message' })).toBeVisible();
    },
  },
  {
    name: 'Choice of a protocol',
    reach: async (workstation) => {
      await workstation.open('/w/new-device');
      await expect(workstation.page.getByRole('button', { name: /Modbus TCP/ })).toBeVisible();
    },
  },
  {
    name: 'New device with faults',
    reach: async (workstation) => {
      await beginDevice(workstation);
      const { page } = workstation;
      await page.getByRole('textbox', { name: 'Host', exact: true }).fill('not a host');
      await page.getByRole('textbox', { name: /^Port/ }).fill('70000');
      await page.getByRole('textbox', { name: /^Port/ }).press('Tab');
      await expect(page.getByText(/70000/).first()).toBeVisible();
    },
  },
  {
    name: 'Tags with edits and a fault',
    reach: async (workstation) => {
      await reachTags(workstation);
      const { page } = workstation;
      await workstation.row('Drum level').locator('[data-column="name"]').click();
      await page.keyboard.type('Upper gauge');
      await page.keyboard.press('Enter');
      await workstation.row('Steam pressure').locator('[data-column="address"]').click();
      await page.keyboard.type('40000');
      await page.keyboard.press('Enter');
      await page.keyboard.press('ArrowUp');
      await expect(page.getByRole('region', { name: 'Edits that are not applied' })).toContainText('1 error');
    },
  },
  {
    name: 'Palette',
    reach: async (workstation) => {
      await reachTags(workstation);
      await workstation.page.keyboard.press('Control+k');
      const palette = workstation.page.getByRole('dialog', { name: 'Palette' });
      await palette.getByRole('combobox').fill('pressure');
      await expect(palette.getByRole('option').first()).toBeVisible();
    },
  },
  {
    name: 'Sheet of shortcuts',
    reach: async (workstation) => {
      await reachTags(workstation);
      await workstation.page.keyboard.press('Control+/');
      await expect(workstation.page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    },
  },
  {
    name: 'Panel: Problems',
    reach: async (workstation) => {
      await reachTags(workstation);
      await reachPanel(workstation, 'Problems');
      const panel = workstation.page.getByRole('region', { name: 'Panel', exact: true });
      await expect(panel.getByRole('row').filter({ hasText: 'Error' }).first()).toBeVisible();
    },
  },
  {
    name: 'Panel: Log',
    reach: async (workstation) => {
      await reachTags(workstation);
      await reachPanel(workstation, 'Log');
      await expect(workstation.page.getByRole('log')).toContainText('engine started');
    },
  },
  {
    name: 'Panel: Writes',
    reach: async (workstation) => {
      await reachTags(workstation);
      await reachPanel(workstation, 'Writes');
      const panel = workstation.page.getByRole('region', { name: 'Panel', exact: true });
      await expect(panel.getByText('Nothing was written yet')).toBeVisible();
    },
  },
  {
    name: 'Panel: Jobs',
    reach: async (workstation) => {
      const { page } = workstation;
      await PLAIN_SCREENS.find(({ name }) => name === 'Trend')!.reach(workstation);
      const downloaded = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export…' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
      await downloaded;
      await reachPanel(workstation, 'Jobs');
      const panel = page.getByRole('region', { name: 'Panel', exact: true });
      await expect(panel.getByRole('listitem').filter({ hasText: 'Export' })).toContainText('Done');
    },
  },
  {
    name: 'Arming',
    reach: async (workstation) => {
      await reachTags(workstation);
      await workstation.status.getByRole('button', { name: 'Disarmed' }).click();
      await expect(workstation.page.getByRole('dialog', { name: 'Arm writing' })).toBeVisible();
    },
  },
  {
    name: 'Writing a value',
    reach: async (workstation) => {
      await reachTags(workstation);
      await workstation
        .row('Pressure setpoint')
        .getByRole('gridcell', { name: /\d\.\d\d/ })
        .first()
        .click();
      await workstation.page.keyboard.press('Enter');
      const dialog = workstation.page.getByRole('dialog', { name: 'Write value' });
      await dialog.getByRole('textbox', { name: 'New value' }).fill('7');
    },
  },
  {
    name: 'Question before a write from the watch table',
    reach: async (workstation) => {
      const { page } = workstation;
      await PLAIN_SCREENS.find(({ name }) => name === 'Watch')!.reach(workstation);
      const prepared = page.getByRole('textbox', { name: 'Prepared for Pressure setpoint' });
      await prepared.fill('7');
      await page.getByRole('gridcell', { name: 'Pressure setpoint', exact: true }).click();
      // Arming holds for a person, not for a page.
      const disarmed = workstation.status.getByRole('button', { name: 'Disarmed' });
      if (!(await disarmed.isVisible())) await page.keyboard.press('F8');
      await expect(disarmed).toBeVisible();
      await page.keyboard.press('F8');
      const arm = page.getByRole('dialog', { name: 'Arm writing' });
      await arm.getByRole('textbox', { name: /^Reason/ }).fill('A look at the question');
      await page.keyboard.press('Enter');
      await expect(arm).toBeHidden();
      await prepared.press('Control+Enter');
      await expect(page.getByRole('dialog', { name: /^Write \d/ })).toBeVisible();
    },
  },
];
