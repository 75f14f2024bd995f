import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Disposable } from '../kernel/lifetime.ts';

/** What it says that is not so. */
export interface Lies {
  /** In its own description. */
  readonly issuer?: string;
  /** In place of those of an honest ID token. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Signed by a key that is not the one it publishes. */
  readonly otherKey?: true;
  /** What the token address answers in place of tokens. */
  readonly tokenAnswer?: { readonly status: number; readonly body: object };
  /** What the description is in place of JSON. */
  readonly page?: string;
}

/** A provider that does what no certified one can be made to do. It hands out `code` to whoever asks. */
export class LyingProvider implements Disposable {
  readonly issuer: string;
  lies: Lies = {};
  /** What the last token request carried. */
  asked: URLSearchParams = new URLSearchParams();
  nonce = '';
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.issuer = `http://127.0.0.1:${(server.address() as { readonly port: number }).port}`;
  }

  static async listen(): Promise<LyingProvider> {
    const [own, other] = [await generateKeyPair('ES256'), await generateKeyPair('ES256')];
    const jwk = { ...(await exportJWK(own.publicKey)), kid: '1', alg: 'ES256', use: 'sig' };
    const server = createServer((request, response) => {
      void answer(request).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/html' : 'application/json' });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const peer = new LyingProvider(server);
    const { issuer } = peer;
    const answer = async (request: IncomingMessage): Promise<{ status: number; body: object | string }> => {
      const { lies } = peer;
      if (request.url === '/jwks') return { status: 200, body: { keys: [jwk] } };
      if (request.url === '/token') {
        peer.asked = new URLSearchParams(await text(request));
        if (lies.tokenAnswer) return lies.tokenAnswer;
        const nowS = Math.floor(Date.now() / 1_000);
        const honest = { iss: issuer, sub: '7', aud: 'nexus', iat: nowS, exp: nowS + 300, nonce: peer.nonce };
        const token = new SignJWT({ ...honest, ...lies.claims }).setProtectedHeader({ alg: 'ES256', kid: '1' });
        const id_token = await token.sign(lies.otherKey ? other.privateKey : own.privateKey);
        return { status: 200, body: { access_token: 'a', token_type: 'bearer', id_token } };
      }
      const description = {
        issuer: lies.issuer ?? issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['ES256'],
        token_endpoint_auth_methods_supported: ['client_secret_post'],
      };
      return { status: lies.page === undefined ? 200 : 404, body: lies.page ?? description };
    };
    return peer;
  }

  async dispose(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
