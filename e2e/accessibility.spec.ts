import type { Page } from '@playwright/test';
import {
  expectNoBreach,
  expectPlainWords,
  outOfReach,
  runningMotion,
  smallTargets,
  wordlessGlyphs,
} from './accessibility.ts';
import { notReached } from './keyboard-walk.ts';
import { makeTour } from './page-cases.ts';
import { PLAIN_SCREENS, WORKING_SCREENS } from './screens.ts';
import { WireTap } from './wire-tap.ts';
import { test as base, expect, Service, Workstation } from './workstation.ts';

/*
 * Checks 36, 39 and 40 of the interface on every screen. One service for all of them, on which one device is unplugged,
 * so that what is wrong is seen as well as what is right.
 */
let service: Service;
base.beforeAll(async () => {
  service = await Service.make(['--demo']);
  await service.start();
  await makeTour(service);
  const unplugged = await fetch(`${service.address}/api/v1/demo/pumps-1/fault`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fault: 'unplug' }),
  });
  expect(unplugged.status, await unplugged.text()).toBe(200);
});
base.afterAll(async () => {
  await service.end('SIGTERM');
  service.remove();
});

const test = base.extend<{ workstation: Workstation }>({
  workstation: async ({ page }, use) => use(new Workstation(page, service)),
});

/** Before the page is opened. */
const prefer = (page: Page, preferences: Readonly<Record<string, string>>): Promise<unknown> =>
  page.addInitScript((chosen) => localStorage.setItem('nexus.preferences', chosen), JSON.stringify(preferences));

/** Three flashes a second are the most that harm nobody (WCAG 2.3.1). */
const FLASH_MS = 334;
/** 1,440 × 900 at twice the size of everything. */
const DOUBLED = { width: 720, height: 450 };

/** As if it were chosen in another window of the same browser. */
const choose = (page: Page, preferences: Readonly<Record<string, string>>): Promise<unknown> =>
  page.evaluate((chosen) => {
    localStorage.setItem('nexus.preferences', chosen);
    dispatchEvent(new StorageEvent('storage', { key: 'nexus.preferences' }));
  }, JSON.stringify(preferences));

/** As it was when it came: what was walked through stands where it was left. */
const scrollBack = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const element of document.querySelectorAll('*'))
      if (element.scrollLeft + element.scrollTop > 0) element.scrollTo(0, 0);
  });

// Sizes do not know the theme, nor colours the density: two of the four together meet every rule with each of them.
const LOOKS = [
  { density: 'compact', colorScheme: 'light', motion: 'system' },
  { density: 'touch', colorScheme: 'dark', motion: 'reduced' },
] as const;
const PLAIN = new Set(PLAIN_SCREENS);

for (const screen of [...PLAIN_SCREENS, ...WORKING_SCREENS]) {
  const isPlain = PLAIN.has(screen);
  const more = isPlain ? ', and is reached by keyboard' : '';
  test(`check 40: ${screen.name} breaks no rule of WCAG 2.2 AA in either theme, and loses nothing at 200 %${more}`, async ({
    workstation,
  }) => {
    const { page } = workstation;
    const [first] = LOOKS;
    await prefer(page, { density: first.density, motion: first.motion });
    await page.emulateMedia({ colorScheme: first.colorScheme });
    await screen.reach(workstation);
    for (const { density, colorScheme, motion } of LOOKS) {
      await test.step(`${colorScheme}, ${density}, motion: ${motion}`, async () => {
        await choose(page, { density, motion });
        await page.emulateMedia({ colorScheme });
        await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
        await expect(page.locator('html')).toHaveAttribute('data-density', density);
        await expectNoBreach(page);
        expect(await smallTargets(page)).toEqual([]);
        expect(await wordlessGlyphs(page)).toEqual([]);
        await expectPlainWords(page);
        const moving = await runningMotion(page);
        expect(motion === 'reduced' ? moving : moving.filter(([, turnMs]) => turnMs < FLASH_MS)).toEqual([]);
      });
    }
    if (isPlain) {
      await choose(page, {});
      await expect(page.getByText('Loading the page…')).toHaveCount(0);
      expect(await notReached(workstation)).toEqual([]);
    }
    await page.setViewportSize(DOUBLED);
    for (const { density } of LOOKS) {
      await choose(page, { density });
      // What is drawn on a canvas takes its new size with the next frame; a list may follow its focus once more.
      await expect
        .poll(async () => {
          await scrollBack(page);
          return outOfReach(page);
        })
        .toEqual([]);
    }
  });
}

