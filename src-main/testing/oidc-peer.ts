import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Provider from 'oidc-provider';
import type { Disposable } from '../kernel/lifetime.ts';
import { freePort } from './free-port.ts';

export interface OidcPeerOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirects: readonly string[];
  /** Claims of the accounts by their subject. */
  readonly accounts: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * A certified provider of OpenID Connect on loopback, in the place of a plant's Keycloak. Whoever is sent to it is at once
 * signed in as `who`; nobody: the sign-in is denied.
 */
export class OidcPeer implements Disposable {
  readonly issuer: string;
  who: string | undefined;
  readonly #server: ReturnType<typeof createServer>;

  private constructor(port: number, options: OidcPeerOptions) {
    this.issuer = `http://127.0.0.1:${port}`;
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: options.clientId,
          client_secret: options.clientSecret,
          redirect_uris: options.redirects,
          grant_types: ['authorization_code'],
          response_types: ['code'],
        },
      ],
      claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'], email: ['email'] },
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_: unknown, { uid }: { readonly uid: string }) => `/interaction/${uid}` },
      findAccount: (_: unknown, sub: string) => ({
        accountId: sub,
        claims: () => ({ sub, ...options.accounts[sub] }),
      }),
      cookies: { keys: ['of this test only'] },
    });
    const answer = provider.callback();
    this.#server = createServer((request, response) => {
      const isInteraction = request.url?.startsWith('/interaction/');
      void (isInteraction ? this.#interact(provider, request, response) : answer(request, response));
    });
  }

  static async listen(options: OidcPeerOptions): Promise<OidcPeer> {
    const port = await freePort();
    const peer = new OidcPeer(port, options);
    await new Promise<void>((resolve) => peer.#server.listen(port, '127.0.0.1', resolve));
    return peer;
  }

  async dispose(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { params } = await provider.interactionDetails(request, response);
    if (this.who === undefined)
      return provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'no' });
    const grant = new provider.Grant({ accountId: this.who, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    const grantId = await grant.save();
    await provider.interactionFinished(request, response, {
      login: { accountId: this.who, remember: false },
      consent: { grantId },
    });
  }
}
