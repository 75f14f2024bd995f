import { defineConfig } from '@playwright/test';
import { chromiumPath } from '../scripts/peers.ts';

/** Specs that measure: they have the machine for themselves. */
const BY_THE_CLOCK =
  /\/(budgets|demo|device-connection|first-run|grid-speed|live-grid|palette|tag-paste|trend|trend-speed)\.spec\.ts$/;

/** The built product in a real browser; each spec runs a service of its own. `scripts/test.ts` runs one project after the other. */
export default defineConfig({
  testDir: '.',
  projects: [
    { name: 'two at once', testIgnore: BY_THE_CLOCK, workers: 2 },
    { name: 'clock', testMatch: BY_THE_CLOCK, workers: 1 },
  ],
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] === 'true',
  reporter: [['list']],
  outputDir: '../test-results',
  use: {
    viewport: { width: 1_440, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromiumPath() ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--lang=en-US'],
    },
  },
});
