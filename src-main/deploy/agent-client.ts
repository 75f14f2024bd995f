import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { z } from 'zod';
import { type ErrorShape, NexusError } from '../../src-shared/errors/nexus-error.ts';
import { request as httpRequest } from '../kernel/node-http.ts';
import { type DeployKey, isSignedBy, keyId } from './deploy-key.ts';
import { isSameProof, pairingProof } from './pairing.ts';
import { signRequest, wordsOfAnswer } from './signed-request.ts';

/** Paths of the gateway's side. */
export const AGENT_PATH = '/deploy/agent/';
export const AGENT_CONTENT = 'application/x-nexus-deploy';

/** What a gateway says to anybody: enough to sign a request for it. */
export const Hello = z.object({
  publicKey: z.string().max(512),
  boot: z.string().max(64),
  /** Fingerprint of its own certificate; empty without TLS. */
  certificate: z.string().max(256),
  name: z.string().max(256),
  timeMs: z.number(),
});
export type Hello = z.output<typeof Hello>;

export interface AgentPlace {
  /** `https://edge-pc-03:8480`. */
  readonly address: string;
  /** As it was when it was paired; null where it is asked without TLS. */
  readonly certificate: string | null;
  /** SPKI, base64. */
  readonly publicKey: string;
}

const DEADLINE_MS = 10_000;
const UPLOAD_DEADLINE_MS = 120_000;
const MOST_ANSWER = 32 * 1024 * 1024;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly signature: string | undefined;
  readonly certificate: string | null;
}

/** A gateway as a paired workstation asks it: every request signed, every answer checked, the certificate pinned. */
export class AgentClient {
  readonly #place: AgentPlace;
  readonly #key: DeployKey;
  readonly #nowMs: () => number;
  #boot: string | undefined;
  /** Pinned: told and signed by the gateway itself, so that it may renew it. */
  #certificate: string | null = null;

  constructor(place: AgentPlace, key: DeployKey, nowMs: () => number) {
    this.#place = place;
    this.#key = key;
    this.#nowMs = nowMs;
  }

