import { create } from 'zustand';
import type { MeView, SessionView } from '../../src-shared/contract/access.ts';
import { rpc } from '../rpc/connect.ts';
import { disarmed } from './arming.ts';

interface SessionState {
  /** Who is signed in, as the gateway says; null before it did. */
  readonly me: MeView | null;
  readonly isLocked: boolean;
  /** When the session ends whatever is done, ms since 1970; null where it does not. */
  readonly untilMs: number | null;
  /** What is looked at of one's account. */
  readonly isAccountShown: boolean;
}

/** The session of this page. */
export const useSession = create<SessionState>()(() => ({
  me: null,
  isLocked: false,
  untilMs: null,
  isAccountShown: false,
}));

/** So often at most the gateway is told that somebody is there. */
const TELL_EVERY_MS = 30_000;

/** Reads whose session this is and follows its lock, until the signal. */
export async function followSession(signal: AbortSignal): Promise<void> {
  const me = await rpc().access.me({}, { signal });
  useSession.setState({ me, isLocked: me.locked });
  if (me.kind !== 'user') return;
  const sessions = await rpc().access.mySessions({}, { signal });
  const own = sessions.find(({ current }) => current);
  useSession.setState({ untilMs: own ? Date.parse(own.until) : null });
  if (me.lockAfterS === null) return;
  tellPresence(signal);
  for await (const { locked } of await rpc().access.locked({ signal })) {
    // What was armed is armed no more; the gateway ended it already.
    if (locked && !useSession.getState().isLocked) void disarmed('away').catch(() => undefined);
    useSession.setState({ isLocked: locked });
  }
}

/** Locks at once: values stay visible, nothing can be done. */
export async function sessionLocked(): Promise<void> {
  const { locked } = await rpc().access.lock({});
  useSession.setState({ isLocked: locked });
}

/** @throws NexusError why not */
export async function sessionUnlocked(password: string): Promise<void> {
  const { locked } = await rpc().access.unlock({ password });
  useSession.setState({ isLocked: locked });
}

export const ownSessions = (): Promise<readonly SessionView[]> => rpc().access.mySessions({});

export const accountShown = (isAccountShown: boolean): void => useSession.setState({ isAccountShown });

/** A hand on the keyboard or the pointer puts off the lock. */
function tellPresence(signal: AbortSignal): void {
  let toldMs = 0;
  const tell = (): void => {
    if (useSession.getState().isLocked || Date.now() - toldMs < TELL_EVERY_MS) return;
    toldMs = Date.now();
    void rpc()
      .access.active({})
      .catch(() => undefined);
  };
  for (const kind of ['keydown', 'pointerdown', 'wheel'] as const)
    window.addEventListener(kind, tell, { capture: true, passive: true, signal });
}
