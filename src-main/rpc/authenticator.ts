import type { Identity } from '../../src-shared/domain/access.ts';
import type { Emitter } from '../kernel/emitter.ts';

/** Who is let in, and under which name of his session. */
export interface Visitor {
  readonly identity: Identity;
  /** No secret: it stands in memory and in journals. */
  readonly session: string;
}

/** What a sign-in gives. Tokens are for the `Authorization` header and the subprotocol of the socket; no cookie is set. */
export interface SessionGrant {
  /** Opens everything that the session may, for `expiresInS`. */
  readonly session: string;
  readonly expiresInS: number;
  /** For the next one, once; left out where the same refresh token was just exchanged, or where there is none to exchange. */
  readonly refresh?: string | undefined;
  readonly user: { readonly id: string; readonly name: string; readonly roles: readonly string[] };
}

/** What a page asks before anything else. */
export interface SignInState {
  /** off: everybody who gets here is the local owner. token: by the address that the service printed. required: by name. */
  readonly login: 'off' | 'token' | 'required';
  /** True while there is no administrator: the page asks for the set-up code. */
  readonly setup: boolean;
}

/** Who knows whom to let in. All refusals of a sign-in look alike and take alike. */
export interface Authenticator {
  readonly state: SignInState;
  /** Sessions as they end: their sockets are closed. */
  readonly sessionEnded: Emitter<string>;
  /** Who comes with this token or key; undefined: nobody is let in with it. */
  identify(credential: string | undefined): Promise<Visitor | undefined>;
  /** @throws NexusError NX_ACCESS_SIGN_IN, NX_ACCESS_LIMIT */
  signIn(user: string, password: string, ip: string): Promise<SessionGrant>;
  /** Exchanges the one-time token of the printed address. @throws NexusError NX_ACCESS_UNAUTHENTICATED */
  exchangeToken(token: string, ip: string): Promise<SessionGrant>;
  /** @throws NexusError NX_ACCESS_UNAUTHENTICATED for one that is unknown or was used */
  refresh(token: string, ip: string): Promise<SessionGrant>;
  /** Makes the first administrator. @throws NexusError NX_NOT_FOUND once there is one, NX_ACCESS_SETUP, NX_ACCESS_PASSWORD */
  setUp(
    form: { code: string; user: string; name?: string | undefined; password: string },
    ip: string,
  ): Promise<SessionGrant>;
  signOut(session: string): void;
}
