import type { Edition } from '../link/database.ts';
import { baseTables } from './0001-base-tables.ts';
import { rollupsAndViews } from './0002-rollups-and-views.ts';

/** What a migration may depend on. Names are quoted, ready for SQL. */
export interface MigrationFacts {
  readonly edition: Edition;
  readonly schema: string;
  /** Of TimescaleDB's functions. */
  readonly extensionSchema: string;
}

/** One step from a version of the schema to the next. */
export interface Migration {
  readonly version: number;
  /** Its statements; all of one run stand in one transaction. */
  sql(facts: MigrationFacts): readonly string[];
}

/** In the order of their versions, without holes. A step that was released never changes. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, sql: baseTables },
  { version: 2, sql: rollupsAndViews },
];
