import type { KeyView, UserView } from '../../../src-shared/contract/access.ts';
import type { Role } from '../../../src-shared/domain/access.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { askService } from './call-service.ts';

/** Users and keys of a service that runs, over the socket that it has for programs of its own user. */
export class AccessAgent {
  readonly #project: string;

  constructor(project: string) {
    this.#project = project;
  }

  users(): Promise<readonly UserView[]> {
    return this.#send('GET', 'users');
  }

  /** @throws NexusError NX_NOT_FOUND */
  async user(name: string): Promise<UserView> {
    const lower = name.toLowerCase();
    const found = (await this.users()).find(({ user }) => user === lower);
    if (!found) throw new NexusError('NX_NOT_FOUND', `There is no user “${name}”. See: nexus-edge access user list.`);
    return found;
  }

  add(user: string, roles: readonly Role[], password: string): Promise<UserView> {
    return this.#send('POST', 'users', { user, roles, password });
  }

  change(id: string, patch: { roles?: readonly Role[]; status?: 'active' | 'disabled' }): Promise<UserView> {
    return this.#send('PATCH', `users/${id}`, patch);
  }

  setPassword(id: string, password: string): Promise<unknown> {
    return this.#send('PUT', `users/${id}/password`, { password });
  }

  remove(id: string): Promise<unknown> {
    return this.#send('DELETE', `users/${id}`);
  }

  keys(): Promise<readonly KeyView[]> {
    return this.#send('GET', 'keys');
  }

  addKey(name: string, roles: readonly Role[]): Promise<{ readonly key: string; readonly view: KeyView }> {
    return this.#send('POST', 'keys', { name, roles });
  }

  revokeKey(id: string): Promise<unknown> {
    return this.#send('DELETE', `keys/${id}`);
  }

  /** @throws NexusError what the service says; NX_NET_REFUSED where none runs */
  #send<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<T> {
    return askService<T>({ project: this.#project }, { method, path: `/api/v1/${path}`, body });
  }
}
