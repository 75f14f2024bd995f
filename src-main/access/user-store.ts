import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Role } from '../../src-shared/domain/access.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../kernel/clock.ts';
import { crashPoint } from '../kernel/crash-point.ts';
import { Emitter } from '../kernel/emitter.ts';
import { readPrivate, savePrivate } from './save-private.ts';
import { User } from './user.ts';

const MOST_USERS = 1_000;
const UsersFile = z.strictObject({ version: z.literal(1), users: z.array(User) });

/** What makes a user; times and identity are given to him. */
export type NewUser = Pick<User, 'user' | 'name' | 'roles' | 'scope' | 'source' | 'subject' | 'hash'>;
type Changeable = Pick<User, 'name' | 'roles' | 'scope' | 'status' | 'hash' | 'lastSignInAt'>;
/** What is left out, or undefined, stays. */
export type UserPatch = { readonly [Field in keyof Changeable]?: User[Field] | undefined };

/**
 * The users of a gateway, in `.nexus/access/users.json` for the account of the service alone. There is always an
 * administrator once there was one: the last can neither go, be disabled nor lose the role.
 */
export class UserStore {
  /** The id of whom something changed, `''` for several. */
  readonly changed = new Emitter<string>();
  readonly #path: string;
  readonly #clock: Clock;
  #users: readonly User[];
  #last: Promise<unknown> = Promise.resolve();

  private constructor(path: string, clock: Clock, users: readonly User[]) {
    this.#path = path;
    this.#clock = clock;
    this.#users = users;
  }

  /** @throws NexusError NX_DOCUMENT_FAULT for a file that is not what was written. */
  static async open(folder: string, clock: Clock): Promise<UserStore> {
    const path = join(folder, 'users.json');
    const text = await readPrivate(path);
    if (text === undefined) return new UserStore(path, clock, []);
    try {
      return new UserStore(path, clock, UsersFile.parse(JSON.parse(text)).users);
    } catch (cause) {
      const fault = `${path} cannot be read. Put back a copy of it, or remove it to set up the first administrator anew.`;
      throw new NexusError('NX_DOCUMENT_FAULT', fault, { path }, { cause });
    }
  }

  get all(): readonly User[] {
    return this.#users;
  }

  /** Whether somebody can manage users; until then the gateway is to be set up. */
  get hasAdmin(): boolean {
    return this.#users.some(isAdmin);
  }

  find(id: string): User | undefined {
    return this.#users.find((user) => user.id === id);
  }

  /** By what he signs in with. */
  named(name: string): User | undefined {
    const lower = name.trim().toLowerCase();
    return this.#users.find(({ user, source }) => user === lower && source === 'local');
  }

  ofSubject(subject: string): User | undefined {
    return this.#users.find((user) => user.subject === subject);
  }

  /** @throws NexusError NX_NOT_FOUND */
  get(id: string): User {
    const found = this.find(id);
    if (!found) throw new NexusError('NX_NOT_FOUND', `There is no user “${id}”.`, { id });
    return found;
  }

  /** @throws NexusError NX_ACCESS_TAKEN */
  add(form: NewUser): Promise<User> {
    return this.#next((users) => {
      const taken = users.find(({ user }) => user === form.user);
      if (taken) throw nameTaken(taken);
      if (users.length >= MOST_USERS)
        throw new NexusError(
          'NX_REQUEST_INVALID',
          `There are ${MOST_USERS} users, and no more are kept. Remove one first.`,
        );
      const times = { createdAt: this.#now(), disabledAt: null, lastSignInAt: null };
      const user: User = { id: randomUUID(), status: 'active', ...form, ...times };
      return { users: [...users, user], user };
    });
  }

  /** @throws NexusError NX_NOT_FOUND, NX_ACCESS_LAST_ADMIN */
  change(id: string, patch: UserPatch): Promise<User> {
    return this.#next((users) => {
      const before = this.get(id);
      const disabledAt =
        patch.status === undefined || patch.status === before.status
          ? before.disabledAt
          : patch.status === 'disabled'
            ? this.#now()
            : null;
      const user: User = { ...before, ...defined(patch), disabledAt };
      const after = users.map((other) => (other.id === id ? user : other));
      requireAdmin(users, after);
      return { users: after, user };
    });
  }

  /** @throws NexusError NX_NOT_FOUND, NX_ACCESS_LAST_ADMIN */
  remove(id: string): Promise<User> {
    return this.#next((users) => {
      const user = this.get(id);
      const after = users.filter((other) => other.id !== id);
      requireAdmin(users, after);
      return { users: after, user };
    });
  }

  #now(): string {
    return new Date(this.#clock.wallUs() / 1_000).toISOString();
  }

  /** One change after another; it holds when it is on the medium. */
  #next(step: (users: readonly User[]) => { readonly users: readonly User[]; readonly user: User }): Promise<User> {
    const run = async (): Promise<User> => {
      const { users, user } = step(this.#users);
      await savePrivate(this.#path, JSON.stringify({ version: 1, users }, undefined, 2));
      crashPoint('users.afterStore');
      this.#users = users;
      this.changed.emit(user.id);
      return user;
    };
    const result = this.#last.then(run, run);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

const isAdmin = ({ roles, status, source }: User): boolean =>
  status === 'active' && source === 'local' && roles.includes('admin' satisfies Role);

function requireAdmin(before: readonly User[], after: readonly User[]): void {
  if (before.some(isAdmin) && !after.some(isAdmin))
    throw new NexusError(
      'NX_ACCESS_LAST_ADMIN',
      'This is the last administrator. Give another user the Administrator role first.',
    );
}

function nameTaken({ user, disabledAt, id }: User): NexusError {
  const since = disabledAt && ` (disabled since ${disabledAt.slice(0, 10)})`;
  const next = disabledAt ? 'Enable that user instead.' : 'Choose another name.';
  return new NexusError('NX_ACCESS_TAKEN', `“${user}” already exists${since ?? ''}. ${next}`, { user, id, disabledAt });
}

/** Without what is left out, which a spread would take for a value. */
const defined = (patch: UserPatch): Partial<User> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
