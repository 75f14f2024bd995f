import type { Identity } from '../../src-shared/domain/access.ts';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../kernel/clock.ts';
import { Emitter } from '../kernel/emitter.ts';
import { type Disposable, Lifetime } from '../kernel/lifetime.ts';
import type { Authenticator, SessionGrant, SignInState, Visitor } from '../rpc/authenticator.ts';
import type { AccessEvent, TellAccess } from './access-event.ts';
import { AttemptDelays } from './attempt-delays.ts';
import { judgePassword } from './judge-password.ts';
import { KEY_PREFIX, KeyStore, keySession } from './key-store.ts';
import { OneTimeTokens } from './one-time-tokens.ts';
import { PasswordHasher } from './password-hasher.ts';
import { type NewSession, type Session, SessionStore, type SessionTimes } from './session-store.ts';
import { SessionTokens } from './session-tokens.ts';
import { SetupCode } from './setup-code.ts';
import type { User } from './user.ts';
import { UserStore } from './user-store.ts';

export interface AccessSettings {
  readonly login: SignInState['login'];
  readonly times: SessionTimes;
}

export interface AccessPorts {
  /** `.nexus/access` of the project. */
  readonly folder: string;
  readonly clock: Clock;
  /** The person at this computer. */
  readonly local: () => Visitor;
  readonly tell: TellAccess;
}

const ACCESS_TOKEN_S = 15 * 60;

/** Where people, windows and programs show who they are: passwords, tokens and keys in, an identity out. */
export class AccessDesk implements Authenticator, Disposable {
  readonly users: UserStore;
  readonly keys: KeyStore;
  readonly sessions: SessionStore;
  readonly setup: SetupCode;
  readonly hasher = new PasswordHasher();
  readonly sessionEnded = new Emitter<string>();
  readonly settings: AccessSettings;
  readonly tell: TellAccess;
  readonly #ports: AccessPorts;
  readonly #tokens = new SessionTokens();
  readonly #oneTime: OneTimeTokens;
  readonly #delays: AttemptDelays;
  readonly #lifetime = new Lifetime('access');

