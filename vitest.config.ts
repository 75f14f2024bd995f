import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Integration tests by which no poll may be skipped: they have the machine for themselves. */
const BY_THE_CLOCK = [
  'src-main/acquisition/shards.integration.test.ts',
  'src-main/acquisition/shared-connection.integration.test.ts',
  'src-main/app/hot-apply.integration.test.ts',
  'src-main/app/outage.integration.test.ts',
];

/**
 * With the memory keys of some processors V8 may lose track of a page of code where threads come and go, and ends the
 * process ("Check failed: jit_page.has_value()"): seen once in some thousand files.
 */
const EXEC_ARGV = ['--no-memory-protection-keys'];

/** `unit` is fast and needs nothing; `integration` and `clock` start processes, peers and real files. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          execArgv: EXEC_ARGV,
          include: ['src-*/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts', '**/node_modules/**'],
          // A test of many thousand random cases takes long on a busy machine; none of them measures time.
          testTimeout: 60_000,
          // Half of the time is waiting: on two cores one at a time takes 490 s, two take 275, four 182.
          maxWorkers: Math.max(4, availableParallelism()),
        },
      },
      {
        test: {
          name: 'integration',
          execArgv: EXEC_ARGV,
          include: ['src-*/**/*.integration.test.ts', 'scripts/**/*.integration.test.ts'],
          exclude: BY_THE_CLOCK,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // Most of such a test is waiting for peers and processes.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'clock',
          execArgv: EXEC_ARGV,
          include: BY_THE_CLOCK,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