  /**
   * @param body JSON, or the bytes of a package.
   * @throws NexusError NX_DEPLOY_UNREACHABLE, NX_DEPLOY_KEY, and what the gateway answers.
   */
  async ask<T>(act: string, body: object | Buffer, output: z.ZodType<T>): Promise<T> {
    if (this.#boot === undefined) await this.#hello();
    try {
      return await this.#send(act, body, output);
    } catch (error) {
      const mayBeNew =
        error instanceof NexusError && (error.code === 'NX_DEPLOY_STALE' || error.code === 'NX_DEPLOY_KEY');
      const [boot, certificate] = [this.#boot, this.#certificate];
      // It was started anew, or has another certificate since; nothing of the request was done.
      if (mayBeNew) await this.#hello();
      if (!mayBeNew || (boot === this.#boot && certificate === this.#certificate)) throw error;
      return await this.#send(act, body, output);
    }
  }

  /** Whose key it is is proved by the signature, over a number of ours and the certificate that the connection showed. */
  async #hello(): Promise<void> {
    const { address, publicKey } = this.#place;
    const nonce = randomBytes(16).toString('hex');
    const { answer, hello } = await askHello(address, nonce);
    if (hello.publicKey !== publicKey) {
      const text = `Another gateway answers at ${address} (key ${keyId(hello.publicKey).slice(0, 8)}…). Nothing was sent. Check the address, or remove the target and pair again.`;
      throw new NexusError('NX_DEPLOY_KEY', text);
    }
    const isSigned = isSignedBy(publicKey, wordsOfAnswer(nonce, answer.status, answer.body), answer.signature ?? '');
    if (!isSigned || (answer.certificate ?? '') !== hello.certificate) {
      const text = `Somebody stands between this workstation and ${address}: the certificate is not that of the gateway. Nothing was sent.`;
      throw new NexusError('NX_DEPLOY_KEY', text);
    }
    this.#boot = hello.boot;
    this.#certificate = answer.certificate;
  }

  async #send<T>(act: string, body: object | Buffer, output: z.ZodType<T>): Promise<T> {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body), 'utf8');
    const target = keyId(this.#place.publicKey);
    const head = signRequest(this.#key, { act, target, boot: this.#boot! }, bytes, this.#nowMs());
    const headers = {
      'nexus-key': head.key,
      'nexus-boot': this.#boot!,
      'nexus-time': String(head.timeMs),
      'nexus-nonce': head.nonce,
      'nexus-body': head.body,
      'nexus-signature': head.signature,
    };
    const deadlineMs = Buffer.isBuffer(body) ? UPLOAD_DEADLINE_MS : DEADLINE_MS;
    const answer = await send(
      { address: this.#place.address, certificate: this.#certificate },
      act,
      bytes,
      headers,
      deadlineMs,
    );
    const words = wordsOfAnswer(head.nonce, answer.status, answer.body);
    if (!isSignedBy(this.#place.publicKey, words, answer.signature ?? '')) {
      const text = `The answer of ${this.#place.address} is not signed by the key that was stored when it was paired (status ${answer.status}). Check what answers there.`;
      throw new NexusError('NX_DEPLOY_KEY', text, { status: answer.status });
    }
    const value: unknown = JSON.parse(answer.body);
    if (answer.status !== 200) throw NexusError.fromShape(value as ErrorShape);
    return output.parse(value);
  }
}

/** @throws NexusError NX_DEPLOY_UNREACHABLE, NX_DEPLOY_OFF. */
async function askHello(address: string, nonce: string): Promise<{ readonly answer: Answer; readonly hello: Hello }> {
  const headers = { 'nexus-nonce': nonce };
  const answer = await send({ address, certificate: null }, 'hello', Buffer.from('{}'), headers, DEADLINE_MS);
  const value = Hello.safeParse(jsonOf(answer.body));
  if (answer.status === 200 && value.success) return { answer, hello: value.data };
  const text = `What answers at ${address} takes no deploys (status ${answer.status}). Set deploy.accept there, or check the address.`;
  throw new NexusError('NX_DEPLOY_OFF', text, { status: answer.status });
}

const Paired = z.object({ proof: z.string(), name: z.string() });

/**
 * Pairs with a gateway by the code that it shows. @returns its key and certificate, to be kept.
 * @throws NexusError NX_DEPLOY_PAIRING, NX_DEPLOY_UNREACHABLE.
 */
export async function pairWith(
  address: string,
  code: string,
  own: { readonly key: DeployKey; readonly name: string },
): Promise<AgentPlace & { readonly name: string }> {
  const nonce = randomBytes(16).toString('hex');
  const { answer: greeting, hello } = await askHello(address, nonce);
  const seen = greeting.certificate;
  const facts = {
    targetKey: hello.publicKey,
    workstationKey: own.key.publicKey,
    workstationName: own.name,
    boot: hello.boot,
    nonce,
    certificate: seen ?? '',
  };
  const proof = await pairingProof(code, 'workstation', facts);
  const body = JSON.stringify({ publicKey: own.key.publicKey, name: own.name, nonce, proof });
  const answer = await send({ address, certificate: seen }, 'pair', Buffer.from(body), {}, DEADLINE_MS);
  const value = jsonOf(answer.body);
  if (answer.status !== 200) throw NexusError.fromShape(value as ErrorShape);
  const paired = Paired.parse(value);
  if (!isSameProof(await pairingProof(code, 'gateway', facts), paired.proof)) {
    const text = `What answers at ${address} does not know the pairing code. Somebody may stand between you and the gateway. Nothing was kept.`;
    throw new NexusError('NX_DEPLOY_PAIRING', text);
  }
  return { address, certificate: seen, publicKey: hello.publicKey, name: paired.name };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return { code: 'NX_DEPLOY_OFF', message: 'What answers there is no gateway of this kind.', context: {} };
  }
}

function send(
  { address, certificate }: Pick<AgentPlace, 'address' | 'certificate'>,
  act: string,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
  deadlineMs: number,
): Promise<Answer> {
  const url = new URL(AGENT_PATH + act, address);
  const isSecure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const unreachable = (why: string, cause?: unknown): void => {
      const text = `${url.host} does not answer (${why}). Check the address and that the gateway runs.`;
      reject(cause instanceof NexusError ? cause : new NexusError('NX_DEPLOY_UNREACHABLE', text, {}, { cause }));
    };
    const options = {
      method: 'POST',
      headers: { ...headers, 'content-type': AGENT_CONTENT, 'content-length': String(body.length) },
      signal: AbortSignal.timeout(deadlineMs),
      agent: false,
      // Pinned below by its fingerprint, before a byte of the request is sent.
      ...(isSecure && { rejectUnauthorized: false }),
    };
    let seen: string | null = null;
    const request = (isSecure ? httpsRequest : httpRequest)(url, options, (response) => {
      void readAnswer(response, seen).then(resolve, (error: unknown) => unreachable(String(error), error));
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      unreachable(
        error.name === 'AbortError' || error.name === 'TimeoutError'
          ? 'no answer in time'
          : (error.code ?? error.message),
        error,
      );
    });
    if (!isSecure) return request.end(body);
    request.on('socket', (socket) => {
      socket.once('secureConnect', () => {
        seen = (socket as TLSSocket).getPeerCertificate().fingerprint256;
        if (certificate === null || seen === certificate) return request.end(body);
        const text = `The certificate of ${url.host} is not the one that it showed before. Nothing was sent.`;
        request.destroy(new NexusError('NX_DEPLOY_KEY', text));
      });
    });
  });
}

async function readAnswer(response: IncomingMessage, certificate: string | null): Promise<Answer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_ANSWER)
      throw new NexusError('NX_DEPLOY_UNREACHABLE', `The gateway answered with more than ${MOST_ANSWER} bytes.`);
    parts.push(part);
  }
  const signature = response.headers['nexus-signature'];
  return {
    status: response.statusCode ?? 0,
    body: Buffer.concat(parts).toString('utf8'),
    signature: Array.isArray(signature) ? signature[0] : signature,
    certificate,
  };
}
