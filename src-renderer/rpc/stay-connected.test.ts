import { describe, expect, it } from 'vitest';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { LinkState } from './link-state.ts';
import { SignInNeeded } from './session.ts';
import { stayConnected } from './stay-connected.ts';

const WAYS = { login: 'required', setup: false, oidc: null } as const;

/** Runs against a list of what each dial meets; the last one ends the run. Whoever is asked to sign in does so. */
async function run(dials: readonly ('refused' | 'opens and ends' | 'session ends' | 'no session')[]) {
  const abort = new AbortController();
  const states: LinkState[] = [];
  const delaysMs: number[] = [];
  let at = 0;
  let signIns = 0;
  await stayConnected(
    {
      dial: async () => {
        const met = dials[at++];
        if (met === undefined) abort.abort();
        if (met === 'no session') throw new SignInNeeded(WAYS, new NexusError('NX_ACCESS_UNAUTHENTICATED', 'Ended.'));
        if (met === 'session ends') return { ended: Promise.resolve('session ended') };
        if (met !== 'opens and ends') throw new NexusError('NX_NET_UNREACHABLE');
        return { ended: Promise.resolve('lost') };
      },
      signedIn: async () => void signIns++,
      onState: (state) => states.push(state),
      random: () => 0,
      wait: async (ms) => void delaysMs.push(ms),
    },
    abort.signal,
  );
  return { kinds: states.map((state) => state.kind), states, delaysMs, signIns };
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

  it('says that a session is needed, and dials at once when somebody has signed in', async () => {
    const { kinds, states, delaysMs, signIns } = await run(['refused', 'no session', 'opens and ends']);
    expect(kinds).toEqual(['connecting', 'lost', 'signed-out', 'open', 'lost']);
    expect(states[2]).toEqual({
      kind: 'signed-out',
      ways: WAYS,
      refusal: { code: 'NX_ACCESS_UNAUTHENTICATED', text: 'Ended.' },
    });
    expect(delaysMs).toEqual([500, 500]);
    expect(signIns).toBe(1);
  });

  it('does not call a gateway lost that ended the session', async () => {
    const { kinds, delaysMs } = await run(['session ends', 'no session', 'opens and ends']);
    expect(kinds).toEqual(['connecting', 'open', 'signed-out', 'open', 'lost']);
    expect(delaysMs).toEqual([500]);
  });
});
