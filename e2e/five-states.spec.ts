import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { expectPlainWords } from './accessibility.ts';
import { keepTrend, makeTour, NOT_READ, PAGES, type PageCase } from './page-cases.ts';
import { WireTap } from './wire-tap.ts';
import { Service, Workstation } from './workstation.ts';

/*
 * Every page has five states (ux 2.7). The product knows nothing of this: a tap on the wire holds back, alters or
 * rejects what the page asks for. One service for all of them.
 */
let service: Service;
base.beforeAll(async () => {
  service = await Service.make(['--demo']);
  await service.start();
  await makeTour(service);
});
base.afterAll(async () => {
  await service.end('SIGTERM');
  service.remove();
});

interface Given {
  readonly tap: WireTap;
  readonly workstation: Workstation;
  /** The page of the tab, without the shell around it. */
  readonly content: Locator;
}

const test = base.extend<{ given: Given }>({
  given: async ({ page }, use) => {
    await use({
      tap: await WireTap.onto(page),
      workstation: new Workstation(page, service),
      content: page.getByRole('main').getByRole('tabpanel'),
    });
  },
});

async function open({ workstation }: Given, { path, pens }: PageCase, isEmpty = false): Promise<void> {
  await workstation.page.addInitScript(countShifts);
  await workstation.page.addInitScript(keepTrend, isEmpty ? [] : (pens ?? []));
  await workstation.open(`/w/${path}`);
}

declare global {
  interface Window {
    layoutShift: number;
  }
}

function countShifts(): void {
  window.layoutShift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
      if (!entry.hadRecentInput) window.layoutShift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Two frames after everything that is on its way was drawn. */
const shifted = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((done) =>
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(window.layoutShift), 50))),
      ),
  );

const USABLE =
  'button:enabled:visible, a[href]:visible, input:enabled:visible, select:enabled:visible, [role=grid]:visible';
const actions = (content: Locator): Promise<number> => content.locator(USABLE).count();

/** A spinner or an outline, which must never stand over content. */
const waiting = (content: Locator): Locator => content.locator('.waiting, [data-state="loading"]');

for (const view of PAGES) {
  test.describe(`check 6: ${view.name}`, () => {
    const { empty } = view;
    if (empty)
      test('empty: says what will be here and what to do', async ({ given }) => {
        const { answer, path, says } = empty;
        if (answer) given.tap.alter(answer[0], () => answer[1]);
        await open(given, { ...view, path: path ?? view.path }, true);
        await expect(given.content.getByText(says)).toBeVisible();
        expect(await actions(given.content)).toBeGreaterThanOrEqual(1);
      });

    test('loading: an outline, then what is waited for, and nothing jumps when it comes', async ({ given }) => {
      given.tap.hold(view.source);
      await open(given, view);
      const words = given.content.getByText(view.waitsFor).filter({ visible: true });
      await expect(words.last()).toBeVisible();
      await expect(given.content.getByRole('button', { name: 'Try again' }).first()).toBeVisible();
      const before = await shifted(given.workstation.page);
      given.tap.release(view.source);
      await expect(view.content(given.content)).toBeVisible();
      await expect(waiting(given.content)).toHaveCount(0);
      expect((await shifted(given.workstation.page)) - before).toBeLessThanOrEqual(0.1);
    });

    test('error: says what could not be done and why; trying again helps', async ({ given }) => {
      given.tap.reject(view.source, 'NX_HOST_GONE', 'A worker of the engine stopped. It is started again by itself.');
      await open(given, view);
      await expect(given.content.getByText(view.error).first()).toBeVisible();
      await expect(given.content.getByText(/A worker of the engine stopped/).first()).toBeVisible();
      await expect(waiting(given.content)).toHaveCount(0);
      await expectPlainWords(given.workstation.page);
      given.tap.release(view.source);
      // Another part of the workbench may ask for the same at this moment, and the page be well before it is clicked.
      await expect(async () => {
        const retry = given.content.getByRole('button', { name: 'Try again' }).first();
        if (await retry.isVisible()) await retry.click({ timeout: 500 });
        await expect(view.content(given.content)).toBeVisible({ timeout: 2_000 });
      }).toPass();
    });

    test('stale: what was there stays, and a strip says since when', async ({ given }) => {
      await open(given, view);
      await expect(view.content(given.content)).toBeVisible();
      await expect(waiting(given.content)).toHaveCount(0);
      await given.tap.cut();
      await expect(
        given.workstation.page.getByText(/Gateway lost at \d\d:\d\d:\d\d\. Values below are from before that\./),
      ).toBeVisible();
      await expect(view.content(given.content)).toBeVisible();
      await expect(waiting(given.content)).toHaveCount(0);
      expect(await actions(given.content)).toBeGreaterThanOrEqual(1);
      await expectPlainWords(given.workstation.page);
    });

    test('read-only: what edits is there but disabled, and a strip says whom to ask', async ({ given }) => {
      given.tap.alter('system/info', asViewer);
      await open(given, view);
      await expect(view.content(given.content)).toBeVisible();
      const strip = given.content.getByText(/You are signed in as/);
      if (view.readOnly === null) await expect(strip).toHaveCount(0);
      else await expect(strip).toHaveText(view.readOnly);
    });
  });
}

