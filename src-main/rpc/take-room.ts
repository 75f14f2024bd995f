import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Call } from './call.ts';

/** At once on one connection: far more than all pages of a window have, and no more than its memory bears. */
const MOST = { call: 500, stream: 200 } as const;

const open = new WeakMap<object, { call: number; stream: number }>();

/**
 * Counts what a connection has open. A REST call is alone on its connection and needs no room.
 * @returns what ends it.
 * @throws NexusError NX_ACCESS_LIMIT
 */
export function takeRoom({ dataPlane }: Call, kind: keyof typeof MOST): () => void {
  if (!dataPlane) return () => {};
  const counts = open.get(dataPlane) ?? { call: 0, stream: 0 };
  open.set(dataPlane, counts);
  if (counts[kind] >= MOST[kind]) {
    const what = kind === 'call' ? 'calls wait' : 'streams are open';
    throw new NexusError(
      'NX_ACCESS_LIMIT',
      `${MOST[kind]} ${what} on this connection already. End some of them first.`,
    );
  }
  counts[kind]++;
  return () => void counts[kind]--;
}