test('check 39: a glyph that turns stands still where motion is reduced, by the system or by the setting', async ({
  workstation,
}) => {
  const { page } = workstation;
  const tap = await WireTap.onto(page);
  tap.alter('devices/health', (all) =>
    (all as object[]).map((health) => ({ ...health, status: { kind: 'connecting', attempt: 1, reason: null } })),
  );
  await workstation.open('/w/devices');
  await expect(workstation.row('Boiler 1')).toContainText('Connecting');
  const turning = await runningMotion(page);
  expect(turning.map(([name]) => name)).toContain('glyph-turn');
  expect(turning.filter(([, turnMs]) => turnMs < FLASH_MS)).toEqual([]);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await runningMotion(page)).toEqual([]);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  expect(await runningMotion(page)).not.toEqual([]);
  await prefer(page, { motion: 'reduced' });
  await page.reload();
  await expect(workstation.row('Boiler 1')).toContainText('Connecting');
  expect(await runningMotion(page)).toEqual([]);
});

test('the sweep sees what it looks for: small targets side by side, what is cut off, covered or accuses', async ({
  workstation,
}) => {
  const { page } = workstation;
  await workstation.open('/w/devices');
  await expect(workstation.row('Boiler 1')).toContainText('Connected');
  await page.evaluate(() => {
    const main = document.querySelector('main')!;
    const add = (id: string, css: Readonly<Record<string, string>>): void => {
      const button = document.createElement('button');
      button.id = id;
      Object.assign(button.style, { position: 'fixed', padding: '0', width: '16px', height: '16px', ...css });
      main.append(button);
    };
    add('left', { left: '400px', top: '400px' });
    add('right', { left: '418px', top: '400px' });
    add('alone', { left: '600px', top: '500px' });
    add('outside', { left: '-100px', top: '600px' });
    add('covered', { left: '700px', top: '600px', zIndex: '1' });
    add('cover', { left: '690px', top: '590px', width: '40px', height: '40px', zIndex: '2' });
    document.querySelector('#left')!.ariaLabel = 'An invalid button';
  });
  const small = (await smallTargets(page)).join('\n');
  for (const id of ['left', 'right', 'covered']) expect(small).toContain(`id="${id}"`);
  expect(small).not.toContain('id="alone"');
  const lost = (await outOfReach(page)).map((line) => /^(\w+).*id="(\w+)" style="[^"]*"[^"]*$/.exec(line)?.slice(1));
  expect(lost).toEqual([
    ['cut', 'outside'],
    ['below', 'covered'],
  ]);
  await expect(expectPlainWords(page)).rejects.toThrow(/invalid/);
});

/** Of the device that is unplugged, whichever of its states it is in. */
const AWAY = /Offline|Connecting|Breaker \d+ s/;

test('check 36: without colours the state of every row is still told by its word', async ({ workstation }, info) => {
  const { page } = workstation;
  const browser = await page.context().newCDPSession(page);
  await browser.send('Emulation.setEmulatedVisionDeficiency', { type: 'achromatopsia' });
  const look = async (name: string): Promise<void> => {
    await PLAIN_SCREENS.find((screen) => screen.name === name)!.reach(workstation);
  };
  // For the eye of a person: the same in grey.
  const keep = (name: string): Promise<unknown> => page.screenshot({ path: info.outputPath(`${name}.png`) });
  await look('Devices');
  await expect(workstation.row('Boiler 1')).toContainText('Connected');
  await expect(workstation.row('Cooling pumps')).toContainText(AWAY);
  await keep('devices');
  await look('Watch');
  await expect(workstation.row('Steam pressure')).toContainText('Good');
  await expect(workstation.row('Pump 1 speed')).toContainText('Bad');
  await keep('watch');
  await look('Diagnostics');
  await expect(workstation.row('Cooling pumps')).toContainText(AWAY);
  await keep('diagnostics');
  await look('System');
  await expect(page.getByRole('region', { name: 'Devices', exact: true })).toContainText('3 of 4 connected');
  await expect(page.getByRole('region', { name: 'Historian', exact: true })).toContainText('Running');
  await keep('system');
  await look('Trend');
  await keep('trend');
});