function asViewer(info: unknown): unknown {
  return { ...(info as object), you: { name: 'Vera', roles: ['viewer'] } };
}

/** Pages that ask for their content themselves, instead of being given it with each link. */
for (const view of PAGES.filter(({ name }) => ['Namespace', 'Certificates', 'Settings', 'Watch'].includes(name))) {
  test(`${view.name}: a link that is still being made, or breaks off before the first answer, is no error`, async ({
    given,
  }) => {
    const { tap, content } = given;
    const words = content.getByText(view.waitsFor).filter({ visible: true }).last();
    const dial = await tap.holdDial();
    tap.hold(view.source);
    await open(given, view);
    await expect(words).toBeVisible();
    dial.release();
    await expect(given.workstation.page.getByText(/^Gateway \d/)).toBeVisible();
    await expect(words).toBeVisible();
    await tap.cut();
    tap.mend();
    await expect(given.workstation.page.getByText(/^Gateway \d/)).toBeVisible();
    await expect(words).toBeVisible();
    await expect(content.getByText(view.error)).toHaveCount(0);
    tap.release(view.source);
    await expect(view.content(content)).toBeVisible();
  });
}

for (const view of PAGES.filter(({ name }) => name === 'Devices' || name === 'Tags')) {
  test(`${view.name}: what could not be read anew is kept, dimmed, below a strip that says so`, async ({ given }) => {
    await open(given, view);
    await expect(view.content(given.content)).toBeVisible();
    given.tap.reject(view.source, 'NX_HOST_GONE', 'A worker of the engine stopped.');
    await given.tap.cut();
    given.tap.mend();
    await expect(given.content.getByText(/could not be read\. .* Below is what was read before\./)).toBeVisible();
    await expect(view.content(given.content)).toBeVisible();
    given.tap.release(view.source);
    await given.content.getByRole('button', { name: 'Try again' }).click();
    await expect(given.content.getByText(NOT_READ)).toHaveCount(0);
    await expect(view.content(given.content)).toBeVisible();
  });
}

test('a trend without its history goes on live and offers to read it again', async ({ given }) => {
  const trend = PAGES.find(({ name }) => name === 'Trend')!;
  const strip = given.content.getByText(/History is not available\. The historian does not answer\./);
  given.tap.reject('history/series', 'NX_HISTORY_UNAVAILABLE', 'The historian does not answer.');
  await open(given, trend);
  await expect(strip).toBeVisible();
  await expect(trend.content(given.content)).toBeVisible();
  // Held back, what the trend asks for by itself cannot take the button away.
  given.tap.hold('history/series');
  await given.content.getByRole('button', { name: 'Try again' }).click();
  await expect(strip).toHaveCount(0);
  given.tap.release('history/series');
  await expect(given.content.locator('.trend-progress')).toHaveAttribute('data-state', 'ready');
  await expect(strip).toHaveCount(0);
});

test('a viewer sees the button that writes, disabled, with the role it needs', async ({ given }) => {
  given.tap.alter('system/info', asViewer);
  await open(given, PAGES.find(({ name }) => name === 'Tags')!);
  const write = given.content.getByRole('button', { name: /Write value/ });
  await expect(write).toBeDisabled();
  await expect(write).toHaveAttribute('title', 'Operator role needed.');
});
