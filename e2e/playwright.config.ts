import { defineConfig } from '@playwright/test';
import { chromiumPath } from '../scripts/peers.ts';

/** The built product in a real browser. One worker: each spec runs a service of its own on two cores. */
export default defineConfig({
  testDir: '.',
  workers: 1,
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
