import { request } from 'node:http';
import type { KeyView, UserView } from '../../../src-shared/contract/access.ts';
import type { Role } from '../../../src-shared/domain/access.ts';
import type { ErrorCode } from '../../../src-shared/errors/error-codes.ts';
import { ERROR_CODES } from '../../../src-shared/errors/error-codes.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import { localSocketPath } from '../../rpc/listen/local-socket-path.ts';

const DEADLINE_MS = 10_000;

/** Users and keys of a service that runs, over the socket that it has for programs of its own user. */
export class AccessAgent {
  readonly #socketPath: string;

  constructor(project: string) {
    this.#socketPath = localSocketPath(project);
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
  #send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = { host: 'localhost', ...(text !== undefined && { 'content-type': 'application/json' }) };
    return new Promise((resolve, reject) => {
      const options = { socketPath: this.#socketPath, method, path: `/api/v1/${path}`, headers };
      const call = request({ ...options, signal: AbortSignal.timeout(DEADLINE_MS) }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const said = Buffer.concat(parts).toString('utf8');
          if (response.statusCode! < 400) resolve(JSON.parse(said === '' ? '{}' : said) as T);
          else reject(refusalOf(said, response.statusCode!));
        });
      });
      call.on('error', (cause) => {
        const said = `No service of this user answers on ${this.#socketPath}. Start it, then try again.`;
        reject(new NexusError('NX_NET_REFUSED', said, {}, { cause }));
      });
      call.end(text);
    });
  }
}

function refusalOf(said: string, status: number): NexusError {
  try {
    const { title, detail } = JSON.parse(said) as { readonly title: string; readonly detail: string };
    const code = Object.hasOwn(ERROR_CODES, title) ? (title as ErrorCode) : 'NX_REQUEST_INVALID';
    return new NexusError(code, detail);
  } catch {
    return new NexusError('NX_REQUEST_INVALID', `The service answered ${status}.`);
  }
}
