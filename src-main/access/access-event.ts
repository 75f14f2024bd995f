import type { Identity } from '../../src-shared/domain/access.ts';

/** Something that happened to accounts and sessions, for the audit trail. Never a password, a token or a key. */
export interface AccessEvent {
  readonly action: `${'session' | 'user' | 'key' | 'setup'}.${string}`;
  readonly object: string;
  /** Undefined: nobody that is known (a refused sign-in), or the engine by itself. */
  readonly actor: Pick<Identity, 'kind' | 'id' | 'name'> | undefined;
  readonly result: 'ok' | 'refused';
  readonly code?: string;
  readonly reason?: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly ip?: string | undefined;
  readonly session?: string;
}

/** Resolves when it is kept. */
export type TellAccess = (event: AccessEvent) => Promise<void>;
