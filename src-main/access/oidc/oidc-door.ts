import { createHash } from 'node:crypto';
import { NexusError, toNexusError } from '../../../src-shared/errors/nexus-error.ts';
import type { OidcPerson } from './oidc-person.ts';
import { type OidcOptions, OidcSignIn } from './oidc-sign-in.ts';
import { OneTimeStore } from './one-time-store.ts';

/** From the page of the callback to the page that exchanges it. */
const RESULT_MS = 60_000;
const MAX_RESULTS = 500;

/** What of a request a sign-in is told of. */
export interface DoorFacts {
  readonly ip: string | undefined;
}

export interface DoorOptions<Grant> extends OidcOptions {
  /** Opens a session for somebody a provider vouches for; throws what keeps him out. */
  readonly admit: (person: OidcPerson, facts: DoorFacts) => Promise<Grant>;
  /** Told of a sign-in that came to nothing. */
  readonly onRefused: (error: NexusError, facts: DoorFacts) => void;
}

interface Result<Grant> {
  readonly browser: string;
  readonly end: { readonly grant: Grant } | { readonly error: NexusError };
}

/**
 * The way in over a provider, as the browser takes it: away, back with an answer, and on to the page with a code that
 * it exchanges. All three must be the same browser; how it ended waits under the code, so that no address holds a session
 * or words that somebody else wrote.
 */
export class OidcDoor<Grant> {
  readonly #options: DoorOptions<Grant>;
  readonly #signIn: OidcSignIn;
  readonly #results: OneTimeStore<Result<Grant>>;

  constructor(options: DoorOptions<Grant>) {
    this.#options = options;
    this.#signIn = new OidcSignIn(options);
    this.#results = new OneTimeStore(options.clock, RESULT_MS, MAX_RESULTS);
  }

  get name(): string {
    return this.#signIn.name;
  }

  /**
   * @param asAnother see OidcSignIn.start
   * @returns where the browser is sent: to the provider, or to the page with why not.
   */
  async start(origin: string, browser: string, to: string, facts: DoorFacts, asAnother = false): Promise<string> {
    try {
      return await this.#signIn.start(origin, fingerprint(browser), pagePath(to), asAnother);
    } catch (error) {
      return this.#page(to, { browser: fingerprint(browser), end: { error: this.#refused(error, facts) } });
    }
  }

  /** @returns the page that the browser goes on to. */
  async finish(query: URLSearchParams, browser: string | undefined, facts: DoorFacts): Promise<string> {
    const own = browser === undefined ? '' : fingerprint(browser);
    const attempt = this.#signIn.attemptOf(query.get('state') ?? undefined, own);
    try {
      if (!attempt) throw new NexusError('NX_OIDC_EXPIRED');
      const person = await this.#signIn.finish(attempt, query);
      const grant = await this.#options.admit(person, facts);
      return this.#page(attempt.to, { browser: own, end: { grant } });
    } catch (error) {
      return this.#page(attempt?.to ?? '/', { browser: own, end: { error: this.#refused(error, facts) } });
    }
  }

  /**
   * What a code stands for, once.
   * @throws NexusError why nobody was signed in.
   */
  exchange(code: string, browser: string | undefined): Grant {
    const result = this.#results.take(code);
    if (!result || browser === undefined || result.browser !== fingerprint(browser))
      throw new NexusError('NX_OIDC_EXPIRED');
    if ('error' in result.end) throw result.end.error;
    return result.end.grant;
  }

  #page(to: string, result: Result<Grant>): string {
    return `${pagePath(to)}#oidc=${this.#results.put(result)}`;
  }

  #refused(error: unknown, facts: DoorFacts): NexusError {
    const known = toNexusError(error);
    this.#options.onRefused(known, facts);
    return known;
  }
}

const fingerprint = (browser: string): string => createHash('sha256').update(browser).digest('base64url');

/** A page of this gateway and nothing else: what came in an address may lead anywhere. */
const pagePath = (to: string): string => (/^\/w\/[\w\-./~%]{0,500}$/.test(to) && !to.includes('//') ? to : '/');