  private constructor(ports: AccessPorts, settings: AccessSettings, users: UserStore, keys: KeyStore) {
    this.#ports = ports;
    this.tell = ports.tell;
    this.settings = settings;
    this.users = users;
    this.keys = this.#lifetime.add(keys);
    this.setup = new SetupCode(ports.folder, ports.clock);
    this.sessions = this.#lifetime.add(new SessionStore(ports.clock, settings.times));
    this.#oneTime = new OneTimeTokens(ports.clock);
    this.#delays = new AttemptDelays(ports.clock);
    this.#lifetime.add(this.sessions.ended.on(({ session, why }) => this.#tellEnd(session, why)));
    this.#lifetime.add(
      this.sessions.lockChanged.on(({ session, locked, why }) => {
        const actor = why === 'idle' ? undefined : session.identity;
        const about = { object: sessionText(session), actor, result: 'ok', session: session.id } as const;
        this.#note({ action: locked ? 'session.locked' : 'session.unlocked', reason: why, ...about });
      }),
    );
    this.#lifetime.add(keys.revoked.on((id) => this.sessionEnded.emit(keySession(id))));
  }

  /** @throws NexusError NX_DOCUMENT_FAULT where its files cannot be read. */
  static async open(ports: AccessPorts, settings: AccessSettings): Promise<AccessDesk> {
    const { folder, clock } = ports;
    const [users, keys] = [await UserStore.open(folder, clock), await KeyStore.open(folder, clock)];
    return new AccessDesk(ports, settings, users, keys);
  }

  get state(): SignInState {
    const { login } = this.settings;
    return { login, setup: login === 'required' && !this.users.hasAdmin };
  }

  /** What the printed address ends with: a one-time token where one opens a session. */
  addressEnd(): string {
    return this.settings.login === 'token' ? `#token=${this.#oneTime.issue()}` : '';
  }

  async identify(credential: string | undefined): Promise<Visitor | undefined> {
    const isOpen = this.settings.login === 'off';
    if (credential?.startsWith(KEY_PREFIX)) return this.#keyVisitor(credential);
    const id = credential === undefined ? undefined : await this.#tokens.sessionOf(credential);
    const session = id === undefined ? undefined : this.sessions.find(id);
    if (session) return { identity: session.identity, session: session.id };
    return isOpen ? this.#ports.local() : undefined;
  }

  async signIn(name: string, password: string, ip: string): Promise<SessionGrant> {
    const user = await this.#prove(name, this.users.named(name), password, ip);
    return await this.openFor(user, ip);
  }

  /** Opens a session for a user whose identity was proved, here or by a provider. */
  async openFor(user: User, ip: string): Promise<SessionGrant> {
    const lastSignInAt = new Date(this.#ports.clock.wallUs() / 1_000).toISOString();
    const { id } = await this.users.change(user.id, { lastSignInAt });
    const identity = identityOfUser(this.users.get(id));
    return await this.#open({ identity, userId: id, hasPassword: user.hash !== null, ip });
  }

  async exchangeToken(token: string, ip: string): Promise<SessionGrant> {
    if (this.settings.login !== 'token' || !this.#oneTime.take(token)) {
      const text = 'This address was used before or is too old. Start the service again for a new one.';
      await this.tell({ action: 'session.refused', object: 'address', actor: undefined, result: 'refused', ip });
      throw new NexusError('NX_ACCESS_UNAUTHENTICATED', text);
    }
    const { identity } = this.#ports.local();
    return await this.#open({ identity, userId: undefined, hasPassword: false, ip });
  }

  async refresh(token: string): Promise<SessionGrant> {
    const next = this.sessions.refresh(token);
    if (!next) throw new NexusError('NX_ACCESS_UNAUTHENTICATED', 'The session has ended. Sign in again.');
    return await this.#grant(next.session, next.refresh);
  }

  async setUp(
    form: { code: string; user: string; name?: string | undefined; password: string },
    ip: string,
  ): Promise<SessionGrant> {
    if (!this.state.setup) throw new NexusError('NX_NOT_FOUND', 'This gateway has an administrator. Sign in.');
    if (!this.setup.isRight(form.code)) {
      await this.tell({ action: 'setup.refused', object: 'gateway', actor: undefined, result: 'refused', ip });
      throw new NexusError('NX_ACCESS_SETUP');
    }
    judgePassword(form.password, [form.user, form.name ?? '']);
    const hash = await this.hasher.hash(form.password);
    const { user: name } = form;
    const whoever = { name: form.name ?? name, scope: null, source: 'local', subject: undefined, hash } as const;
    const user = await this.users.add({ user: name, ...whoever, roles: ['admin'] });
    await this.setup.end();
    const actor = identityOfUser(user);
    await this.tell({ action: 'setup.done', object: `user ${name}`, actor, result: 'ok', ip });
    return await this.openFor(user, ip);
  }

  signOut(session: string): void {
    this.sessions.end(session, 'signed_out');
  }

  /**
   * That the person at a session knows its password: to unlock, to arm, to change it.
   * @throws NexusError NX_ACCESS_SIGN_IN, NX_ACCESS_LIMIT
   */
  async provePassword(session: string, password: string, ip: string): Promise<User> {
    const userId = this.sessions.find(session)?.userId;
    const user = userId === undefined ? undefined : this.users.find(userId);
    return await this.#prove(user?.user ?? session, user, password, ip);
  }

  /**
   * That the person who arms is the one who signed in. Who has his password with a provider signed in there.
   * @throws NexusError NX_ACCESS_SIGN_IN, NX_ACCESS_LIMIT
   */
  async proveToArm(session: string, password: string | undefined, ip: string): Promise<void> {
    if (this.sessions.find(session)?.hasPassword === false) return;
    if (password === undefined)
      throw new NexusError('NX_ACCESS_SIGN_IN', 'Arming asks for the password of the user. Nothing was armed.');
    await this.provePassword(session, password, ip);
  }

  /** Whether actions wait for a password. */
  isLocked(session: string): boolean {
    return this.sessions.isLocked(session);
  }

  dispose(): Promise<void> {
    return this.#lifetime.dispose();
  }

  /** Counts the try before it is looked at, so that many at once are no way around the delay. */
  async #prove(name: string, user: User | undefined, password: string, ip: string): Promise<User> {
    const account = name.trim().toLowerCase().slice(0, 64);
    const waitMs = this.#delays.waitMs(account, ip);
    if (waitMs > 0) {
      const retryAfterS = Math.ceil(waitMs / 1_000);
      const text = `Too many wrong passwords. Try again in ${retryAfterS} s.`;
      throw new NexusError('NX_ACCESS_LIMIT', text, { retryAfterS });
    }
    this.#delays.failed(account, ip);
    const hash = user?.status === 'active' ? (user.hash ?? undefined) : undefined;
    if (!(await this.hasher.verify(hash, password)) || !user) {
      const object = `user ${printable(account)}`;
      await this.tell({
        action: 'session.refused',
        object,
        actor: undefined,
        result: 'refused',
        code: 'NX_ACCESS_SIGN_IN',
        ip,
      });
      throw new NexusError('NX_ACCESS_SIGN_IN');
    }
    this.#delays.succeeded(account, ip);
    return user;
  }

  async #open(fresh: NewSession): Promise<SessionGrant> {
    const { session, refresh } = this.sessions.open(fresh);
    const { id, identity, ip } = session;
    await this.tell({
      action: 'session.login',
      object: sessionText(session),
      actor: identity,
      result: 'ok',
      ip,
      session: id,
    });
    return await this.#grant(session, session.hasPassword || session.userId !== undefined ? refresh : undefined);
  }

  async #grant(session: Session, refresh: string | undefined): Promise<SessionGrant> {
    const leftS = (session.untilUs - this.#ports.clock.wallUs()) / 1_000_000;
    // Without a refresh token, of a printed address, the first one has to last.
    const expiresInS = Math.floor(session.userId === undefined ? leftS : Math.min(ACCESS_TOKEN_S, leftS));
    const { id, name, roles } = session.identity;
    const token = await this.#tokens.issue(session.id, id, expiresInS);
    return { session: token, expiresInS, ...(refresh !== undefined && { refresh }), user: { id, name, roles } };
  }

  /** Of what happened by itself nobody waits for the trail; it says itself that it is full. */
  #note(event: AccessEvent): void {
    this.tell(event).catch(() => undefined);
  }

  #keyVisitor(text: string): Visitor | undefined {
    const key = this.keys.identify(text);
    if (!key) return undefined;
    const { id, name, roles, permissions, scope } = key;
    const limits = { ...(permissions && { permissions }), ...(scope && { scope }) };
    return { identity: { kind: 'key', id: `key ${id}`, name, roles, ...limits }, session: keySession(id) };
  }

  #tellEnd(session: Session, why: string): void {
    this.sessionEnded.emit(session.id);
    const actor = why === 'signed_out' ? session.identity : undefined;
    const about = { object: sessionText(session), actor, result: 'ok', session: session.id } as const;
    this.#note({ action: 'session.ended', reason: why, ...about });
  }
}

const sessionText = ({ identity }: Session): string => `user ${identity.name}`;

/** What somebody typed as a name, as a log may hold it. */
const printable = (text: string): string => JSON.stringify(text).slice(1, -1);

export function identityOfUser({ id, name, roles, scope }: User): Identity {
  return { kind: 'user', id, name, roles, ...(scope && { scope }) };
}
