import { describe, expect, it } from 'vitest';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { LinkState } from './link-state.ts';
import { stayConnected } from './stay-connected.ts';

/** Runs against a list of what each dial meets; the last one ends the run. */
async function run(dials: readonly ('refused' | 'opens and ends' | 'no session')[]) {
  const abort = new AbortController();
  const states: LinkState[] = [];
  const delaysMs: number[] = [];
  let at = 0;
  await stayConnected(
    {
      dial: async () => {
        const met = dials[at++];
        if (met === undefined) abort.abort();
        if (met === 'no session') throw new NexusError('NX_ACCESS_UNAUTHENTICATED');
        if (met !== 'opens and ends') throw new NexusError('NX_NET_UNREACHABLE');
        return { ended: Promise.resolve() };
      },
      onState: (state) => states.push(state),
      random: () => 0,
      wait: async (ms) => void delaysMs.push(ms),
    },
    abort.signal,
  );
  return { kinds: states.map((state) => state.kind), states, delaysMs };
}

describe('a page that stays connected', () => {
  it('waits longer after each failure and anew from the start after a success', async () => {
    const { kinds, delaysMs } = await run(['refused', 'refused', 'opens and ends', 'refused']);
    expect(kinds).toEqual(['connecting', 'lost', 'lost', 'open', 'lost', 'lost']);
    expect(delaysMs).toEqual([500, 1_000, 500, 1_000]);
  });

  it('keeps the time of loss through all attempts that follow', async () => {
    const { states } = await run(['opens and ends', 'refused', 'refused']);
    const since = states.flatMap((state) => (state.kind === 'lost' ? [state.sinceMs] : []));
    expect(since.length).toBe(3);
    expect(new Set(since).size).toBe(1);
  });

  it('stops and says so when a session is needed, because dialling again would not help', async () => {
    const { kinds } = await run(['opens and ends', 'no session', 'opens and ends']);
    expect(kinds).toEqual(['connecting', 'open', 'lost', 'signed-out']);
  });
});
