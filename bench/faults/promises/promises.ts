import { BUFFERS } from './buffers.ts';
import { DEVICES } from './devices.ts';
import type { Promised } from './promise.ts';
import { SECURITY } from './security.ts';
import { STORING } from './storing.ts';
import { WRITES } from './writes.ts';

/** Everything that docs/guarantees.md promises, by row. */
export const PROMISES: readonly Promised[] = [...STORING, ...BUFFERS, ...DEVICES, ...WRITES, ...SECURITY];
