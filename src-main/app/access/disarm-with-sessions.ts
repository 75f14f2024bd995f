import type { AccessDesk } from '../../access/access-desk.ts';
import type { Arming } from '../../commands/arming.ts';
import { type Disposable, Lifetime } from '../../kernel/lifetime.ts';

/** A session that locks or ends is armed for nothing any more. */
export function disarmWithSessions({ sessions }: AccessDesk, arming: Arming): Disposable {
  const lifetime = new Lifetime('disarming with sessions');
  lifetime.add(sessions.ended.on(({ session }) => void arming.disarm(session.id, 'signed_out')));
  lifetime.add(sessions.lockChanged.on(({ session, locked }) => void (locked && arming.disarm(session.id, 'locked'))));
  return lifetime;
}
