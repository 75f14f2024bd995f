import { z } from 'zod';
import { NexusError } from '../../src-shared/errors/nexus-error.ts';
import { ask } from './session-http.ts';
import { forgetTokens, keepTokens, readTokens, shareTokens, type Tokens } from './session-tokens.ts';

const SignInWays = z.object({
  login: z.enum(['off', 'token', 'required']),
  setup: z.boolean().default(false),
  /** The provider that one may sign in at. */
  oidc: z.object({ name: z.string() }).nullable().default(null),
});
/** How one gets into a gateway. */
export type SignInWays = z.output<typeof SignInWays>;
const SessionState = SignInWays.extend({ authenticated: z.boolean() });
const SessionGrant = z.object({
  session: z.string().min(1),
  expiresInS: z.number().default(12 * 3_600),
  refresh: z.string().optional(),
  user: z.object({ id: z.string(), name: z.string() }).optional(),
});
type Grant = z.output<typeof SessionGrant>;

/** A session is needed and there is none. */
export class SignInNeeded extends Error {
  readonly ways: SignInWays;
  /** Why there is none any more, or what came of the way in that was tried. */
  readonly refusal: NexusError | undefined;

  constructor(ways: SignInWays, refusal: NexusError | undefined) {
    super('a session is needed');
    this.ways = ways;
    this.refusal = refusal;
  }
}

/** Whose session this page has shown so far: what it knows is his. */
let shownUser: string | undefined;
let signedIn = Promise.withResolvers<void>();

/** Resolves when somebody has signed in at this page. */
export const nextSignIn = (): Promise<void> => signedIn.promise;

/**
 * The subprotocols that open the socket. Asks the engine whether a session is needed; takes the one that this tab has,
 * renews it where it has run out, or exchanges what the address brings: a one-time token (`#token=…`), or the way back
 * from a provider (`#oidc=…`).
 *
 * @throws SignInNeeded when there is none; NexusError NX_NET_UNREACHABLE when the engine does not answer.
 */
export async function sessionProtocols(signal: AbortSignal): Promise<readonly string[]> {
  const brought = broughtByAddress();
  const kept = readTokens();
  const ways = SessionState.parse(await ask('GET', '', undefined, kept?.session, signal));
  if (ways.login === 'off') return ['nexus.v1'];
  let refusal: NexusError | undefined;
  try {
    if (brought.oidc !== undefined) return protocols(await exchanged('/oidc/exchange', { code: brought.oidc }, signal));
    if (kept && ways.authenticated) return protocols(kept);
    if (kept?.refresh) return protocols(await renewed(kept, kept.refresh, signal));
    if (brought.token !== undefined) return protocols(await exchanged('', { token: brought.token }, signal));
    if (kept) refusal = ended();
  } catch (error) {
    if (!(error instanceof NexusError) || error.code === 'NX_NET_UNREACHABLE') throw error;
    refusal = error;
  }
  forgetTokens();
  throw new SignInNeeded(ways, refusal);
}

/** Signs in with name and password. @throws NexusError why not */
export const signIn = (user: string, password: string): Promise<void> => enter('', { user, password });

/** Makes the first administrator and signs in as him. @throws NexusError why not */
export const setUp = (form: { code: string; user: string; name?: string; password: string }): Promise<void> =>
  enter('/setup', form);

/** Ends the session of this tab, at the gateway too where it answers, and begins the page anew. */
export async function signOut(): Promise<void> {
  const kept = readTokens();
  forgetTokens();
  if (kept) await ask('DELETE', '', undefined, kept.session).catch(() => undefined);
  // What the page knows is not the next one's to see.
  location.replace(location.pathname);
}

/** Where a provider's sign-in page is reached, and comes back to where one is. @param asAnother not as who is signed in there. */
export const oidcAddress = (asAnother: boolean): string =>
  `/session/oidc/start?to=${encodeURIComponent(location.pathname)}${asAnother ? '&again=1' : ''}`;

async function enter(path: string, body: object): Promise<void> {
  const tokens = await exchanged(path, body, new AbortController().signal);
  // Somebody else must not find what the one before was shown.
  if (shownUser !== undefined && tokens.user !== shownUser) return location.reload();
  signedIn.resolve();
  signedIn = Promise.withResolvers();
}

async function exchanged(path: string, body: object, signal: AbortSignal): Promise<Tokens> {
  const tokens = tokensOf(SessionGrant.parse(await ask('POST', path, body, undefined, signal)));
  keepTokens(tokens);
  return tokens;
}

async function renewed(kept: Tokens, refresh: string, signal: AbortSignal): Promise<Tokens> {
  try {
    const grant = SessionGrant.parse(await ask('POST', '/refresh', { refresh }, undefined, signal));
    const tokens = { ...tokensOf(grant), user: grant.user?.id ?? kept.user };
    keepTokens(tokens);
    shareTokens(refresh, tokens);
    return tokens;
  } catch (error) {
    if (error instanceof NexusError && error.code === 'NX_ACCESS_UNAUTHENTICATED') throw ended();
    throw error;
  }
}

const ended = (): NexusError => new NexusError('NX_ACCESS_UNAUTHENTICATED', 'Your session has ended. Sign in again.');

const tokensOf = ({ session, refresh, user }: Grant): Tokens => ({ session, refresh, user: user?.id });

function protocols({ session, user }: Tokens): readonly string[] {
  shownUser = user;
  return ['nexus.v1', `session.${session}`];
}

/** What the address brings is used once, and does not stay in it. */
function broughtByAddress(): { readonly token?: string; readonly oidc?: string } {
  const brought = new URLSearchParams(location.hash.slice(1));
  const [token, oidc] = [brought.get('token') ?? undefined, brought.get('oidc') ?? undefined];
  if (token !== undefined || oidc !== undefined)
    history.replaceState(history.state, '', location.pathname + location.search);
  return { ...(token !== undefined && { token }), ...(oidc !== undefined && { oidc }) };
}
