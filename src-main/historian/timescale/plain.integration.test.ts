import { describe } from 'vitest';
import { postgresMissing } from '../../testing/postgres-programs.ts';
import { timescaleConformance } from './timescale-conformance.ts';

describe.skipIf(postgresMissing('plain') !== undefined)('a server', () => timescaleConformance('PostgreSQL', 'plain'));
