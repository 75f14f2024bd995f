import { create } from 'zustand';
import type { KeyView, SessionView, UserView } from '../../../src-shared/contract/access.ts';
import { type NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import { rpc } from '../../rpc/connect.ts';
import { isOpen } from '../../state/link.ts';

interface UsersState {
  /** Undefined before they were read. */
  readonly users: readonly UserView[] | undefined;
  readonly keys: readonly KeyView[] | undefined;
  /** Of everybody, newest first. */
  readonly sessions: readonly SessionView[];
  /** Why they could not be read; null: they could. */
  readonly problem: NexusError | null;
  /** What was done last, for screen readers and the eye. */
  readonly said: string;
}

/** Users, keys and sessions of the gateway, as last read. */
export const useUsers = create<UsersState>()(() => ({
  users: undefined,
  keys: undefined,
  sessions: [],
  problem: null,
  said: '',
}));

/** Reads everything: these lists are short, and belong together. */
export async function readUsers(): Promise<void> {
  try {
    const { access } = rpc();
    const [users, keys, sessions] = await Promise.all([access.users({}), access.keys({}), access.sessions({})]);
    useUsers.setState({ users, keys, sessions, problem: null });
  } catch (error) {
    const problem = toNexusError(error);
    // With the next link, and after a lock, they are read again; until then the shell says what is the matter.
    if (isOpen() && problem.code !== 'NX_ACCESS_LOCKED') useUsers.setState({ problem });
  }
}

/** Reads them again whenever something of them changed, until the signal. */
export async function followUsers(signal: AbortSignal): Promise<void> {
  await readUsers();
  try {
    for await (const _ of await rpc().access.changed({ signal })) await readUsers();
  } catch {
    // The link ended, or one may not: with the next link it begins anew.
  }
}

/**
 * Does something with users, keys or sessions, says how it went and reads them again.
 * @throws NexusError as the gateway says it.
 */
export async function actOnUsers<T>(work: () => Promise<T>, said: string): Promise<T> {
  const done = await work();
  useUsers.setState({ said });
  await readUsers();
  return done;
}
