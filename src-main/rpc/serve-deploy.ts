import type { TLSSocket } from 'node:tls';
import type { FastifyInstance } from 'fastify';

/** A request of a workstation that deploys here: signed by itself, so that it needs no session. */
export interface AgentRequest {
  readonly act: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: AsyncIterable<Buffer>;
  readonly ip: string;
  /** Fingerprint of our own certificate, as the other side sees it; undefined without TLS. */
  readonly certificate: string | undefined;
}

export interface AgentAnswer {
  readonly status: number;
  readonly body: string;
  readonly signature: string;
}

export type AnswerAgent = (request: AgentRequest) => Promise<AgentAnswer>;

const CONTENT = 'application/x-nexus-deploy';
const MOST_BYTES = 64 * 1024 * 1024;

/** Takes deploys: `POST /deploy/agent/…`. Who may is decided behind it, by signatures. */
export async function serveDeploy(server: FastifyInstance, answer: AnswerAgent): Promise<void> {
  await server.register((scope, _options, done) => {
    scope.addContentTypeParser(CONTENT, (_request, payload, parsed) => parsed(null, payload));
    scope.post<{ Params: { act: string } }>(
      '/deploy/agent/:act',
      { bodyLimit: MOST_BYTES },
      async ({ params, headers, body, ip, raw }, reply) => {
        const certificate = (raw.socket as Partial<TLSSocket>).getCertificate?.();
        const given = await answer({
          act: params.act,
          headers: headers as Readonly<Record<string, string | undefined>>,
          body: body as AsyncIterable<Buffer>,
          ip,
          certificate: certificate && 'fingerprint256' in certificate ? certificate.fingerprint256 : undefined,
        });
        return reply
          .code(given.status)
          .header('nexus-signature', given.signature)
          .header('cache-control', 'no-store')
          .type('application/json')
          .send(given.body);
      },
    );
    done();
  });
}
