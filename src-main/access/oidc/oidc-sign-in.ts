import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  clockTolerance,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { parseDurationMs } from '../../../src-shared/domain/duration.ts';
import { NexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { OidcConfig } from '../../project/config/oidc-config.ts';
import { oidcFault } from './oidc-fault.ts';
import type { OidcPerson } from './oidc-person.ts';
import { OneTimeStore } from './one-time-store.ts';
import { type Claims, hasRolesClaim, personOfClaims } from './person-of-claims.ts';

/** A person reads, types, and looks for the second factor. */
const ATTEMPT_MS = 10 * 60_000;
const MAX_ATTEMPTS = 500;
/** Addresses and abilities of a provider change seldom; its keys are fetched anew when an unknown one signs. */
const KNOWN_FOR_MS = 3_600_000;

export const CALLBACK_PATH = '/session/oidc/callback';

export interface OidcOptions {
  readonly config: OidcConfig;
  /** Asked at each sign-in, so that a new one holds at once. */
  readonly secret: () => Promise<string | undefined>;
  readonly clock: Clock;
}

interface Attempt {
  /** Of the browser in which it was begun. */
  readonly browser: string;
  readonly verifier: string;
  readonly nonce: string;
  readonly redirect: string;
  /** Where the person wanted to go. */
  readonly to: string;
}

/**
 * Sign-in at a provider of OpenID Connect: authorization code with PKCE, state and nonce. Nothing of the provider is
 * kept: its tokens are read once, for who it is and what he may, and thrown away.
 */
export class OidcSignIn {
  readonly #options: OidcOptions;
  readonly #attempts: OneTimeStore<Attempt>;
  #provider:
    | { readonly metadata: Promise<Configuration>; readonly untilMs: number; readonly secret: string }
    | undefined;

  constructor(options: OidcOptions) {
    this.#options = options;
    this.#attempts = new OneTimeStore(options.clock, ATTEMPT_MS, MAX_ATTEMPTS);
  }

  /** As the button says it. */
  get name(): string {
    return this.#options.config.name;
  }

  /**
   * Begins a sign-in. @returns where the browser is sent.
   * @param origin of this gateway, as the browser knows it.
   * @param asAnother the provider asks who it is, although somebody is signed in there: he was refused here.
   * @throws NexusError NX_OIDC_UNREACHABLE, NX_OIDC_REFUSED
   */
  async start(origin: string, browser: string, to: string, asAnother: boolean): Promise<string> {
    const { config } = this.#options;
    const redirect = `${(config.address ?? origin).replace(/\/$/, '')}${CALLBACK_PATH}`;
    return this.#plainly(async () => {
      const provider = await this.#discovered();
      const attempt = { browser, verifier: randomPKCECodeVerifier(), nonce: randomNonce(), redirect, to };
      const state = this.#attempts.put(attempt, randomState());
      return buildAuthorizationUrl(provider, {
        redirect_uri: redirect,
        scope: [...new Set(['openid', ...config.scopes])].join(' '),
        code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
        state,
        nonce: attempt.nonce,
        ...(asAnother && { prompt: 'login' }),
      }).href;
    });
  }

  /** The attempt that an answer of the provider belongs to: once, and in the browser that began it only. */
  attemptOf(state: string | undefined, browser: string | undefined): Attempt | undefined {
    const attempt = state === undefined ? undefined : this.#attempts.take(state);
    return attempt?.browser === browser ? attempt : undefined;
  }

  /**
   * Who came back. @param query of the callback.
   * @throws NexusError NX_OIDC_REFUSED, NX_OIDC_NO_ROLE, NX_OIDC_UNREACHABLE
   */
  async finish(attempt: Attempt, query: URLSearchParams): Promise<OidcPerson> {
    const { config } = this.#options;
    const claims = await this.#plainly(async () => {
      const provider = await this.#discovered();
      const url = new URL(attempt.redirect);
      url.search = query.toString();
      const tokens = await authorizationCodeGrant(provider, url, {
        pkceCodeVerifier: attempt.verifier,
        expectedNonce: attempt.nonce,
        expectedState: query.get('state') ?? '',
        idTokenExpected: true,
      });
      const idToken = tokens.claims();
      if (!idToken) throw new NexusError('NX_OIDC_REFUSED', `${config.name} did not say who signed in.`);
      const known: Claims = { ...idToken };
      // Keycloak and others put roles there only when they are told to; the user information may have them.
      if (hasRolesClaim(known, config) || !provider.serverMetadata().userinfo_endpoint) return known;
      return { ...(await fetchUserInfo(provider, tokens.access_token, idToken.sub)), ...known };
    });
    return personOfClaims(claims, config);
  }

  async #discovered(): Promise<Configuration> {
    const { clock } = this.#options;
    const secret = (await this.#options.secret()) ?? '';
    const known = this.#provider;
    if (known && known.untilMs > clock.monoMs() && known.secret === secret) return known.metadata;
    const metadata = this.#discover(secret);
    this.#provider = { metadata, untilMs: clock.monoMs() + KNOWN_FOR_MS, secret };
    try {
      return await metadata;
    } catch (error) {
      // The next one asks again.
      if (this.#provider?.metadata === metadata) this.#provider = undefined;
      throw error;
    }
  }

  async #discover(secret: string): Promise<Configuration> {
    const { config } = this.#options;
    const metadata = { [clockTolerance]: Math.round(parseDurationMs(config.clock_tolerance)! / 1_000) };
    const options = {
      timeout: Math.ceil(parseDurationMs(config.timeout)! / 1_000),
      // Signatures are checked although the tokens come straight from the provider. The configuration takes an issuer
      // without TLS on this computer only.
      execute: [enableNonRepudiationChecks, ...(config.issuer.startsWith('http:') ? [allowInsecureRequests] : [])],
    };
    return discovery(new URL(config.issuer), config.client_id, metadata, authenticate(secret), options);
  }

  async #plainly<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw oidcFault(error, this.#options.config);
    }
  }
}

/** By what the provider takes; what it does not say means Basic (OpenID Connect Discovery 1.0, 3). */
function authenticate(secret: string): ClientAuth {
  if (secret === '') return None();
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (provider, ...rest) => {
    const methods = provider.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (methods.includes('client_secret_basic') ? basic : post)(provider, ...rest);
  };
}
