import type { PostgresOptions } from '../../../kernel/postgres/connection-config.ts';

/** Where the database of history is and how it is used. */
export interface DatabaseOptions extends PostgresOptions {
  /** `nexus` unless given. */
  readonly schema?: string;
}

export const DEFAULT_SCHEMA = 'nexus';
