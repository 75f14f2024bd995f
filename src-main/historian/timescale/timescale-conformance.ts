import { afterAll, beforeAll } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { silentLogger } from '../../kernel/logger.ts';
import { PostgresProcess } from '../../testing/postgres-process.ts';
import type { PostgresKind } from '../../testing/postgres-programs.ts';
import { historyStoreConformance } from '../conformance.ts';
import { TimescaleStore } from './timescale-store.ts';

const RAW_LIMIT = 300_000;

/** Runs what every store must do against a real server. Each test has a schema of its own in one database. */
export function timescaleConformance(name: string, kind: PostgresKind): void {
  const never = new AbortController().signal;
  let server: PostgresProcess;
  let schemas = 0;

  beforeAll(async () => {
    server = await PostgresProcess.start(kind);
  });

  afterAll(() => server.dispose());

  historyStoreConformance(name, async () => {
    const schema = `history_${++schemas}`;
    return {
      keepsBlocks: false,
      // More than is read before it is counted.
      rawLimit: RAW_LIMIT,
      open: ({ clock = systemClock, retention } = {}) =>
        TimescaleStore.open(
          {
            projectUid: 'project 1',
            database: { url: server.url(), schema, batchMs: 0, settleMs: 0 },
            rawLimit: RAW_LIMIT,
            ...(retention && { retention }),
          },
          { clock, logger: silentLogger, signal: never, changed: () => undefined },
        ),
      clear: async () => {
        await server.sql(`DROP SCHEMA ${schema} CASCADE`);
      },
    };
  });
}
