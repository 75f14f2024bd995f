import { defineConfig } from 'vitest/config';

/** `unit` is fast and needs nothing; `integration` starts processes, peers and real files. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src-*/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts', '**/node_modules/**'],
          // A test of many thousand random cases takes long on a busy machine; none of them measures time.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['src-*/**/*.integration.test.ts', 'scripts/**/*.integration.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // Peers and processes share two cores: one file at a time keeps their timing honest.
          fileParallelism: false,
        },
      },
    ],
  },
});
