import { describe } from 'vitest';
import { postgresMissing } from '../../testing/postgres-programs.ts';
import { timescaleConformance } from './timescale-conformance.ts';

describe.skipIf(postgresMissing('apache') !== undefined)('a server', () =>
  timescaleConformance('TimescaleDB, Apache edition', 'apache'),
);
